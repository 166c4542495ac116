"""Which network addresses may be connected to: only those of the public internet, whatever way they are written.

The lists are IANA's registries of special-purpose addresses (IPv4 and IPv6, as of 2025). `ipaddress.is_global` won't
do: what it says differs between Python's patch releases, and it lets multicast and embedded addresses through.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; some clouds' metadata
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; some clouds' metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
PUBLIC_6 = IPv6Network("2000::/3")  # all that is given out for use; the rest is special or not assigned
NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# IPv6 addresses that carry an IPv4 address: where it begins, in bits from the right. What they carry is what counts.
CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),  # mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)
# Where clouds tell their machines secrets at an address that is otherwise public.
METADATA = frozenset({IPv4Address("168.63.129.16")})


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the public internet. False for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(parsed) if isinstance(parsed, IPv4Address) else _is_public_6(parsed)


def _is_public_4(address: IPv4Address) -> bool:
    return address not in METADATA and not any(address in block for block in NOT_PUBLIC_4)


def _is_public_6(address: IPv6Address) -> bool:
    for carrier, shift in CARRIERS:
        if address in carrier:
            return _is_public_4(IPv4Address(int(address) >> shift & 0xFFFF_FFFF))
    return address in PUBLIC_6 and not any(address in block for block in NOT_PUBLIC_6)
