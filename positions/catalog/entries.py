"""From a tree to entries: each is shaped by itself, so that one bad entry hides no problem of another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from positions.catalog.problems import Where, nearest
from positions.catalog.shape import NO_SLUG, SECTIONS, CatalogFile, NegotiationShape, Shape
from positions.catalog.tree import Node, Tree

Entry = TypeVar("Entry", bound=Shape)


@dataclass
class Entries:
    """What could be read: entries that have the right shape, with their place, and the slugs of all."""

    negotiation: NegotiationShape | None = None
    shaped: dict[str, list[tuple[Where, Any]]] = field(default_factory=dict)
    slugs: dict[str, list[tuple[Where, str]]] = field(default_factory=dict)

    def of(self, section: str) -> list[tuple[Where, Any]]:
        return self.shaped.get(section, [])

    def catalog_file(self) -> CatalogFile:
        """Call only when nothing was wrong."""
        parts: dict[str, Any] = {section: tuple(entry for _, entry in self.of(section)) for section in SECTIONS}
        return CatalogFile.model_construct(negotiation=self.negotiation, **parts)


def read_entries(tree: Tree) -> Entries:
    """Entries of the right shape; what is wrong with the others is reported to the tree."""
    entries = Entries()
    if not isinstance(tree.content, dict):
        empty = "the file is empty" if tree.content is None else "the file must hold keys, not a list or text"
        tree.report((), f"{empty}; a catalog has {_listed(CatalogFile.model_fields)}")
        return entries
    _check_sections(tree, tree.content)
    if "negotiation" in tree.content:
        entries.negotiation = shaped(tree, ("negotiation",), tree.content["negotiation"], NegotiationShape)
    for section in SECTIONS:
        _read_section(tree, section, tree.content.get(section), entries)
    return entries


def _check_sections(tree: Tree, content: dict[str, Node]) -> None:
    for key in content:
        if key not in CatalogFile.model_fields:
            tree.report((key,), _unknown_key(key, CatalogFile))
    for key, info in CatalogFile.model_fields.items():
        if info.is_required() and key not in content:
            tree.report((key,), "is missing")


def _read_section(tree: Tree, section: str, rows: Node, entries: Entries) -> None:
    if not isinstance(rows, list):
        if rows is not None:
            tree.report((section,), "must be a list: one entry a line, each begun with “- ”")
        return
    for number, row in enumerate(rows):
        where = (section, number)
        slug = row.get("slug") if isinstance(row, dict) else None
        if isinstance(slug, str):
            entries.slugs.setdefault(section, []).append((where, slug))
        entry = shaped(tree, where, row, SECTIONS[section])
        if entry is not None:
            entries.shaped.setdefault(section, []).append((where, entry))


def shaped(tree: Tree, where: Where, value: Node, shape: type[Entry]) -> Entry | None:
    """The value in that shape; None where it does not have it, and the tree says why."""
    try:
        return shape.model_validate(value)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            tree.report(_place(where, error["loc"], tree), message_of(dict(error), shape))
        return None


def _place(where: Where, loc: Iterable[str | int], tree: Tree) -> Where:
    """pydantic's path, without steps that name a type and no key of the file."""
    steps: Where = where
    for step in loc:
        here = (*steps, step)
        if isinstance(step, str) and "[" in step and here not in tree.lines:
            continue
        steps = here
    return steps


def message_of(error: dict[str, Any], shape: type[Shape]) -> str:
    """What pydantic found wrong, in the words of whoever wrote the file."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    match kind:
        case "missing":
            return "is missing" if isinstance(error["loc"][-1], str) else "must have two numbers, [low, high]"
        case "extra_forbidden":
            return _unknown_key(str(error["loc"][-1]), _shape_at(shape, error["loc"][:-1]))
        case "enum":
            return _unknown_word(value, context["expected"])
        case "string_type" if value is None:  # what a form sends of a field that is left empty
            return MESSAGES["string_too_short"]
        case "string_pattern_mismatch":
            return _bad_pattern(value, error["loc"])
    if kind in MESSAGES:
        return MESSAGES[kind].format(value=value, **context)
    return str(error["msg"][:1].lower() + error["msg"][1:])


# What pydantic's kinds of error are called in a file's terms.
MESSAGES = {
    "wrong": "{message}",
    "model_type": "must have keys, such as `name: …`",
    "tuple_type": "must be a list, such as [one, two]",
    "too_long": "must have two numbers, [low, high]",
    "string_type": "must be text, and there must be some",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than {max_length} characters",
    "greater_than_equal": "{value} is less than {ge}",
    "less_than_equal": "{value} is more than {le}",
    "decimal_type": "must be a number",
    "decimal_parsing": "{value} is not a number",
    "float_type": "must be a number",
    "float_parsing": "{value} is not a number",
    "finite_number": "{value} is not a number",
}


def _bad_pattern(value: str, loc: tuple[str | int, ...]) -> str:
    if loc[-1] == "iso":
        return f"“{value}” is not an ISO 3166-1 code of two capital letters"
    return NO_SLUG.format(value)


def _unknown_word(value: object, expected: str) -> str:
    words = expected.replace("'", "").replace(" or ", ", ").split(", ")
    return f"“{value}” is not one of {', '.join(words)}{nearest(str(value), words)}"


def _unknown_key(key: str, shape: type[Shape]) -> str:
    keys = [info.alias or name for name, info in shape.model_fields.items()]
    return f"is no key here{nearest(key, keys) or f'; there are {_listed(keys)}'}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _shape_at(shape: type[Shape], loc: Iterable[str | int]) -> type[Shape]:
    """The shape of the level that a path leads to."""
    for step in loc:
        for name, info in shape.model_fields.items():
            if step in {name, info.alias}:
                shape = next(_shapes_in(info.annotation), shape)
    return shape


def _shapes_in(annotation: object) -> Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for part in get_args(annotation):
        if not (isinstance(part, type) and issubclass(part, StrEnum)):
            yield from _shapes_in(part)
