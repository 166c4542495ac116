"""Stage extraction: the rules lane: a parse, the catalog's names and cues, a lexicon of stance, and learnt weights.

In: a text and a catalog. Out: statements. The extractor that runs anywhere, with no key and no service.
"""

import re
from collections.abc import Iterator

from positions.extraction.contract import UNKNOWN, Catalog, ExtractedStatement, Source
from positions.extraction.judging.candidates import Candidate
from positions.extraction.judging.choice import Finding, attribution_of, find, main_candidate
from positions.extraction.judging.judgement import Judged, Weights, judge, load_weights, shortlist
from positions.extraction.judging.pairs import Pair, PairMaker
from positions.extraction.judging.terms import find_terms
from positions.extraction.lanes import LANES
from positions.extraction.language.lexicon import load_lexicon
from positions.extraction.language.parsing import DEFAULT_MODEL, ParsedText, parse
from positions.extraction.readable import check_readable
from positions.extraction.what.anchors import LIKENESS
from positions.vocabulary import Act, Salience, Stance

# Unit: code points. A longer sentence is cut to the part around its target; the API quotes at most 600 characters.
MAX_QUOTE_LENGTH = 600
# What stands between words: "a red line," and "a red line." are the same.
NO_WORDS = re.compile(r"[^\w'’-]+")
# What a stance on a package is where no word says it, by whether the party tabled it itself (the codebook's "act"). Of
# 16 such statements for a package of one's own 12 were coded so in the training articles, of 5 against another's all.
SILENT_ACTS: dict[tuple[bool | None, Stance], Act] = {
    (True, Stance.SUPPORTS): Act.PROPOSAL,
    (False, Stance.OPPOSES): Act.REJECTION,
}


class RulesExtractor:
    """Finds statements by rules and learnt weights."""

    name = "rules"
    version = LANES["rules"].version

    def __init__(self, *, model: str = DEFAULT_MODEL, min_confidence: float | None = None) -> None:
        self.model = model
        self.weights = load_weights()
        self.min_confidence = self.weights.default_confidence if min_confidence is None else min_confidence

    def extract(self, text: str, *, catalog: Catalog, source: Source = UNKNOWN) -> list[ExtractedStatement]:
        """Statements in the order of the text.

        Raises: ArticleNotReadable when the text is empty, too long or not English.
        """
        check_readable(text)
        parsed = parse(text, model=self.model)
        maker = PairMaker(parsed, catalog=catalog, source=source)
        findings = find_stances(maker, self.weights)
        found = [s for finding in findings for s in statements(parsed, finding, self.weights)]
        sure = [s for s in found if s.confidence >= self.min_confidence]
        return sorted(sure, key=lambda s: (s.start, s.party, s.target))


def find_stances(maker: PairMaker, weights: Weights) -> list[Finding]:
    """All that the models hold possible, sure or not."""
    parts = (shortlist(part, weights) for part in maker.parts())
    return list(find([judged for part in parts for judged in judge(part, maker=maker, weights=weights)]))


def statements(parsed: ParsedText, finding: Finding, weights: Weights) -> Iterator[ExtractedStatement]:
    """A finding as the codebook records it: a statement a sentence."""
    confidence = round(weights.calibration.confidence(finding.probability), 3)
    for item in finding.evidence:
        yield statement(parsed, finding, item, confidence=confidence, weights=weights)


def statement(
    parsed: ParsedText, finding: Finding, item: Judged, *, confidence: float, weights: Weights
) -> ExtractedStatement:
    read = main_candidate(item, (finding.stance,))
    start, end = quote_span(parsed, item.pair)
    quote = parsed.text[start:end]
    attribution = attribution_of(item, weights)
    return ExtractedStatement(
        party=finding.party,
        target=finding.target,
        stance=finding.stance,
        act=act_of(item.pair, read, finding.stance),
        attribution=attribution,
        quote=quote,
        start=start,
        end=end,
        confidence=confidence,
        explanation=f"{explain(item, read, finding.stance)}; {attribution.value}",
        speaker=speaker_of(item.pair, read),
        salience=salience_of(quote),
        terms=find_terms(quote),
        condition=read.condition if read is not None else "",
    )


def quote_span(parsed: ParsedText, pair: Pair) -> tuple[int, int]:
    """The sentence, or as much of a very long one as stands around the target."""
    sentence = parsed.sentences[pair.sentence]
    first, last = sentence.first, sentence.last
    tokens = pair.matches[0].tokens if pair.matches else (first,)
    while parsed.span(first, last)[1] - parsed.span(first, last)[0] > MAX_QUOTE_LENGTH and last - first > 1:
        if tokens[0] - first > last - 1 - tokens[-1]:
            first += 1
        else:
            last -= 1
    return parsed.span(first, last)


def act_of(pair: Pair, read: Candidate | None, stance: Stance) -> Act:
    """How it was put: by the word for it, else by whose package it is."""
    readings = (*((read.reading,) if read else ()), *reversed(pair.readings))
    said = next((r for r in readings if r.act is not None), None)
    if said is not None and said.act is Act.CONCESSION and "given_up" in said.features:
        return Act.CONCESSION
    act = turned(said.act or Act.DECLARATION, stance) if said is not None else Act.DECLARATION
    return SILENT_ACTS.get((pair.is_own, stance), act) if act is Act.DECLARATION else act


def turned(act: Act, stance: Stance) -> Act:
    """A word's act as the stance leaves it: "did not accept" is a rejection, "does not reject" says nothing of one."""
    if stance is Stance.UNDECIDED:
        return Act.DECLARATION
    if stance is Stance.OPPOSES and act in {Act.ACCEPTANCE, Act.CONCESSION}:
        return Act.REJECTION
    if stance is not Stance.OPPOSES and act is Act.REJECTION:
        return Act.DECLARATION
    return act


def speaker_of(pair: Pair, read: Candidate | None) -> str | None:
    """Who voiced it, as printed."""
    if read is not None:
        return read.speaker
    return next((m.holder.speaker for m in pair.mentions if m.holder.speaker), None)


def salience_of(quote: str) -> Salience:
    """How much the party says that it cares, as far as the words say so."""
    lexicon = load_lexicon()
    text = " ".join(NO_WORDS.sub(" ", quote.lower()).split())
    for name, value in (("red_line", Salience.RED_LINE), ("high", Salience.HIGH), ("low", Salience.LOW)):
        if lexicon.find_phrase(f"salience.{name}", text):
            return value
    return Salience.UNSPECIFIED


def explain(item: Judged, read: Candidate | None, stance: Stance) -> str:
    """Which mention, cue or likeness and which words made the statement, for the curator."""
    pair = item.pair
    mention = pair.mentions[0]
    holder, way = (read.holder, read.holder.kind) if read else (mention.holder, mention.way)
    match = read.reading.match if read else next(iter(pair.matches), None)
    found = "likeness of the sentence" if match is None else f"{match.cue.source} “{match.cue.phrase}”"
    if match is not None and match.cue.source == LIKENESS:
        found = f"likeness of “{match.cue.phrase}”"
    words = ", ".join(f"“{word}”" for word in read.reading.words) if read else ""
    decided = f"words {words}" if words else "learnt weights"
    return (
        f"{way} “{holder.text}” → {pair.party}; {found} → {pair.target}; {decided} → {stance.value} "
        f"(says it here {item.relevance:.2f}, against {item.opposition:.2f})"
    )
