"""Stage extraction: the rules lane: a parse, the catalog's names and cues, and a lexicon of stance.

In: a text and a catalog. Out: statements. The extractor that runs anywhere, with no key and no service.
"""

from datetime import date

from positions.extraction.candidates import Candidate, CandidateMaker
from positions.extraction.choice import choose
from positions.extraction.contract import Catalog, ExtractedStatement
from positions.extraction.lexicon import load_lexicon
from positions.extraction.linking import Links
from positions.extraction.parsing import DEFAULT_MODEL, ParsedText, parse
from positions.extraction.readable import check_readable
from positions.extraction.stances import Stances
from positions.extraction.targets import find_targets
from positions.extraction.terms import find_terms
from positions.extraction.voices import Voices
from positions.vocabulary import Act, Salience, Stance

# Unit: probability, 0-1. Below it a suggestion costs a curator more than it gives (docs/extraction.md has the figures).
DEFAULT_MIN_CONFIDENCE = 0.5
# Unit: code points. A longer sentence is cut to the part around its target; the API quotes at most 600 characters.
MAX_QUOTE_LENGTH = 600


class RulesExtractor:
    """Finds statements by rules. `version` rises with every change of what it finds."""

    name = "rules"
    version = "1"

    def __init__(self, *, model: str = DEFAULT_MODEL, min_confidence: float = DEFAULT_MIN_CONFIDENCE) -> None:
        self.model = model
        self.min_confidence = min_confidence

    def extract(self, text: str, *, catalog: Catalog, published_on: date | None) -> list[ExtractedStatement]:
        """Statements in the order of the text.

        Raises: ArticleNotReadable when the text is empty, too long or not English.
        """
        check_readable(text)
        parsed = parse(text, model=self.model)
        candidates = find_candidates(parsed, catalog=catalog, published_on=published_on)
        chosen = choose(candidates, min_confidence=self.min_confidence)
        chosen.sort(key=lambda c: (c.reading.match.tokens, c.holder.party, c.reading.match.cue.target))
        return [statement(parsed, candidate) for candidate in chosen]


def find_candidates(parsed: ParsedText, *, catalog: Catalog, published_on: date | None) -> list[Candidate]:
    """All that the rules can see, right or wrong, each with its features."""
    lexicon = load_lexicon()
    links = Links(parsed, catalog=catalog, lexicon=lexicon)
    voices = Voices(parsed, links=links, lexicon=lexicon)
    stances = Stances(parsed, links=links, lexicon=lexicon)
    maker = CandidateMaker(parsed, voices=voices, lexicon=lexicon)
    matches = find_targets(parsed, party_tokens=links.party_tokens, catalog=catalog, published_on=published_on)
    return [candidate for match in matches for candidate in maker.make(stances.read(match))]


def statement(parsed: ParsedText, candidate: Candidate) -> ExtractedStatement:
    """A candidate as the codebook records it."""
    reading = candidate.reading
    start, end = quote_span(parsed, candidate)
    quote = parsed.text[start:end]
    return ExtractedStatement(
        party=candidate.holder.party,
        target=reading.match.cue.target,
        stance=candidate.stance,
        act=act_of(candidate),
        attribution=candidate.attribution,
        quote=quote,
        start=start,
        end=end,
        confidence=round(candidate.confidence, 3),
        explanation=explain(candidate),
        speaker=candidate.speaker,
        salience=salience_of(quote),
        terms=find_terms(quote),
        condition=candidate.condition,
    )


def quote_span(parsed: ParsedText, candidate: Candidate) -> tuple[int, int]:
    """The sentence, or as much of a very long one as stands around the target."""
    sentence = parsed.sentences[candidate.reading.match.sentence]
    first, last = sentence.first, sentence.last
    target = candidate.reading.match.tokens
    while parsed.span(first, last)[1] - parsed.span(first, last)[0] > MAX_QUOTE_LENGTH and last - first > 1:
        if target[0] - first > last - 1 - target[-1]:
            first += 1
        else:
            last -= 1
    return parsed.span(first, last)


def act_of(candidate: Candidate) -> Act:
    """How it was put: the word's own act, turned to a rejection when yes became no."""
    act = candidate.reading.act or Act.DECLARATION
    if candidate.stance is Stance.OPPOSES and act is Act.ACCEPTANCE and "negated" in candidate.features:
        return Act.REJECTION
    if candidate.stance is Stance.UNDECIDED:
        return Act.DECLARATION
    return act


def salience_of(quote: str) -> Salience:
    """How much the party says that it cares, as far as the words say so."""
    lexicon = load_lexicon()
    text = " ".join(quote.lower().replace(",", " ").split())
    for name, value in (("red_line", Salience.RED_LINE), ("high", Salience.HIGH), ("low", Salience.LOW)):
        if lexicon.find_phrase(f"salience.{name}", text):
            return value
    return Salience.UNSPECIFIED


def explain(candidate: Candidate) -> str:
    """Which mention, cue and words made the statement, in a sentence for the curator."""
    reading = candidate.reading
    words = ", ".join(f"“{word}”" for word in reading.words) or "no word of stance"
    return (
        f"{candidate.holder.kind} “{candidate.holder.text}” → {candidate.holder.party}; "
        f"{reading.match.cue.source} “{reading.match.cue.phrase}” → {reading.match.cue.target}; "
        f"{words} → {candidate.stance.value}; {candidate.attribution.value}"
    )
