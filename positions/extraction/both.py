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
ELSEWHERE = "the other lane finds the same in other words"
DISAGREE = "the other lane codes another stance here"
# Share of its confidence that a statement of the model keeps where the rules code another stance at the same place.
DOUBTED = 0.8
# Share that a statement of the rules keeps where the model, which read the article too, has nothing of the kind: in 24
# coded articles that a strong model read, 2 of 31 were right. Where it has the same in other words, 37 of 38 were.
UNSHARED = 0.2


class BothExtractor:
    """The rules and a language model, each by itself, then put together."""

    name = "both"
    version = LANES["both"].version

    def __init__(
        self,
        settings: LlmSettings,
        *,
        rules: Extractor | None = None,
        llm: LlmExtractor | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        self.rules = rules or RulesExtractor()
        self.llm = llm or LlmExtractor(settings, min_confidence=0.0)
        self.min_confidence = min_confidence

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
        found = put_together(by_rules, by_model.statements)
        return Extraction(statements=found, account=by_model.account).above(self.min_confidence)


def put_together(rules: list[ExtractedStatement], model: list[ExtractedStatement]) -> list[ExtractedStatement]:
    """The statements of two lanes as those of one, in the order of the text, each marked with who found it."""
    found = []
    left = list(rules)
    for one in model:
        same = next((other for other in left if is_same(one, other)), None)
        if same is not None:
            left.remove(same)
        found.append(agreed(one, same) if same else by_model_alone(one, rules))
    found += [by_rules_alone(one, model) for one in left]
    return sorted(found, key=lambda s: (s.start, s.end, s.party, s.target, s.stance))


def is_same(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    """Whether two lanes found one statement: the same stance of the same party at overlapping places."""
    return left.stance == right.stance and is_about_the_same(left, right)


def is_about_the_same(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    return is_same_key(left, right) and left.start < right.end and right.start < left.end


def is_same_key(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    return (left.party, left.target) == (right.party, right.target)


def agreed(model: ExtractedStatement, rules: ExtractedStatement) -> ExtractedStatement:
    """As the model codes it, surer: wrong only where both are, each by itself. A prediction to one is one to both."""
    attributions = {model.attribution, rules.attribution}
    attribution = Attribution.PREDICTED if Attribution.PREDICTED in attributions else model.attribution
    return replace(
        model,
        attribution=attribution,
        confidence=agreed_confidence(model, rules),
        explanation=f"{FOUND_BY_BOTH}; {model.explanation}; rules: {rules.explanation}",
        speaker=model.speaker or rules.speaker,
        terms=model.terms or rules.terms,
        condition=model.condition or rules.condition,
    )


def agreed_confidence(left: ExtractedStatement, right: ExtractedStatement) -> float:
    return round(1 - (1 - left.confidence) * (1 - right.confidence), 3)


def by_model_alone(one: ExtractedStatement, rules: list[ExtractedStatement]) -> ExtractedStatement:
    """What the model has at a place where the rules have nothing or something else."""
    return alone(one, rules, mark=ONLY_MODEL, share=DOUBTED if is_contradicted(one, rules) else 1.0)


def by_rules_alone(one: ExtractedStatement, model: list[ExtractedStatement]) -> ExtractedStatement:
    """What the rules have at a place where the model has nothing or something else.

    A prediction where that is all that the model has of it: the rules tell predictions less well.
    """
    known_as = {other.attribution for other in model if is_same_key(one, other) and one.stance == other.stance}
    attribution = Attribution.PREDICTED if known_as == {Attribution.PREDICTED} else one.attribution
    return alone(replace(one, attribution=attribution), model, mark=ONLY_RULES, share=UNSHARED)


def alone(one: ExtractedStatement, others: list[ExtractedStatement], *, mark: str, share: float) -> ExtractedStatement:
    """What one lane has at its place, marked: surer where the other has the same elsewhere, else less sure."""
    same = [other for other in others if is_same_key(one, other) and one.stance == other.stance]
    surest = max(same, key=lambda other: other.confidence, default=None)
    marks = [mark, *([ELSEWHERE] if surest else []), *([DISAGREE] if is_contradicted(one, others) else [])]
    return replace(
        one,
        confidence=agreed_confidence(one, surest) if surest else round(one.confidence * share, 3),
        explanation="; ".join([*marks, one.explanation]),
    )


def is_contradicted(one: ExtractedStatement, others: list[ExtractedStatement]) -> bool:
    return any(is_about_the_same(one, other) and one.stance != other.stance for other in others)
