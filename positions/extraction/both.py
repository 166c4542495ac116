"""Stage extraction: both lanes on one article. What both find is surer; what one alone finds is kept and marked.

In: a text and a catalog. Out: statements with the language model's coding where it has one.
"""

from dataclasses import replace
from datetime import date

from positions.extraction.account import Extraction
from positions.extraction.contract import Catalog, ExtractedStatement, Extractor, LanguageNotRead
from positions.extraction.lanes import LANES
from positions.extraction.llm import LlmExtractor
from positions.extraction.llm_settings import LlmSettings
from positions.extraction.rules import RulesExtractor
from positions.vocabulary import Attribution

ONLY_RULES = "found by the rules alone"
ONLY_MODEL = "found by the language model alone"
FOUND_BY_BOTH = "found by both"
DISAGREE = "the other lane codes another stance here"
# Share of its confidence that a statement keeps where the other lane codes another stance at the same place.
DOUBTED = 0.8


class BothExtractor:
    """The rules and a language model, each by itself, then put together."""

    name = "both"
    version = LANES["both"].version

    def __init__(
        self, settings: LlmSettings, *, rules: Extractor | None = None, llm: LlmExtractor | None = None
    ) -> None:
        self.rules = rules or RulesExtractor()
        self.llm = llm or LlmExtractor(settings)

    def extract(self, text: str, *, catalog: Catalog, published_on: date | None) -> list[ExtractedStatement]:
        """Statements in the order of the text. Raises: ArticleNotReadable, ExtractionFailed."""
        return self.read(text, catalog=catalog, published_on=published_on).statements

    def read(self, text: str, *, catalog: Catalog, published_on: date | None) -> Extraction:
        """Statements in the order of the text, and what the model's cost. A language that the rules don't read is
        left to the model.

        Raises: ArticleNotReadable, ExtractionFailed.
        """
        try:
            by_rules = self.rules.extract(text, catalog=catalog, published_on=published_on)
        except LanguageNotRead:
            by_rules = []
        by_model = self.llm.read(text, catalog=catalog, published_on=published_on)
        return Extraction(statements=put_together(by_rules, by_model.statements), account=by_model.account)


def put_together(rules: list[ExtractedStatement], model: list[ExtractedStatement]) -> list[ExtractedStatement]:
    """The statements of two lanes as those of one, in the order of the text, each marked with who found it."""
    found = []
    left = list(rules)
    for one in model:
        same = next((other for other in left if is_same(one, other)), None)
        if same is not None:
            left.remove(same)
        found.append(agreed(one, same) if same else alone(one, rules, ONLY_MODEL))
    found += [alone(one, model, ONLY_RULES) for one in left]
    return sorted(found, key=lambda s: (s.start, s.end, s.party, s.target, s.stance))


def is_same(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    """Whether two lanes found one statement: the same stance of the same party at overlapping places."""
    return left.stance == right.stance and is_about_the_same(left, right)


def is_about_the_same(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    same = (left.party, left.target) == (right.party, right.target)
    return same and left.start < right.end and right.start < left.end


def agreed(model: ExtractedStatement, rules: ExtractedStatement) -> ExtractedStatement:
    """As the model codes it, surer: wrong only where both are, each by itself. A prediction to one is one to both."""
    attributions = {model.attribution, rules.attribution}
    attribution = Attribution.PREDICTED if Attribution.PREDICTED in attributions else model.attribution
    return replace(
        model,
        attribution=attribution,
        confidence=round(1 - (1 - model.confidence) * (1 - rules.confidence), 3),
        explanation=f"{FOUND_BY_BOTH}; {model.explanation}; rules: {rules.explanation}",
        speaker=model.speaker or rules.speaker,
        terms=model.terms or rules.terms,
        condition=model.condition or rules.condition,
    )


def alone(one: ExtractedStatement, others: list[ExtractedStatement], mark: str) -> ExtractedStatement:
    """What one lane alone found, marked; doubted where the other codes another stance at the same place."""
    is_doubted = any(is_about_the_same(one, other) and one.stance != other.stance for other in others)
    return replace(
        one,
        confidence=round(one.confidence * (DOUBTED if is_doubted else 1), 3),
        explanation=f"{mark}; {DISAGREE + '; ' if is_doubted else ''}{one.explanation}",
    )
