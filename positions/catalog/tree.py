"""YAML text into plain lists, keys and words, and the line on which each stands.

Every scalar comes out as the text that stands in the file (`2024-02-01`, `30`, `no`), null as None: what it means is
for the shape to say, so a slug `1984` and an alias `NO` need no quotes. Built from events, not from YAML's own objects:
nothing in a file can call anything, and a small file cannot unfold into a large one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from positions.catalog.problems import Problem, Where, field_of

# What stands somewhere in a file.
Node: TypeAlias = "dict[str, Node] | list[Node] | str | None"

# Levels of nesting. A catalog needs seven (positions, entry, evidence, entry, article, title); the rest is abuse.
DEEPEST = 12
NULLS = {"", "~", "null", "Null", "NULL"}
# Tags that say what a scalar is anyway; all others would ask for an object.
PLAIN_TAGS = {None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "timestamp"))}

# NUL can't be stored by PostgreSQL, halves of surrogate pairs not in UTF-8; other control characters are accidents.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# Of `'The port's offer'`, of `[Draft] on water`, and of a second line that is indented less than its key.
AFTER_ITS_END = (
    "words after a quotation mark or bracket that ends the value, or a line indented too little; "
    "put the whole value in quotes, in the other kind where it has some"
)
# What the parser says of mistakes that people make: (its words, what to look at). `{line}`: where the thing began.
PLAINER = (
    ("mapping values are not allowed", "a colon where none can stand; see to quotes, spaces after colons, and indents"),
    ("found character '\\t'", "a tab; indent with spaces"),
    ("cannot start any token", "a value that begins with a sign that means something in YAML; put the value in quotes"),
    ("found '<scalar>'", AFTER_ITS_END),
    ("expected <block end>", "a line that is indented unlike the rest of its entry, which begins on line {line}"),
    (
        "expected ',' or",
        "a bracket that opens on line {line}: a comma or quotes are missing in it, or it is not closed",
    ),
    ("found unexpected end of stream", "a quotation mark that opens on line {line} and is never closed"),
)


class NotYaml(Exception):
    """The text can't be read as one YAML document of moderate depth."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Tree:
    """What stands in a file: `content` of dict, list, str and None; the line of every path; what was wrong already."""

    content: Node = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, where: Where) -> int:
        """The line of the value, or of the nearest thing around it that stands in the file."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def on_line(self, where: Where) -> str:
        """Where something stands, as the end of a sentence; nothing where there is no file."""
        return f", on line {self.line(where)}" if self.lines else ""

    def report(self, where: Where, message: str) -> None:
        self.problems.append(Problem(self.line(where), field_of(where), message))


def read_tree(text: str) -> Tree:
    """Raises: NotYaml."""
    events = _events(text)
    tree = Tree()
    first = next((event for event in events if not _is_frame(event)), None)
    if first is not None:
        tree.content = _value(tree, (), first, events)
    if any(isinstance(event, DocumentStartEvent) for event in events):
        raise NotYaml(1, "the file must hold one YAML document, not several (---)")
    return tree


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYaml(mark.line + 1 if mark else 1, f"is not YAML: {_in_plain_words(error)}") from error
    except (YAMLError, ValueError, OverflowError) as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        raise NotYaml(line, f"is not YAML: {getattr(error, 'reason', None) or error}") from error


def _in_plain_words(error: MarkedYAMLError) -> str:
    """What to look at, for mistakes that people make; else the parser's own words."""
    problem = str(error.problem or error.context)
    plainer = next((plain for words, plain in PLAINER if words in problem), problem)
    began = error.context_mark or error.problem_mark
    return plainer.replace("{line}", str(began.line + 1 if began else 1))


def _is_frame(event: Event) -> bool:
    """Starts and ends of stream and document, which hold no value."""
    return not isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent)


def _value(tree: Tree, where: Where, event: Event, events: Iterator[Event]) -> Node:
    tree.lines.setdefault(where, event.start_mark.line + 1)
    if len(where) > DEEPEST:
        raise NotYaml(event.start_mark.line + 1, f"is nested more than {DEEPEST} levels deep")
    if isinstance(event, MappingStartEvent):
        return _mapping(tree, where, events)
    if isinstance(event, SequenceStartEvent):
        return _sequence(tree, where, events)
    if isinstance(event, AliasEvent):
        tree.report(where, f"YAML aliases (*{event.anchor}) are not supported; write the value out")
        return None
    return _scalar(tree, where, event) if isinstance(event, ScalarEvent) else None


def _scalar(tree: Tree, where: Where, event: ScalarEvent) -> str | None:
    tag = str(event.tag) if event.tag else None
    plain = event.implicit[0]
    if tag == "tag:yaml.org,2002:null" or (plain and tag is None and event.value in NULLS):
        return None
    if tag not in PLAIN_TAGS:
        tree.report(where, f"YAML tags ({tag}) are not supported; write the plain value")
    if UNSTORABLE.search(event.value):
        tree.report(where, "holds a control character")
    return str(event.value)


def _sequence(tree: Tree, where: Where, events: Iterator[Event]) -> list[Node]:
    items: list[Node] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        items.append(_value(tree, (*where, len(items)), event, events))
    return items


def _mapping(tree: Tree, where: Where, events: Iterator[Event]) -> dict[str, Node]:
    values: dict[str, Node] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        key = _key(tree, where, event, events)
        here = (*where, key)
        if key in values:
            line = event.start_mark.line + 1
            tree.problems.append(
                Problem(line, field_of(here), f"stands here a second time; the first is on line {tree.line(here)}")
            )
        else:
            tree.lines[here] = event.start_mark.line + 1
        values[key] = _value(tree, here, next(events), events)
    return values


def _key(tree: Tree, where: Where, event: Event, events: Iterator[Event]) -> str:
    if isinstance(event, ScalarEvent):
        return str(event.value)
    line = event.start_mark.line + 1
    _value(tree, (*where, "?"), event, events)
    tree.problems.append(Problem(line, field_of(where), "a key must be a plain word"))
    return "?"
