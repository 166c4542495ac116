"""Stage extraction: texts that are no report but somebody's own words: a speech, a statement, an interview's answers.

In: a text, its title and a catalog's names. Out: `Turn` values, none for a report. Only extraction calls it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from positions.extraction.who.authors import authors_by_words, authors_in, named
from positions.extraction.who.names import Holder, Name, NameIndex, name_pattern, plain

# What stands before the colon of a turn: "PRESIDENT HOLM:", "Ada Holm (Northland):".
LABEL = re.compile(r"\s*[*_]*(?P<label>[^\W\d_][^:\n!?\"“”;]{0,60}?)\s*(?:\([^)]{0,80}\))?\s*:[*_]*(?=\s)")
ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
ASKING = re.compile(r"q|questions?|interviewer|reporter|moderator|journalist|host|correspondent", re.IGNORECASE)
ANSWERING = re.compile(r"a|answer", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My)\b")
# Units: words in the first person outside of quotation marks, and words of a text to each of them. In the coded
# speeches there are 8 to 61, in reports 72 and more.
LEAST_FIRST_PERSON, MOST_WORDS_EACH = 5, 65
# Where no headline says whose words they are.
MOST_WORDS_UNTITLED = 45
# Unit: code points. A longer first line is no headline.
HEADLINE_LENGTH = 200
N_HEADLINES = 3
LEAST_LABELS = 2

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Code points `start` to `end` (half-open) are somebody's own words; no holders: of a stranger to the catalog."""

    start: int
    end: int
    holders: tuple[Holder, ...]


def find_turns(
    text: str, *, title: str, paragraphs: Sequence[Span], quotes: Sequence[Span], names: NameIndex
) -> list[Turn]:
    """Whose words the paragraphs of a text are where it is no report but what somebody says; else nothing."""
    words_each = words_to_each_first_person(text, quotes)
    if words_each > MOST_WORDS_EACH:
        return []
    authors = headlined(text, title=title, paragraphs=paragraphs, names=names)
    labels = [find_label(text[start:end], names) for start, end in paragraphs]
    n_labels = sum(label is not None for label in labels)
    if n_labels >= LEAST_LABELS or (n_labels and authors):
        return list(labelled(text, paragraphs, labels=labels, authors=authors, names=names))
    if not authors and words_each <= MOST_WORDS_UNTITLED:
        authors = authors_by_words(text, names)
    return [Turn(start=start, end=end, holders=authors) for start, end in paragraphs] if authors else []


def words_to_each_first_person(text: str, quotes: Sequence[Span]) -> float:
    """How many words a text has outside of quotation marks to each "I", "we" or "our"; infinite where they are few."""
    told, place = [], 0
    for start, end in quotes:
        told.append(text[place:start])
        place = max(place, end)
    outside = " ".join([*told, text[place:]])
    n_first = len(FIRST_PERSON.findall(outside))
    return len(outside.split()) / n_first if n_first >= LEAST_FIRST_PERSON else float("inf")


def headlined(text: str, *, title: str, paragraphs: Sequence[Span], names: NameIndex) -> tuple[Holder, ...]:
    """Who speaks by the title, or by one of the first lines where they are as short as headlines."""
    lines = (text[start:end].strip() for start, end in paragraphs[:N_HEADLINES])
    headlines = (title, *(line for line in lines if len(line) <= HEADLINE_LENGTH))
    found = (authors_in(line, names) for line in headlines)
    return next((authors for authors in found if authors), ())


def find_label(paragraph: str, names: NameIndex) -> str | None:
    """Who speaks by what stands before a colon where a paragraph begins; None where it is no label of a transcript."""
    match = LABEL.match(paragraph)
    if match is None:
        return None
    label = ARTICLE.sub("", plain(match["label"]))
    is_shouted = label.upper() == label
    is_label = is_shouted or ASKING.fullmatch(label) or ANSWERING.fullmatch(label)
    return label if is_label or any(holder.speaker for holder in named(label, names)) else None


def labelled(
    text: str,
    paragraphs: Sequence[Span],
    *,
    labels: Sequence[str | None],
    authors: tuple[Holder, ...],
    names: NameIndex,
) -> Iterator[Turn]:
    """The turns of a transcript: a paragraph without a label goes on with the one before."""
    last: str | None = None
    speakers = [last := label or last for label in labels]
    words: dict[str, list[str]] = {}
    for (start, end), speaker in zip(paragraphs, speakers, strict=True):
        if speaker is not None and not ASKING.fullmatch(speaker):
            words.setdefault(speaker, []).append(text[start:end])
    shouted = {name.upper(): found for name, found in names.names.items()}
    anywhere = name_pattern(shouted)
    known: dict[str | None, tuple[Holder, ...]] = {}
    for speaker, said in words.items():
        printed = [shouted[match.group()] for match in anywhere.finditer(speaker.upper())]
        named_there = labelled_by(speaker, printed, authors=authors, names=names)
        known[speaker] = named_there or authors_of("\n".join(said), names)
    for (start, end), speaker in zip(paragraphs, speakers, strict=True):
        yield Turn(start=start, end=end, holders=known.get(speaker, ()))


def authors_of(said: str, names: NameIndex) -> tuple[Holder, ...]:
    """Who says "we" in the turns of somebody whom the catalog does not name."""
    return authors_by_words(said, names) if words_to_each_first_person(said, ()) <= MOST_WORDS_UNTITLED else ()


def labelled_by(
    label: str, printed: Sequence[Name], *, authors: tuple[Holder, ...], names: NameIndex
) -> tuple[Holder, ...]:
    """Whom a label stands for: a name printed in it, for "A" the author, for "PRESIDENT" an author of that title."""
    if ANSWERING.fullmatch(label):
        return authors
    if printed:
        found = min(printed, key=lambda name: name.speaker is None)
        return (found.held(token=0, text=label, speaker=found.speaker),)
    return tuple(a for a in authors if a.speaker and names.has_title(a.speaker, label))
