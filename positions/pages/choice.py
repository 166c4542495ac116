"""Which parties and targets a page shows: those the address asks for, else those that somebody holds something of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import process
from rapidfuzz.utils import default_process

from positions.comparison.disagreement import disagreement_by_target
from positions.comparison.records import Moment, Party, Target
from positions.models import Negotiation
from positions.pages.notices import Notice, Way
from positions.pages.state import Order, State
from positions.queries.comparing.cells_over_time import places_ever_held
from positions.queries.comparing.matrices import parties_asked, targets_listed
from positions.queries.moments import KnownAtInTheFuture, resolve_moment
from positions.queries.records.holdings import read_holdings

Named = TypeVar("Named", Party, Target)
# A table wider or larger than this is shown in parts, which a browser can lay out at once.
PARTIES_AT_ONCE = 40
CELLS_AT_ONCE = 2_000
TARGETS_AT_ONCE = 200
N_NEAREST = 3


@dataclass(frozen=True)
class Part:
    """One part of a list that is shown in several."""

    number: int
    n_parts: int
    first: int
    last: int
    n_all: int


@dataclass(frozen=True)
class Talks:
    """The catalog of some talks at a moment: parties and targets by id, and which are ever held or held on."""

    negotiation: Negotiation
    moment: Moment
    parties: Mapping[int, Party]
    targets: Mapping[int, Target]
    ever_held: Collection[tuple[int, int]]

    def party_name(self, slug: str) -> str:
        return next((party.name for party in self.parties.values() if party.slug == slug), slug)

    def target_title(self, slug: str) -> str:
        return next((target.title for target in self.targets.values() if target.slug == slug), slug)


@dataclass(frozen=True)
class Choice:
    """What is shown: slugs in their order, by id; `parts` says which part of a longer list that is."""

    parties: dict[int, str]
    targets: dict[int, str]
    all_parties: dict[int, str]
    party_part: Part
    target_part: Part
    n_silent_parties: int
    n_silent_targets: int
    notices: list[Notice] = field(default_factory=list)

    @property
    def shows_cells(self) -> bool:
        return bool(self.parties and self.targets)

    @property
    def party_numbers(self) -> range:
        return range(1, self.party_part.n_parts + 1)

    @property
    def target_numbers(self) -> range:
        return range(1, self.target_part.n_parts + 1)


def read_talks(negotiation: Negotiation, state: State, *, now: datetime) -> tuple[Talks, list[Notice]]:
    """The talks at the moment asked about. An instant in the future is told of, and answered as now. Four queries."""
    notices = []
    try:
        moment = resolve_moment(negotiation, valid_on=state.valid_on, known_at=state.known_at, now=now)
    except KnownAtInTheFuture:
        notices.append(
            Notice(
                _("Nobody can say today what will be known later. This is what is known now."),
                [Way(_("As known now"), state.query(known_at=None))],
                is_wrong=True,
            )
        )
        moment = resolve_moment(negotiation, valid_on=state.valid_on, known_at=None, now=now)
    talks = Talks(
        negotiation=negotiation,
        moment=moment,
        parties=parties_asked(negotiation, (), moment=moment),
        targets=targets_listed(negotiation, (), moment=moment),
        ever_held=places_ever_held(negotiation, moment=moment),
    )
    return talks, notices


def choose(talks: Talks, state: State, *, ranked: Sequence[str] = ()) -> Choice:
    """What of the talks to show. `ranked`: slugs of targets in the order wanted; empty: that of the catalog."""
    holders = {party for party, _target in talks.ever_held}
    held_on = {target for _party, target in talks.ever_held}
    notices: list[Notice] = []
    parties = asked_or(talks.parties, state.party, holders if not state.silent else (), notices, state=state)
    targets = asked_or(talks.targets, state.target, held_on if not state.silent else (), notices, state=state)
    targets = in_topics(targets, talks, state, notices)
    if ranked:
        place = {slug: number for number, slug in enumerate(ranked)}
        targets = dict(sorted(targets.items(), key=lambda item: place.get(item[1], len(place))))
    shown_parties, party_part = part_of(parties, state.party_page, at_once=PARTIES_AT_ONCE)
    rows_at_once = min(TARGETS_AT_ONCE, max(10, CELLS_AT_ONCE // max(1, len(shown_parties))))
    shown_targets, target_part = part_of(targets, state.target_page, at_once=rows_at_once)
    return Choice(
        parties=shown_parties,
        targets=shown_targets,
        all_parties=parties,
        party_part=party_part,
        target_part=target_part,
        n_silent_parties=0 if state.silent or state.party else len(talks.parties) - len(holders & talks.parties.keys()),
        n_silent_targets=0 if state.silent or state.target else len(talks.targets) - len(held_on),
        notices=notices,
    )


def asked_or(
    known: Mapping[int, Named], asked: Sequence[str], default: Collection[int], notices: list[Notice], *, state: State
) -> dict[int, str]:
    """Those asked for that there are, in the order asked, else those of `default`, else all. Tells of the others."""
    by_slug = {record.slug: key for key, record in known.items()}
    found = {by_slug[slug]: slug for slug in asked if slug in by_slug}
    unknown = [slug for slug in asked if slug not in by_slug]
    if unknown:
        notices.append(unknown_notice(unknown, known, asked, state=state))
    if not found:
        found = {key: record.slug for key, record in known.items() if key in default or not default}
    return found


def unknown_notice(unknown: Sequence[str], known: Mapping[int, Named], asked: Sequence[str], *, state: State) -> Notice:
    """What of the address there is not in these talks, with the nearest that there is."""
    is_party = any(isinstance(record, Party) for record in known.values())
    name = "party" if is_party else "target"
    text = (
        ngettext(
            "There is no party %(names)s in these talks.",
            "There are no parties %(names)s in these talks.",
            len(unknown),
        )
        if is_party
        else ngettext(
            "There is no issue or proposal %(names)s in these talks.",
            "There are no issues or proposals %(names)s in these talks.",
            len(unknown),
        )
    )
    names = ", ".join(f"“{slug[:80]}”" for slug in unknown[:5])
    nearest = process.extract(
        unknown[0][:200], [record.slug for record in known.values()], processor=default_process, limit=N_NEAREST
    )
    kept: tuple[str, ...] = tuple(slug for slug in asked if slug not in unknown)
    titles = {record.slug: record.name if isinstance(record, Party) else record.title for record in known.values()}
    near = [slug for slug, _score, _index in nearest if slug not in kept]
    ways = [Way(titles[slug], state.query(**{name: (*kept, slug)})) for slug in near]
    return Notice(text % {"names": names}, ways, is_wrong=True)


def in_topics(targets: dict[int, str], talks: Talks, state: State, notices: list[Notice]) -> dict[int, str]:
    """Those of the topics and of the kind asked for. A topic that there is not is told of and left out."""
    topics = {target.topic for target in talks.targets.values()}
    asked = [topic for topic in state.topic if topic in topics]
    if len(asked) < len(state.topic):
        notices.append(Notice(_("One of the topics asked for is not in these talks; it was left out."), is_wrong=True))
    records = talks.targets
    return {
        key: slug
        for key, slug in targets.items()
        if (not asked or records[key].topic in asked) and state.kind in {None, records[key].kind}
    }


def part_of(found: dict[int, str], number: int, *, at_once: int) -> tuple[dict[int, str], Part]:
    """The part of that number, or the last."""
    n_parts = max(1, ceil(len(found) / at_once))
    number = min(number, n_parts)
    first = (number - 1) * at_once
    shown = dict(list(found.items())[first : first + at_once])
    return shown, Part(number, n_parts, first + 1 if found else 0, first + len(shown), len(found))


def ranking(talks: Talks, state: State) -> Sequence[str]:
    """Slugs of all targets, most disagreed on first, where that order is asked for. One query."""
    if state.order is Order.TITLE:
        return [target.slug for target in sorted(talks.targets.values(), key=lambda one: one.title.casefold())]
    if state.order is not Order.DISAGREEMENT:
        return ()
    everything = choose(talks, state.but(order=None))
    parties = everything.parties or {key: party.slug for key, party in talks.parties.items()}
    targets = {key: target.slug for key, target in talks.targets.items()}
    held = read_holdings(parties=parties, targets=targets, moment=talks.moment)
    apart = disagreement_by_target(held, targets=list(targets.values()))
    return sorted(targets.values(), key=lambda slug: (apart[slug] is None, -(apart[slug] or 0)))
