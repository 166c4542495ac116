"""Which network addresses are public, at the edges of every range."""

import pytest

from positions.outbound.addresses import is_public

PUBLIC = """
    8.8.8.8 1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
    169.255.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
    2606:4700:4700::1111 2a00:1450:4001::200e ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
"""
NOT_PUBLIC = """
    0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 100.100.100.200 127.0.0.1 127.255.255.255
    169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.2 192.168.0.0
    192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
    255.255.255.255 168.63.129.16
    :: ::1 ::7f00:1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe
    64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1::1 2002:a00:1:: 2001:0:4136:e378::1 2001:db8::1
    3fff::1 100::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
"""


@pytest.mark.parametrize("address", PUBLIC.split())
def test_the_public_internet_may_be_connected_to(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_everything_else_may_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "10.0.0.1/8", "[::1]"])
def test_what_is_no_network_address_is_not_public(text):
    assert not is_public(text)
