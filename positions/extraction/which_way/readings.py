"""Stage extraction: one leaning found on the way up from a target, and who holds it.

In: a climb. Out: `Reading` values. Only extraction calls it.
"""

from dataclasses import dataclass

from positions.extraction.what.targets import TargetMatch
from positions.extraction.which_way.climbs import Climb
from positions.extraction.who.names import Holder
from positions.vocabulary import Act

# Of a reading whose target, or whose stance, only what was said before names.
RESUMED = "resumed"
# Of a reading without the condition that its sentence names, which is another's.
WHOLE = "whole"
# Of a reading in a clause that leaves out its verb, held by whom it names and by nobody else.
GAPPED = "gapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One leaning found on the way up, and who holds it; no holder: whoever speaks.

    `node` is the word at which the holder was found, `route` the way to it, `verbs` those on it.
    """

    match: TargetMatch
    holder: Holder | None
    sign: int
    act: Act | None
    node: int
    words: tuple[str, ...]
    features: frozenset[str]
    verbs: tuple[int, ...] = ()
    route: tuple[int, ...] = ()


def make_reading(climb: Climb, holder: Holder | None, match: TargetMatch, node: int) -> Reading:
    """The leaning at one step of the way up."""
    return Reading(
        match=match,
        holder=holder,
        sign=climb.sign,
        act=climb.act,
        node=node,
        words=tuple(climb.words),
        features=frozenset({*climb.features, "stance_word" if climb.is_stance else "no_stance_word"}),
        verbs=tuple(climb.verbs),
        route=tuple(climb.route),
    )
