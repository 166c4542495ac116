"""Names in the schema for what is one of several: shapes of a part of an answer, and words of a parameter.

Called by drf-spectacular when the schema is made. A generated client has a type for each name, so that a stance that
was answered can be asked with, and a function can say that it takes a cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from positions.vocabulary import EvidenceDepth

COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True)
class Choice:
    """A part of an answer that has one of several shapes.

    The order matters. Decoders that are generated without a discriminator take the first shape that does not fail, and
    most only fail at a field that is not there, or at a word that an enum does not have. So a shape with more fields
    comes first, and one with an enum before one that has null in its place: a null score is then read as `Unscored`,
    and never as a `Scored` with nothing in its number. Some sort the shapes by name first: so the name of one with more
    fields comes first in the alphabet too.
    """

    shapes: Sequence[str]
    description: str


CHOICES: Mapping[str, Choice] = {
    "Agreement": Choice(
        ("Unscored", "Scored"), "How far two sides agree: a score with its bounds, or the reason why there is none."
    ),
    "Cell": Choice(
        ("CombinedCell", "EmptyCell", "HeldCell"),
        "What a party holds on a target, why it holds nothing, or, with `rollup`, what is held at several places.",
    ),
    "ConvergencePoint": Choice(
        ("UnscoredPoint", "ScoredPoint"), "A score from one day until the next point, or the reason why there is none."
    ),
    "ProposalResponse": Choice(
        ("NoResponse", "StatedResponse"), "What a party answered to a proposal, or why no answer is known."
    ),
    "Supposition": Choice(
        ("HypotheticalWithdrawal", "HypotheticalPosition"),
        "What a party is supposed to hold on a target, or that it takes its position back.",
    ),
    "TermComparison": Choice(
        ("TermsRefused", "TermsCompared"), "Two numbers side by side, or the reason why they can't be compared."
    ),
}
# Parameters whose words no answer has: by parameter, what they are called and what they say.
WORDS: Mapping[str, tuple[str, str]] = {
    "evidence": (EvidenceDepth.__name__, str(EvidenceDepth.__doc__)),
    "expand": ("Expansion", "What is sent in full."),
    "format": ("Representation", "What an answer is sent as."),
    "theme": ("ChartTheme", "For which background a chart is drawn."),
}


def name_choices(result: Any, **_: Any) -> Any:
    """Every choice between records by its name."""
    components = result["components"]["schemas"]
    for part in [*parts(components)]:
        named = choice_among(part)
        if named:
            del part["anyOf"]
            part["$ref"] = COMPONENTS + named
    for name, choice in CHOICES.items():
        shapes = [{"$ref": COMPONENTS + shape} for shape in choice.shapes]
        components[name] = {"oneOf": shapes, "description": choice.description}
    # What is rolled up may have all that a held cell has, and more: it is one of the two all the same.
    components["HeldCell"]["not"] = {"properties": {"parts": {}}, "required": ["parts"]}
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def choice_among(part: Any) -> str | None:
    """The name of the choice that a part of the schema is."""
    shapes = {shape.get("$ref", "").removeprefix(COMPONENTS) for shape in part.get("anyOf", ())}
    found = [name for name, choice in CHOICES.items() if shapes == set(choice.shapes)]
    return found[0] if found else None


def name_words(result: Any, **_: Any) -> Any:
    """Every list of words that a parameter takes by the name that answers know it by, or that it has here."""
    components = result["components"]["schemas"]
    known = {frozenset(part["enum"]): name for name, part in components.items() if "enum" in part}
    for parameter in parameters_in(result):
        holder = parameter["schema"].get("items", parameter["schema"])
        words = holder.get("enum", ())
        if not words:
            continue
        name, description = known.get(frozenset(words), ""), ""
        if not name:
            name, description = new_name(parameter, words, components)
        if name:
            components.setdefault(name, {"enum": words, "type": "string", "description": description})
            parameter["schema"] = with_name(parameter["schema"], name)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def new_name(parameter: Any, words: Sequence[str], components: Mapping[str, Any]) -> tuple[str, str]:
    """What words that no answer has are called, and what they say; empty where one operation alone takes them."""
    if parameter["name"] != "fields":
        return WORDS.get(parameter["name"], ("", ""))
    (record,) = [name for name, part in components.items() if set(words) == set(part.get("properties", ()))]
    return f"{record}Field", f"A field of {record}."


def with_name(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The schema of a parameter with that name in the place of its words."""
    one = {"$ref": COMPONENTS + name}
    return {**schema, "items": one} if "items" in schema else one


def parameters_in(result: Any) -> Iterator[Any]:
    for path in result["paths"].values():
        for operation in path.values():
            yield from operation.get("parameters", ())


def parts(schema: Any) -> Iterator[Any]:
    """Every mapping in a schema, itself included; examples are no schema."""
    if isinstance(schema, dict):
        yield schema
        for name, part in schema.items():
            if name not in {"example", "examples"}:
                yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)
