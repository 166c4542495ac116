"""The keys that a catalog may have, and what each value must look like by itself.

What values say of each other (slugs, periods, circles) is for `checks`. Every value arrives as text (see `tree`).
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from positions.catalog.names import composed
from positions.extraction.contract import Term
from positions.ingestion.addresses import names_account
from positions.vocabulary import Act, Attribution, PartyKind, Role, Salience, Stance

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SLUG = r"^[a-z0-9][a-z0-9-]*$"
NO_SLUG = "“{}” is not a slug; a slug is made of a-z, 0-9 and hyphens"


def wrong(message: str) -> PydanticCustomError:
    """A finished sentence for the one who wrote the file."""
    return PydanticCustomError("wrong", "{message}", {"message": message})


def as_day(value: object) -> object:
    """A date and nothing that pydantic would take for one, such as seconds since 1970."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise wrong("must be a date, YEAR-MONTH-DAY, such as 2025-03-14")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"{value} is not a day of the calendar") from None


def as_flag(value: object) -> object:
    if value in {"true", "True", "TRUE"}:
        return True
    if value in {"false", "False", "FALSE"}:
        return False
    raise wrong("must be true or false")


def as_list(value: object) -> object:
    """A key with nothing after it is an empty list."""
    return [] if value is None else value


def as_text(value: object) -> object:
    """A key with nothing after it is an empty text."""
    return "" if value is None else value


def as_composed(value: object) -> object:
    """Before its length is looked at: some letters come apart where they are composed (U+0958)."""
    return composed(value) if isinstance(value, str) else value


def web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise wrong("must be a web address that begins with http:// or https://")
    if names_account(value):
        raise wrong("must be without a user's name or password: it is public")
    return value


def require_visible(value: object) -> None:
    """Of a text, or of each of a list. Spaces alone are no text, and left to whoever needs one."""
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str) and text.strip() and all(unicodedata.category(letter)[0] in "CZ" for letter in text):
            raise wrong("must have something in it that can be seen")


def sized(longest: int, shortest: int = 1) -> StringConstraints:
    """Units: characters, without spaces around."""
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


# Lengths are those of the tables' columns.
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
Day = Annotated[date, BeforeValidator(as_day)]
Flag = Annotated[bool, BeforeValidator(as_flag)]
Name = Annotated[str, sized(200)]
MaybeName = Annotated[str, BeforeValidator(as_text), sized(200, 0)]
MaybeProse = Annotated[str, BeforeValidator(as_text), sized(10_000, 0)]
# What an entry of a catalog is called, and found by: written in one way, whatever wrote the file.
EntryName = Annotated[Name, BeforeValidator(as_composed)]
EntryNames = Annotated[tuple[EntryName, ...], BeforeValidator(as_list)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(as_list)]
ScaleValue = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2, allow_inf_nan=False)]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=4, allow_inf_nan=False)]


class Shape(BaseModel):
    """A level of the file: no keys but these, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    @field_validator("*")
    @classmethod
    def can_be_seen(cls, value: object) -> object:
        require_visible(value)
        return value


class NegotiationShape(Shape):
    slug: Slug
    title: EntryName
    description: MaybeProse = ""
    started_on: Day | None = None
    ended_on: Day | None = None
    published: Flag | None = None


class SpeakerShape(Shape):
    name: EntryName
    title: MaybeName = ""
    aliases: EntryNames = ()
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")


class MembershipShape(Shape):
    """A bloc that a party belongs to, over a period. A slug alone says nothing of its days: those stored stay."""

    bloc: Slug
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")

    @model_validator(mode="before")
    @classmethod
    def may_be_a_slug(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not re.match(SLUG, value):
            raise wrong(NO_SLUG.format(value))
        return {"bloc": value}

    @property
    def says_days(self) -> bool:
        return not self.model_fields_set.isdisjoint({"from_on", "to_on"})


class PartyShape(Shape):
    slug: Slug
    name: EntryName
    kind: PartyKind
    role: Role
    iso: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")
    member_of: Annotated[tuple[MembershipShape, ...], BeforeValidator(as_list)] = ()
    aliases: EntryNames = ()
    speakers: Annotated[tuple[SpeakerShape, ...], BeforeValidator(as_list)] = ()


class ScalePointShape(Shape):
    value: ScaleValue
    label: Name


class IssueShape(Shape):
    slug: Slug
    title: EntryName
    proposition: Annotated[str, sized(400)]
    topic: Annotated[str, BeforeValidator(as_text), BeforeValidator(as_composed), sized(80, 0)] = ""
    parent: Slug | None = None
    toward: EntryNames = ()
    against: EntryNames = ()
    scale: Annotated[tuple[ScalePointShape, ...], BeforeValidator(as_list)] = ()


class QuantityShape(Shape):
    value: Number
    unit: Annotated[str, BeforeValidator(as_text), sized(40, 0)] = ""


Interval = tuple[ScaleValue, ScaleValue]


def rising(interval: Interval) -> Interval:
    if interval[0] > interval[1]:
        raise wrong(f"must give the low end first; {interval[0]} is more than {interval[1]}")
    return interval


MaybeInterval = Annotated[Interval, AfterValidator(rising)] | None


class ProposalTermShape(Shape):
    issue: Slug
    stance: Stance = Stance.UNSPECIFIED
    scale: MaybeInterval = None
    text: MaybeProse = ""
    quantity: QuantityShape | None = None

    @model_validator(mode="after")
    def says_where_it_stands(self) -> Self:
        if self.stance is Stance.UNSPECIFIED and self.scale is None:
            raise wrong("needs a stance or a scale")
        return self


class ProposalShape(Shape):
    slug: Slug
    title: EntryName
    proposed_by: Slugs = ()
    proposed_on: Day | None = None
    replaces: Slug | None = None
    summary: MaybeProse = ""
    cues: EntryNames = ()
    terms: Annotated[tuple[ProposalTermShape, ...], BeforeValidator(as_list)] = ()


class SourceShape(Shape):
    """Where a quotation stands."""

    title: Annotated[str, sized(500)]
    outlet: MaybeName = ""
    url: Annotated[str, BeforeValidator(as_text), sized(2000, 0), AfterValidator(web_address)] = ""
    published_on: Day | None = None


def stated(attribution: Attribution) -> Attribution:
    if attribution is Attribution.PREDICTED:
        raise wrong("a prediction is no position; leave it to the statements of its article")
    return attribution


class EvidenceShape(Shape):
    quote: Annotated[str, sized(2000)]
    attribution: Annotated[Attribution, AfterValidator(stated)]
    article: SourceShape
    speaker: MaybeName = ""
    said_on: Day | None = None


class TermShape(Shape):
    text: Annotated[str, sized(500)]
    value: Number | None = None
    unit: Annotated[str, sized(40)] | None = None

    def as_term(self) -> Term:
        return Term(text=self.text, value=self.value, unit=self.unit)


class PositionShape(Shape):
    party: Slug
    target: Slug
    stance: Stance
    act: Act = Act.DECLARATION
    salience: Salience = Salience.UNSPECIFIED
    salience_value: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    scale: MaybeInterval = None
    terms: Annotated[tuple[TermShape, ...], BeforeValidator(as_list)] = ()
    condition: MaybeProse = ""
    summary: MaybeProse = ""
    valid_from: Day
    evidence: Annotated[tuple[EvidenceShape, ...], BeforeValidator(as_list)] = ()

    @model_validator(mode="after")
    def says_where_it_stands(self) -> Self:
        if self.stance is Stance.UNSPECIFIED and self.scale is None:
            raise wrong("an unspecified stance needs a scale value")
        if self.stance is Stance.UNSPECIFIED and self.evidence:
            raise wrong("a quotation needs a stance; an unspecified one comes from a data set and has none")
        return self


class CatalogFile(Shape):
    """One negotiation as its file describes it, every slug in it known and every period forward."""

    negotiation: NegotiationShape
    parties: tuple[PartyShape, ...]
    issues: tuple[IssueShape, ...] = ()
    proposals: tuple[ProposalShape, ...] = ()
    positions: tuple[PositionShape, ...] = ()


# The lists of a catalog, each with what one entry looks like.
SECTIONS: dict[str, type[Shape]] = {
    "parties": PartyShape,
    "issues": IssueShape,
    "proposals": ProposalShape,
    "positions": PositionShape,
}
