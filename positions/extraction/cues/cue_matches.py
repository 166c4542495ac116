"""Stage extraction: what a catalog's cues and names match in articles, before any stance is read.

In: articles and a catalog. Out: matches with their sentences. For those who write catalogs; extractors don't need it.
"""

from collections.abc import Sequence
from functools import cached_property

from positions.extraction.contract import Catalog
from positions.extraction.cues.coded_places import CodedArticle
from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import ParsedText, Sentence, parse
from positions.extraction.what.targets import TargetMatch, find_targets, token_stems, windows
from positions.extraction.who.linking import Links


class MatchedArticle:
    """One article with what the catalog matches in it."""

    def __init__(self, article: CodedArticle, catalog: Catalog) -> None:
        self.article = article
        self.parsed: ParsedText = parse(article.text)
        self.links = Links(self.parsed, catalog=catalog, lexicon=load_lexicon())
        self.party_tokens = self.links.party_tokens
        self.matches: Sequence[TargetMatch] = find_targets(
            self.parsed, party_tokens=self.party_tokens, catalog=catalog, published_on=article.published_on
        )

    @cached_property
    def found(self) -> frozenset[tuple[int, str]]:
        """(sentence, target) wherever a cue names a target."""
        return frozenset((match.sentence, match.cue.target) for match in self.matches)

    @cached_property
    def stems(self) -> list[dict[str, list[int]]]:
        """Of each sentence: its word families, and the tokens where they stand."""
        return [self._stems_of(sentence) for sentence in self.parsed.sentences]

    def sentences_at(self, start: int, end: int) -> list[int]:
        """Numbers of the sentences that share a code point with a span."""
        return [s.index for s in self.parsed.sentences if self._shares(s, start, end)]

    def words_of(self, sentence: int) -> str:
        """A sentence as it stands in the text, on one line."""
        first, last = self.parsed.sentences[sentence].first, self.parsed.sentences[sentence].last
        start, end = self.parsed.span(first, last)
        return " ".join(self.article.text[start:end].split())

    def names(self, target: str, stems: frozenset[str]) -> bool:
        """Whether a cue of these word families stands where the target is named, by that cue or by a longer one."""
        return any(self.says(stems, sentence) for sentence, named in self.found if named == target)

    def says(self, stems: frozenset[str], sentence: int) -> bool:
        """Whether a cue of these word families would match in a sentence."""
        places = self.stems[sentence]
        return stems <= places.keys() and any(
            True for _ in windows(self.parsed, [places[stem] for stem in sorted(stems)])
        )

    def _stems_of(self, sentence: Sentence) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for i in range(sentence.first, sentence.last):
            for stem in token_stems(self.parsed, i, self.party_tokens):
                places.setdefault(stem, []).append(i)
        return places

    def _shares(self, sentence: Sentence, start: int, end: int) -> bool:
        first, last = self.parsed.span(sentence.first, sentence.last)
        return first < end and start < last
