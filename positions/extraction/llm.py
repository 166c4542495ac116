"""Stage extraction: the llm lane: a language model codes, and what it says is checked against article and catalog.

In: a text and a catalog. Out: statements whose words stand in the text. Long texts are read in parts; each part is
asked about once and, unless that is switched off, a second time, to check and to complete the first answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from positions.extraction.account import (
    REPEATED,
    WITHDRAWN,
    Account,
    Extraction,
)
from positions.extraction.asking.chat import CHARACTERS_PER_TOKEN, Answer, ChatEndpoint, Message, PromptTooLong
from positions.extraction.asking.grounding import DEFAULT_CONFIDENCE, Grounding
from positions.extraction.asking.parts import Part, halves, in_parts
from positions.extraction.asking.prompt import article_message, prompt_hash, review_message, rules_message
from positions.extraction.asking.quoting import Quotable
from positions.extraction.asking.replies import (
    FirstReply,
    ReplyStatement,
    ReviewReply,
    first_schema,
    read_reply,
    review_schema,
)
from positions.extraction.asking.settings import LlmSettings
from positions.extraction.contract import (
    UNKNOWN,
    BudgetExhausted,
    Catalog,
    ExtractedStatement,
    ExtractionFailed,
    ModelRefused,
    ReplyBroken,
    Source,
)
from positions.extraction.lanes import LANES
from positions.extraction.readable import check_words

Shape = TypeVar("Shape", bound=BaseModel)

# Unit: tokens. Forty statements need about 8,000; models that think before they answer count their thoughts.
MOST_OUTPUT_TOKENS = 16_000
# An answer that was cut off before it began is asked for once more with room for so many times the thoughts.
ROOM_FOR_THOUGHTS = 4
# What only the second look found was overlooked once: it is a little less sure.
FOUND_ON_REVIEW = 0.9
# Unit: code points of a broken answer that the model is shown again.
LONGEST_RETURN = 8_000


class LlmExtractor:
    """Finds statements with a language model. What is less sure than `min_confidence` (0-1) is dropped and counted."""

    name = "llm"
    version = LANES["llm"].version

    def __init__(
        self, settings: LlmSettings, *, endpoint: ChatEndpoint | None = None, min_confidence: float = DEFAULT_CONFIDENCE
    ) -> None:
        self.settings = settings
        self.endpoint = endpoint or ChatEndpoint(settings)
        self.min_confidence = min_confidence

    def extract(self, text: str, *, catalog: Catalog, source: Source = UNKNOWN) -> list[ExtractedStatement]:
        """Statements in the order of the text. Raises: ArticleNotReadable, ExtractionFailed."""
        return self.read(text, catalog=catalog, source=source).statements

    def read(self, text: str, *, catalog: Catalog, source: Source = UNKNOWN) -> Extraction:
        """Statements in the order of the text, and what they cost.

        Raises: ArticleNotReadable for a text without words; ExtractionFailed, with its `account`, where the model did
        not answer, not as agreed, or for more than an article may cost. Nothing found until then is given back.
        """
        check_words(text)
        reading = Reading(self, Quotable(text), catalog, source)
        try:
            statements = reading.statements()
        except ExtractionFailed as failure:
            failure.account = reading.account()
            raise
        return Extraction(statements=statements, account=reading.account()).above(self.min_confidence)


@dataclass
class Reading:
    """One article on its way: what was asked, what it cost, what was dropped."""

    extractor: LlmExtractor
    quotable: Quotable
    catalog: Catalog
    source: Source
    answers: list[Answer] = field(default_factory=list)
    n_parts: int = 0

    def __post_init__(self) -> None:
        self.grounding = Grounding(self.quotable, self.catalog, source=self.source)

    def statements(self) -> list[ExtractedStatement]:
        """Of all parts, each once, in the order of the text."""
        parts = in_parts(self.quotable.text)
        self._check_affordable(parts)
        found = [statement for part in parts for statement in self._read(part)]
        return self._once(sorted(found, key=lambda s: (s.start, s.end, s.party, s.target)))

    def account(self) -> Account:
        settings = self.extractor.settings
        n_input = sum(answer.n_input_tokens for answer in self.answers)
        n_output = sum(answer.n_output_tokens for answer in self.answers)
        return Account(
            model=next((answer.model for answer in self.answers), settings.model),
            model_fingerprint=next((answer.fingerprint for answer in self.answers if answer.fingerprint), ""),
            prompt_hash=prompt_hash(),
            n_calls=len(self.answers),
            n_parts=self.n_parts,
            n_input_tokens=n_input,
            n_output_tokens=n_output,
            is_estimated=any(answer.is_estimated for answer in self.answers),
            cost=settings.cost(n_input_tokens=n_input, n_output_tokens=n_output),
            n_repaired=self.grounding.n_repaired,
            dropped=dict(+self.grounding.drops),
        )

    def _read(self, part: Part) -> list[ExtractedStatement]:
        """What the model finds in a part; in halves of it, where the whole is too much for it."""
        try:
            replies = self._ask_about(part)
        except (PromptTooLong, AnswerCutOff) as problem:
            smaller = halves(self.quotable.text, part)
            if smaller is None:
                raise ModelRefused(
                    f"Even a short part of the article is too much for the model: {problem}"
                ) from problem
            return [statement for half in smaller for statement in self._read(half)]
        self.n_parts += 1
        return [s for reply, share in replies if (s := self.grounding.place(reply, part, share=share)) is not None]

    def _ask_about(self, part: Part) -> list[tuple[ReplyStatement, float]]:
        """The model's statements about a part, each with the share of its confidence that is believed."""
        messages = self.first_messages(part)
        first, answer = self._ask(messages, FirstReply)
        if not self.extractor.settings.is_reviewed:
            return [(statement, 1.0) for statement in first.statements]
        messages += [
            {"role": "assistant", "content": answer.text},
            {"role": "user", "content": review_message(len(first.statements))},
        ]
        review, _ = self._ask(messages, ReviewReply)
        wrong = {verdict.number for verdict in review.verdicts if not verdict.is_right}
        kept = [(s, 1.0) for number, s in enumerate(first.statements, start=1) if number not in wrong]
        self.grounding.drops[WITHDRAWN] += len(first.statements) - len(kept)
        return [*kept, *((s, FOUND_ON_REVIEW) for s in review.statements)]

    def first_messages(self, part: Part) -> list[Message]:
        """What is asked first about a part."""
        article = article_message(self.quotable.text, part, source=self.source)
        return [{"role": "system", "content": rules_message(self.catalog)}, {"role": "user", "content": article}]

    def _ask(self, messages: list[Message], shape: type[Shape]) -> tuple[Shape, Answer]:
        """The answer in that shape; where it is of another, the model is told so once."""
        answer = self._answer(messages, shape)
        try:
            return read_reply(answer.text, shape), answer
        except ReplyBroken as fault:
            told = f"{fault} Send the whole answer again, as one JSON object of the agreed shape and nothing else."
            said = answer.text[:LONGEST_RETURN] or "(nothing)"
            again = [{"role": "assistant", "content": said}, {"role": "user", "content": told}]
        answer = self._answer([*messages, *again], shape)
        return read_reply(answer.text, shape), answer

    def _answer(self, messages: list[Message], shape: type[BaseModel]) -> Answer:
        """One answer within the budget. Raises: AnswerCutOff where it stops in its middle."""
        schema = first_schema(self.catalog) if shape is FirstReply else review_schema(self.catalog)
        for room in (MOST_OUTPUT_TOKENS, MOST_OUTPUT_TOKENS * ROOM_FOR_THOUGHTS):
            self._check_budget(messages)
            answer = self.extractor.endpoint.ask(messages, schema=schema, most_output_tokens=room)
            self.answers.append(answer)
            if not answer.is_cut_off:
                return answer
            if answer.text.strip():
                break
        raise AnswerCutOff("its answer was cut off")

    def _check_affordable(self, parts: list[Part]) -> None:
        """Refuses an article before the first question where the questions alone would cost too much."""
        questions = sum(len(m["content"]) for part in parts for m in self.first_messages(part)) // CHARACTERS_PER_TOKEN
        needed = questions * (2 if self.extractor.settings.is_reviewed else 1)
        budget = self.extractor.settings.token_budget
        if needed > budget:
            raise BudgetExhausted(
                f"Reading the article would take about {needed:,} tokens in {len(parts)} parts; "
                f"an article may take {budget:,}."
            )

    def _check_budget(self, messages: list[Message]) -> None:
        spent = sum(answer.n_input_tokens + answer.n_output_tokens for answer in self.answers)
        asked = sum(len(message["content"]) for message in messages) // CHARACTERS_PER_TOKEN
        budget = self.extractor.settings.token_budget
        if spent + asked > budget:
            raise BudgetExhausted(f"The article has taken {spent:,} of {budget:,} tokens and is not yet read.")

    def _once(self, statements: Iterable[ExtractedStatement]) -> list[ExtractedStatement]:
        """Without those that say at an overlapping place what another says; the surest words of each stay."""
        kept: list[ExtractedStatement] = []
        for one in statements:
            same = next((k for k, other in enumerate(kept) if is_repeated(one, other)), None)
            if same is None:
                kept.append(one)
            else:
                self.grounding.drops.drop(REPEATED)
                kept[same] = one if one.confidence > kept[same].confidence else kept[same]
        return kept


class AnswerCutOff(Exception):
    """The model ran into a limit before its answer was whole."""


def is_repeated(left: ExtractedStatement, right: ExtractedStatement) -> bool:
    """Whether two statements code the same stance at overlapping places."""
    same = (left.party, left.target, left.stance) == (right.party, right.target, right.stance)
    return same and left.start < right.end and right.start < left.end
