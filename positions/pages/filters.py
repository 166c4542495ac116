"""What a reader can choose from: parties in the order shown, the others after them, and topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from positions.pages.choice import Choice, Talks
from positions.pages.state import State


@dataclass(frozen=True)
class PartyChoice:
    slug: str
    name: str
    is_shown: bool


@dataclass(frozen=True)
class TopicChoice:
    name: str
    is_shown: bool


@dataclass(frozen=True)
class Filters:
    parties: Sequence[PartyChoice]
    topics: Sequence[TopicChoice]


def filters_of(talks: Talks, choice: Choice, state: State) -> Filters:
    """Everything that can be chosen, with what is."""
    shown = list(choice.all_parties)
    others = [key for key in talks.parties if key not in choice.all_parties]
    parties = [talks.parties[key] for key in (*shown, *others)]
    topics = sorted({target.topic for target in talks.targets.values() if target.topic})
    return Filters(
        parties=[PartyChoice(p.slug, p.name, i < len(shown)) for i, p in enumerate(parties)],
        topics=[TopicChoice(topic, not state.topic or topic in state.topic) for topic in topics],
    )
