"""Stage extraction: whose own words a text is that says "we" and "I": by its headline or, failing that, by its words.

In: a headline, or words in the first person, and a catalog's names. Out: `Holder` values. `turns` calls it, and
`publishers` a part of it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from positions.extraction.language.parsing import clean
from positions.extraction.who.names import Holder, NameIndex

# What such texts are called in their titles. Not "opinion" or "letter": those are journalists' too.
KINDS = (
    "remarks|speech|statement|address|press release|message|communiqu[eé]|testimony|keynote|declaration|transcript|"
    "interview|answers|doorstep|(?:press|news) conference|briefing"
)
BY = re.compile(
    rf"(?:^by|\b(?:{KINDS})\b(?: (?!(?:to|on|at|about|in|before)\b)\w+){{0,4}}? ?"
    r"(?:\b(?:by|from|of|with)\b|[:|–—]| - ))\s*",
    re.IGNORECASE,
)
# What stands between a name and what it said: "President Holm's opening remarks".
OF_ITS = re.compile(rf"(?:['’]s)?(?: \w+){{0,2}} (?:{KINDS})\b", re.IGNORECASE)
# What a title goes on with after its speakers.
AFTER = re.compile(
    r"\s(?:on|at|in|before|to|with|regarding|about|following|during|after|for|ahead|as|concerning)\s|[,;|:–—]",
    re.IGNORECASE,
)
# What stands between "we" or "our" and the name of the party that says so, and after the name of one of its own.
# Unit: code points before a name.
OURS_REACH = 40
OURS_BEFORE = re.compile(
    r"\b(?:we|us),? (?:are |in |of |as )?(?:the )?$"
    r"|\bour (?:(?!(?:against|with|from|by|on|to|for|in|at)\b)\w+ ){0,2}(?:of )?(?:the )?$"
    r"|\bour (?:\w+ )?\w+, (?:the )?$"
    r"|\b(?:glory to|long live|god bless) (?:the )?$",
    re.IGNORECASE,
)
AND_I = re.compile(r" and I\b")


def authors_in(headline: str, names: NameIndex) -> tuple[Holder, ...]:
    """The parties that a headline calls the speakers: those after "by", else the one whose "speech" it is.

    "Remarks by President Holm before her meeting with Chairman Vane" is Holm's; a joint statement has several.
    """
    headline, _ = clean(headline, 0, len(headline))
    by = BY.search(headline)
    if by is not None:
        return each_once(named(AFTER.split(headline[by.end() :], maxsplit=1)[0], names))
    return each_once(h for match, h in printed(headline, names) if OF_ITS.match(headline, match.end()))


def authors_by_words(text: str, names: NameIndex) -> tuple[Holder, ...]:
    """The party that "we" and "our" stand beside: "we Northlanders", "our state", "Long live Northland"."""
    plain, _ = clean(text, 0, len(text))
    counts: Counter[str] = Counter()
    first: dict[str, Holder] = {}
    for match, holder in printed(plain, names):
        before = plain[max(0, match.start() - OURS_REACH) : match.start()]
        if OURS_BEFORE.search(before) or (holder.speaker and AND_I.match(plain, match.end())):
            counts[holder.party] += 1
            first.setdefault(holder.party, holder)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ()
    found = first[ranked[0][0]]
    return (Holder(party=found.party, speaker=None, kind="name", token=0, text=found.text),)


def named(phrase: str, names: NameIndex) -> Iterator[Holder]:
    """The parties and speakers that a phrase names, in its order."""
    return (holder for _, holder in printed(phrase, names))


def printed(text: str, names: NameIndex) -> Iterator[tuple[re.Match[str], Holder]]:
    """Every name that a text prints, with whom it stands for."""
    for match, name in names.printed_in(text):
        yield match, name.held(token=0, text=match.group(), speaker=name.speaker)


def each_once(holders: Iterator[Holder]) -> tuple[Holder, ...]:
    found: dict[str, Holder] = {}
    for holder in holders:
        found.setdefault(holder.party, holder)
    return tuple(found.values())
