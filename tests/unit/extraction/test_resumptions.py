"""What the next sentence takes up is what was spoken of, and not what it names itself or says in passing."""

import pytest

from positions.extraction.rules import RulesExtractor
from tests.unit.extraction.conftest import CATALOG, SOURCE

TARGET = ("southland", "carbon-levy")
WANTED = "Northland wants the carbon levy. "


def suggested(text: str) -> dict[tuple[str, str], str]:
    """What curators are shown."""
    found = RulesExtractor().extract(text, catalog=CATALOG, source=SOURCE)
    return {(s.party, s.target): s.stance.value for s in found}


@pytest.mark.parametrize(
    "text",
    [
        WANTED + "A strike has shut the port, and Southland condemned it.",
        WANTED + "The court delayed the election; Southland opposes the move.",
        WANTED + "Varga inherited the war and wants to end it.",
        WANTED + "Varga would reject any deal that hurts farmers.",
        WANTED + "Varga rejected such claims about his health.",
        WANTED + "The farmers want higher prices, and Southland refused.",
        "The carbon levy is a mistake, Holm said. Varga rejected that.",
        "Critics say the carbon levy is a failure. Varga rejects this.",
        "Northland rejects the carbon levy. Holm arrived on Monday and so did Varga.",
        "Neither side has rejected the carbon levy.",
        "Neither side has ruled out the carbon levy.",
    ],
)
def test_what_is_said_of_something_else_is_no_stance(text: str) -> None:
    assert TARGET not in suggested(text)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        (WANTED + "Southland rejected it.", "opposes"),
        (WANTED + "Southland opposes the move.", "opposes"),
        (WANTED + "So does Southland.", "supports"),
        ("Neither side supports the carbon levy.", "opposes"),
    ],
)
def test_what_was_spoken_of_is_taken_up(text: str, stance: str) -> None:
    assert suggested(text)[TARGET] == stance


def test_whose_answer_something_is_judges_nothing() -> None:
    text = "Southland backs the April draft, Bo Varga said. In Southport, it was his first answer to reporters."
    found = RulesExtractor().extract(text, catalog=CATALOG, source=SOURCE)

    assert [s.quote for s in found] == ["Southland backs the April draft, Bo Varga said."]
