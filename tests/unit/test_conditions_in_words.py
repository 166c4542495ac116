"""How a position is said in the sentence before the click."""

import pytest

from positions.history.foresight_words import say_content
from positions.history.timeline import Content
from positions.vocabulary import Act, Stance


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("", "conditional"),
        ("the League pays", "conditional, if the League pays"),
        ("if the League pays", "conditional, if the League pays"),
        ("only if the League pays", "conditional, only if the League pays"),
        ("The League pays.", "conditional, if The League pays"),
        ("approval by the U.S.", "conditional, if approval by the U.S."),
        ("Once the dam stands", "conditional, Once the dam stands"),
    ],
)
def test_a_condition_is_led_in_once(condition, said):
    assert say_content(Content(stance=Stance.CONDITIONAL, act=Act.DECLARATION, condition=condition)) == said
