"""A mapping file: which column of a coded data set says what. Pure: no database."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from positions.catalog.entries import shaped
from positions.catalog.file import LARGEST
from positions.catalog.names import composed
from positions.catalog.problems import CatalogFileInvalid, Problem
from positions.catalog.shape import Day, Flag, MaybeProse, Name, Number, ScalePointShape, Shape, as_list, sized, wrong
from positions.catalog.spreadsheets import SEPARATORS
from positions.catalog.texts import read_text
from positions.catalog.tree import NotYaml, Tree, read_tree

Text = Annotated[str, sized(2000)]
Column = Annotated[Name, AfterValidator(composed)]


def each_once(words: object) -> object:
    """Keys that differ only in whether an accent is a character of its own would be one."""
    keys = [composed(key) for key in words if isinstance(key, str)] if isinstance(words, dict) else []
    if twice := [key for key, times in Counter(keys).items() if times > 1]:
        raise wrong(f"“{twice[0]}” stands here a second time, with its accents as characters of their own")
    return words


Words = Annotated[dict[Annotated[str, AfterValidator(composed)], Text], BeforeValidator(each_once)]


class MappingPart(Shape):
    """A level of a mapping file."""


class FieldShape(MappingPart):
    """Where something is said: in a column, or the same for all lines. `words`: what a cell means here."""

    column: Column | None = None
    value: Text | None = None
    words: Words = Field(default_factory=dict)
    otherwise: Text | None = None

    @model_validator(mode="after")
    def comes_from_one_place(self) -> Self:
        if (self.column is None) == (self.value is None):
            raise wrong("needs either a column or a value")
        if self.column is None and (self.words or self.otherwise):
            raise wrong("words are for what stands in a column")
        if self.otherwise is not None and not self.words:
            raise wrong("otherwise is for what is not among the words")
        return self


class NumberFieldShape(FieldShape):
    """A number: what stands in the cell times `factor`, then plus `plus`."""

    factor: Number = Decimal(1)
    plus: Number = Decimal(0)


class SourceFields(MappingPart):
    """The data set itself, which is stored as a source without text."""

    title: FieldShape
    url: FieldShape | None = None
    outlet: FieldShape | None = None
    published_on: FieldShape | None = None


class NewNegotiationShape(MappingPart):
    title: Name
    description: MaybeProse = ""
    started_on: Day | None = None
    ended_on: Day | None = None
    published: Flag | None = None


class NewPartyFields(MappingPart):
    name: FieldShape | None = None
    kind: FieldShape
    role: FieldShape
    iso: FieldShape | None = None


class NewIssueFields(MappingPart):
    title: FieldShape | None = None
    proposition: FieldShape
    topic: FieldShape | None = None
    scale: Annotated[tuple[ScalePointShape, ...], BeforeValidator(as_list)] = ()


class NewShape(MappingPart):
    """What may be made where it is not there yet; what is left out must be there."""

    negotiation: NewNegotiationShape | None = None
    parties: NewPartyFields | None = None
    issues: NewIssueFields | None = None


class MappingShape(MappingPart):
    """Which column says what a position consists of."""

    party: FieldShape
    target: FieldShape
    valid_from: FieldShape
    stance: FieldShape | None = None
    act: FieldShape | None = None
    scale: NumberFieldShape | None = None
    scale_low: NumberFieldShape | None = None
    scale_high: NumberFieldShape | None = None
    salience: FieldShape | None = None
    salience_value: NumberFieldShape | None = None
    terms: FieldShape | None = None
    condition: FieldShape | None = None
    summary: FieldShape | None = None
    withdrawn_on: FieldShape | None = None
    source: SourceFields | None = None
    delimiter: str | None = None
    skip_empty: Flag = False
    create: NewShape = NewShape()

    @model_validator(mode="after")
    def says_what_a_position_is(self) -> Self:
        if self.scale and (self.scale_low or self.scale_high):
            raise wrong("needs either scale, or scale_low and scale_high")
        if (self.scale_low is None) != (self.scale_high is None):
            raise wrong("needs both scale_low and scale_high")
        if self.stance is None and self.scale is None and self.scale_low is None:
            raise wrong("needs a stance, a scale, or scale_low and scale_high")
        if self.delimiter is not None and self.delimiter not in SEPARATORS:
            raise wrong(f"delimiter must be one of {' '.join(repr(d) for d in SEPARATORS)}")
        return self


def read_mapping(path: Path) -> tuple[MappingShape, Tree]:
    """The mapping in a YAML file, and the tree that knows the line of each of its keys.

    Raises: CatalogFileInvalid, which lists every problem with its line and key.
    """
    try:
        tree = read_tree(read_text(path, largest=LARGEST))
    except NotYaml as error:
        raise CatalogFileInvalid(path, [Problem(error.line, "", str(error))]) from error
    mapping = shaped(tree, (), tree.content, MappingShape)
    if mapping is None or tree.problems:
        raise CatalogFileInvalid(path, tree.problems)
    return mapping, tree


def columns_of(shape: Shape, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every column that a mapping names, with the keys that lead to it."""
    for name in type(shape).model_fields:
        part = getattr(shape, name)
        if isinstance(part, FieldShape):
            if part.column is not None:
                yield (*where, name), part.column
        elif isinstance(part, Shape):
            yield from columns_of(part, (*where, name))


def number_columns(shape: MappingShape) -> Iterator[str]:
    """Columns that are read as numbers, as they stand there."""
    for name in type(shape).model_fields:
        part = getattr(shape, name)
        if isinstance(part, NumberFieldShape) and part.column is not None and not part.words:
            yield part.column
