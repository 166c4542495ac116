"""Stage extraction: the shape in which a language model answers, and nothing that is not of it.

In: an answer's text. Out: plain values, checked. A missing key or an unknown word breaks the shape; it is never read as
"nothing found".
"""

import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from positions.extraction.contract import Catalog, ReplyBroken
from positions.vocabulary import Act, Attribution, Salience

Shape = TypeVar("Shape", bound=BaseModel)
# A statement has a stance: all but `unspecified`.
StatedStance = Literal["supports", "conditional", "undecided", "opposes"]

# What some models put around their answer: their thoughts, and a fence of markup.
THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
FENCE = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)
# Control characters and halves of characters, which no table can keep.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Servers take so many words in one list of allowed values; a larger catalog is checked by us alone.
MOST_ENUM_VALUES = 250


class Certainty(StrEnum):
    """How sure the model says that it is. A word is answered more steadily than a number."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class ReplyShape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReplyTerm(ReplyShape):
    """A term as the article prints it."""

    text: str
    value: Decimal | None
    unit: str | None


class ReplyStatement(ReplyShape):
    """One statement as the model codes it; slugs and quotation are still to be checked."""

    quote: str
    speaker: str | None
    party: str
    target: str
    reading: str
    stance: StatedStance
    act: Act
    attribution: Attribution
    salience: Salience
    condition: str
    terms: list[ReplyTerm]
    said_on: str | None
    certainty: Certainty


class FirstReply(ReplyShape):
    """What the model answers when it has read the article."""

    statements: list[ReplyStatement]


class Verdict(ReplyShape):
    """What the model says on review of one of its statements, known by its number."""

    number: int
    is_right: bool
    why: str


class ReviewReply(ReplyShape):
    """What the model answers on review: a word on each target, a verdict on each statement, and what was missing."""

    checklist: list[str]
    verdicts: list[Verdict]
    statements: list[ReplyStatement]


def read_reply(text: str, shape: type[Shape]) -> Shape:
    """The answer in that shape. Raises: ReplyBroken."""
    bare = THOUGHTS.sub("", text).strip()
    fenced = FENCE.fullmatch(bare)
    try:
        tree = json.loads(fenced[1] if fenced else bare, parse_float=Decimal, parse_constant=_refuse_constant)
        return shape.model_validate(_storable(tree))
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise ReplyBroken(f"The language model's answer breaks the agreed shape: {_first_fault(error)}.") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _first_fault(error: Exception) -> str:
    """Where the first fault is and what it is, in one line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg'].lower()}"
    return "nested too deeply" if isinstance(error, RecursionError) else f"no JSON ({error})"


def _storable(tree: Any) -> Any:
    """The same without characters that no table can keep."""
    if isinstance(tree, str):
        return UNSTORABLE.sub("", tree)
    if isinstance(tree, list):
        return [_storable(one) for one in tree]
    if isinstance(tree, dict):
        return {_storable(key): _storable(value) for key, value in tree.items()}
    return tree


def day_or_none(value: str | None) -> date | None:
    """A day as the model gives it; None for none and for anything that is no day."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def first_schema(catalog: Catalog) -> dict[str, Any]:
    """JSON schema of `FirstReply` for one catalog, within what servers that enforce schemas take."""
    return _object({"statements": _list(_statement_schema(catalog))})


def review_schema(catalog: Catalog) -> dict[str, Any]:
    """JSON schema of `ReviewReply` for one catalog."""
    verdict = _object({"number": {"type": "integer"}, "is_right": {"type": "boolean"}, "why": {"type": "string"}})
    return _object(
        {
            "checklist": _list({"type": "string"}),
            "verdicts": _list(verdict),
            "statements": _list(_statement_schema(catalog)),
        }
    )


def _statement_schema(catalog: Catalog) -> dict[str, Any]:
    """In the order in which the model shall think: the words, whose they are, what they mean, how to code them."""
    string, maybe_string = {"type": "string"}, {"type": ["string", "null"]}
    term = _object({"text": string, "value": {"type": ["number", "null"]}, "unit": maybe_string})
    targets = [*(issue.slug for issue in catalog.issues), *(proposal.slug for proposal in catalog.proposals)]
    return _object(
        {
            "quote": string,
            "speaker": maybe_string,
            "party": _one_of([party.slug for party in catalog.parties]),
            "target": _one_of(targets),
            "reading": string,
            "stance": _one_of(list(get_args(StatedStance))),
            "act": _one_of([act.value for act in Act]),
            "attribution": _one_of([attribution.value for attribution in Attribution]),
            "salience": _one_of([salience.value for salience in Salience]),
            "condition": string,
            "terms": _list(term),
            "said_on": maybe_string,
            "certainty": _one_of([certainty.value for certainty in Certainty]),
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(words: list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": words} if 0 < len(words) <= MOST_ENUM_VALUES else {"type": "string"}
