"""Stage extraction: whose own account a text in the third person is: a release, a readout, a page of a party's site.

In: where it comes from, a catalog's names. Out: `Holder` values, none for a report. `linking` and `prompt` call it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from positions.extraction.contract import Source
from positions.extraction.language.parsing import clean
from positions.extraction.who.authors import AFTER, each_once, printed
from positions.extraction.who.names import Holder, NameIndex

RELEASE = re.compile(
    r"(?:joint |press |media |news |official |full |final )*"
    r"(?:(?P<readout>readout)|statement|communiqu[eé]|declaration|press release|fact sheet) (?:by|from|of)\b",
    re.IGNORECASE,
)
# What several sides publish together, on whichever site it is.
SHARED = re.compile(r"\bjoint\b|\bmemorandum of understanding\b|\bbetween\b", re.IGNORECASE)
# Between "by" and the first name: its office alone. In "statement of claim against Holm" more stands there.
OFFICE = re.compile(r"(?:[Tt]he )?(?:[A-Z][\w.'’-]* )*")
# Between the names of several publishers. In "Statement by Holm Angers Southland" nothing of the kind stands there.
JOINED = re.compile(r",|&|\band\b")
# What is left out of a name where a site is called after it.
NOT_IN_SITES = re.compile(r"[^a-z0-9]")


def publishers(source: Source, names: NameIndex) -> tuple[Holder, ...]:
    """The parties whose own account a text is: by its title or, where that is no statement's, by its site.

    A joint statement is of those whom its title calls its authors, and of nobody else.
    """
    title, _ = clean(source.title, 0, len(source.title))
    release = RELEASE.match(title)
    is_readout = release is not None and release["readout"] is not None
    found = () if release is None else titled(title[release.end() :].strip(), names, is_readout=is_readout)
    if found or SHARED.search(title) or (release is not None and not is_readout):
        return found
    return owners_of_site(source.host, names)


def titled(by: str, names: NameIndex, *, is_readout: bool) -> tuple[Holder, ...]:
    """Who stands after "statement by" in a title; nobody where it goes on as that of a report does.

    A readout that names several there is nobody's.
    """
    by = AFTER.split(by, maxsplit=1)[0]
    found = list(printed(by, names))
    if not found or not OFFICE.fullmatch(by[: found[0][0].start()]):
        return ()
    holders = each_once(holder for _, holder in found)
    if is_readout:
        return holders if len(holders) == 1 else ()
    is_whole = not by[found[-1][0].end() :].strip(" .")
    return holders if is_whole and are_joined(by, found) else ()


def are_joined(by: str, found: Sequence[tuple[re.Match[str], Holder]]) -> bool:
    """Whether the names of different parties are a list."""
    return all(
        one.party == other.party or JOINED.search(by, first.end(), second.start())
        for (first, one), (second, other) in pairwise(found)
    )


def owners_of_site(host: str, names: NameIndex) -> tuple[Holder, ...]:
    """The party whose name a site has: `lakeleague.example`, `archive.lake-league.gov.example`.

    Only names of several words: a site that is called after one word (`berlin`, `india`, `company`) is anybody's.
    """
    labels = {label.replace("-", "") for label in host.split(".")[:-1]}
    for text, name in names.names.items():
        if name.speaker is None and " " in text and NOT_IN_SITES.sub("", text.lower()) in labels:
            return (name.held(token=0, text=text, speaker=None),)
    return ()
