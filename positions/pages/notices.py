"""What a page has to tell its reader before anything else: what could not be shown as asked, and where to go."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """A link out of a difficulty."""

    label: str
    address: str


@dataclass(frozen=True)
class Notice:
    """A sentence, with ways on. `is_wrong`: something in the address can't be shown; the answer's status says so."""

    text: str
    ways: Sequence[Way] = ()
    is_wrong: bool = False


def status_of(notices: Sequence[Notice]) -> int:
    """400 where the address asks for what there is not, as in the API; the page is whole all the same."""
    return 400 if any(notice.is_wrong for notice in notices) else 200
