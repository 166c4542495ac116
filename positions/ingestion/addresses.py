"""What makes two addresses the same address.

Weighed: courlan, w3lib, url-normalize. The first drops parameters by patterns that take `cid`, `eid` or `uid` for
tracking, which on some sites name the article: two articles would be taken for one, and one of them lost. The others
drop none. So what is dropped are the names that are known for nothing but tracking; where that is too little, the text
itself shows that two addresses have the same article.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from positions.ingestion.texts import ArticleRefused
from positions.outbound import OutboundRefused, Url, require_address

TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_|itm_|at_medium|at_campaign|at_custom|ns_|mc_[ce]id|_hs|hsa_|vero_|oly_)[a-z0-9_]*"
    r"|fbclid|gclid|gclsrc|dclid|msclkid|twclid|ttclid|yclid|igshid|igsh|wbraid|gbraid|_ga|_gl|mkt_tok|xtor|cmpid"
    r"|__twitter_impression|guccounter|guce_referrer|guce_referrer_sig|ref_src|ref_url|smid|smtyp|ocid|ftag|intcid",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address of the web: as it was given, its host, and the hash by which it is known."""

    url: str
    host: str
    sha256: str


def read_address(url: str) -> Address:
    """Raises: ArticleRefused for what is no address of the web."""
    try:
        parsed = require_address(url)
    except OutboundRefused as refused:
        raise ArticleRefused(str(refused)) from None
    return Address(url=url.strip(), host=parsed.host.lower(), sha256=_sha256_of(parsed))


def require_web_address(url: str) -> None:
    """Raises: ArticleRefused for what is no address of the web."""
    read_address(url)


def names_account(url: str) -> bool:
    """Whether a user's name or password stands before the host."""
    return re.match(r"\s*https?:/*[^/?#]*@", url, re.IGNORECASE) is not None


def require_no_account(url: str) -> None:
    """Raises: ArticleRefused for an address that would give somebody's password away."""
    if names_account(url):
        raise ArticleRefused("The address has credentials in it; it would be public.")


def find_address(url: str) -> Address | None:
    """The same for a text's address, which may be none of the web: where a text was printed, say."""
    try:
        return read_address(url)
    except ArticleRefused:
        return None


def _sha256_of(url: Url) -> str:
    """Of the address without scheme, fragment, tracking, the order of parameters and a slash at the end."""
    kept = sorted((name, value) for name, value in url.params.multi_items() if not TRACKING.fullmatch(name))
    port = f":{url.port}" if url.port not in {None, 80, 443} else ""
    path = url.raw_path.partition(b"?")[0].decode().rstrip("/")
    key = f"{url.raw_host.decode().lower().rstrip('.')}{port}{path}?{urlencode(kept)}"
    return hashlib.sha256(key.encode()).hexdigest()
