"""What a form of a page says, as the address of the view that it asks for; forms work without any script."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from positions.models import Negotiation
from positions.pages.choice import choose, read_talks
from positions.pages.state import State, end_of_day
from positions.queries.moments import resolve_moment


def address_of_form(asked: QueryDict, state: State, negotiation: Negotiation, *, now: datetime) -> str:
    """The query of the address to go to: nothing empty in it, and in the address's own words."""
    changes: dict[str, Any] = {}
    for name, given in (("known_at", "known_on"), ("from_known_at", "from_known_on")):
        instant = end_of_day(asked.get(given, ""), now=now)
        if instant is not None:
            moment = resolve_moment(negotiation, valid_on=None, known_at=instant, now=now)
            changes[name] = moment.known_at
    state = state.but(**changes)
    if asked.get("filter") or asked.get("move"):
        state = without_defaults(moved(asked.get("move", ""), state), negotiation, now=now)
    return state.query()


def moved(order: str, state: State) -> State:
    """With one party a place further up or down: `move=slug~up`."""
    slug, _, way = order.partition("~")
    parties = list(state.party)
    if slug in parties:
        at = parties.index(slug)
        to = max(at - 1, 0) if way == "up" else min(at + 1, len(parties) - 1)
        parties.insert(to, parties.pop(at))
    return state.but(party=tuple(parties))


def without_defaults(state: State, negotiation: Negotiation, *, now: datetime) -> State:
    """A filter that leaves everything as it would be without it is left out of the address."""
    talks, _ = read_talks(negotiation, state, now=now)
    plain = choose(talks, State(silent=state.silent))
    if list(state.party) == list(plain.parties.values()):
        state = state.but(party=())
    if len(state.topic) == len({target.topic for target in talks.targets.values() if target.topic}):
        state = state.but(topic=())
    return state.but(party_page=1, target_page=1)
