"""What the entries of a catalog say of each other: slugs known and given once, names of one party, no circles."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from positions.catalog.entries import Entries
from positions.catalog.names import alike, composed
from positions.catalog.periods import check_periods
from positions.catalog.problems import Where, nearest
from positions.catalog.shape import IssueShape, MembershipShape, PartyShape, PositionShape, ProposalShape
from positions.catalog.tree import Tree
from positions.history import lies_too_far
from positions.vocabulary import PartyKind

Slugs = list[tuple[Where, str]]

# Kinds of party that have no members of their own.
NO_BLOC = {PartyKind.STATE, PartyKind.COMPANY}


def check_entries(tree: Tree, entries: Entries) -> None:
    """Reports to the tree everything that is wrong between entries."""
    parties, issues, proposals = (entries.slugs.get(key, []) for key in ("parties", "issues", "proposals"))
    _check_given_once(tree, parties, "a party")
    _check_given_once(tree, [*issues, *proposals], "an issue or a proposal")
    for where, slug, valid, noun in _references(entries, parties, issues, proposals):
        known = {known for _, known in valid}
        if slug not in known:
            tree.report(where, f"“{slug}” is no {noun} of this file{nearest(slug, known)}")
    _check_names(tree, entries)
    _check_memberships(tree, entries)
    _check_circles(tree, entries.of("issues"), "parent", lambda issue: issue.parent)
    _check_circles(tree, entries.of("proposals"), "replaces", lambda proposal: proposal.replaces)
    _check_scales(tree, entries)
    _check_positions_given_once(tree, entries)
    _check_days_of_positions(tree, entries)
    check_periods(tree, entries)


def _check_given_once(tree: Tree, slugs: Slugs, noun: str) -> None:
    first: dict[str, Where] = {}
    for where, slug in slugs:
        if slug in first:
            tree.report(
                (*where, "slug"), f"“{slug}” is the slug of {noun} already{tree.on_line((*first[slug], 'slug'))}"
            )
        first.setdefault(slug, where)


def _references(
    entries: Entries, parties: Slugs, issues: Slugs, proposals: Slugs
) -> Iterator[tuple[Where, str, Slugs, str]]:
    """Every slug that names another entry: where it stands, what it says, what it may say, what that is called."""
    party: PartyShape
    for where, party in entries.of("parties"):
        for number, membership in enumerate(party.member_of):
            yield (*where, "member_of", number), membership.bloc, parties, "party"
    issue: IssueShape
    for where, issue in entries.of("issues"):
        if issue.parent:
            yield (*where, "parent"), issue.parent, issues, "issue"
    yield from _references_of_proposals(entries.of("proposals"), parties, issues, proposals)
    position: PositionShape
    for where, position in entries.of("positions"):
        yield (*where, "party"), position.party, parties, "party"
        yield (*where, "target"), position.target, [*issues, *proposals], "issue or proposal"


def _references_of_proposals(
    rows: Iterable[tuple[Where, ProposalShape]], parties: Slugs, issues: Slugs, proposals: Slugs
) -> Iterator[tuple[Where, str, Slugs, str]]:
    for where, proposal in rows:
        for number, slug in enumerate(proposal.proposed_by):
            yield (*where, "proposed_by", number), slug, parties, "party"
        for number, term in enumerate(proposal.terms):
            yield (*where, "terms", number, "issue"), term.issue, issues, "issue"
        if proposal.replaces:
            yield (*where, "replaces"), proposal.replaces, proposals, "proposal"


def same_name(name: str) -> str:
    """What two names have in common when they name the same: neither spelling nor an article tell names apart.

    Capitals do for an abbreviation, which articles always print so: `US` is not the word `us`.
    """
    abbreviation = name.isupper() and len(name) <= 5
    return composed(name) if abbreviation else f"{alike(name).removeprefix('the ')} "


def _check_names(tree: Tree, entries: Entries) -> None:
    """A name means one party: no two may share one, be it theirs or a speaker's. Cues may be shared."""
    owners: dict[str, tuple[str, Where]] = {}
    for where, party in entries.of("parties"):
        for here, name in _names(where, party):
            owner, there = owners.setdefault(same_name(name), (party.slug, here))
            if owner != party.slug:
                tree.report(here, f"“{name}” is a name of {owner} already{tree.on_line(there)}")
        for here, names in [((*where, "aliases"), party.aliases), *_speaker_aliases(where, party)]:
            _check_named_once(tree, here, names)


def _names(where: Where, party: PartyShape) -> Iterator[tuple[Where, str]]:
    yield (*where, "name"), party.name
    for number, alias in enumerate(party.aliases):
        yield (*where, "aliases", number), alias
    for number, speaker in enumerate(party.speakers):
        yield (*where, "speakers", number, "name"), speaker.name
    for here, aliases in _speaker_aliases(where, party):
        for number, alias in enumerate(aliases):
            yield (*here, number), alias


def _speaker_aliases(where: Where, party: PartyShape) -> list[tuple[Where, tuple[str, ...]]]:
    return [((*where, "speakers", n, "aliases"), speaker.aliases) for n, speaker in enumerate(party.speakers)]


def _check_named_once(tree: Tree, where: Where, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            tree.report((*where, number), f"“{name}” stands in this list already")


def _check_memberships(tree: Tree, entries: Entries) -> None:
    kinds = {party.slug: party.kind for _, party in entries.of("parties")}
    for where, party in entries.of("parties"):
        for number, membership in enumerate(party.member_of):
            here, slug = (*where, "member_of", number), membership.bloc
            if slug == party.slug:
                tree.report(here, "a party is no member of itself")
            elif kinds.get(slug) in NO_BLOC:
                tree.report(here, f"“{slug}” is a {kinds[slug].value}, which has no members")
            elif any(overlap(membership, other) for other in party.member_of[:number]):
                tree.report(here, f"“{slug}” stands in this list already, for some of the same days")


def overlap(one: MembershipShape, other: MembershipShape) -> bool:
    """In the same bloc, on some day in both. What has no day begins before all days, and never ends."""
    if one.bloc != other.bloc:
        return False
    first, second = sorted((one, other), key=lambda each: each.from_on or date.min)
    return first.to_on is None or first.to_on > (second.from_on or date.min)


def _check_circles(tree: Tree, rows: list[tuple[Where, Any]], key: str, above: Callable[[Any], str | None]) -> None:
    """Going up from an entry never leads back to it."""
    steps = {entry.slug: above(entry) for _, entry in rows}
    for where, entry in rows:
        way, slug = [entry.slug], steps[entry.slug]
        while slug is not None and slug not in way:
            way.append(slug)
            slug = steps.get(slug)
        if slug == entry.slug:
            tree.report((*where, key), f"leads in a circle: {' → '.join([*way, entry.slug])}")


def _check_scales(tree: Tree, entries: Entries) -> None:
    """A number on an issue's scale has one label."""
    for where, issue in entries.of("issues"):
        values: set[Decimal] = set()
        for number, point in enumerate(issue.scale):
            if point.value in values:
                tree.report((*where, "scale", number, "value"), f"{point.value} has a label already")
            values.add(point.value)


def _check_positions_given_once(tree: Tree, entries: Entries) -> None:
    first: dict[tuple[object, ...], Where] = {}
    for where, position in entries.of("positions"):
        key = (position.party, position.target, position.valid_from)
        if key in first:
            line = tree.line(first[key])
            message = f"{position.party} on {position.target} from {position.valid_from} stands on line {line} already"
            tree.report(where, message)
        first.setdefault(key, where)


def _check_days_of_positions(tree: Tree, entries: Entries) -> None:
    """The limits that imports and the admin's forms have too: what is loaded is public at once."""
    position: PositionShape
    for where, position in entries.of("positions"):
        days: list[tuple[Where, date | None]] = [((*where, "valid_from"), position.valid_from)]
        for number, evidence in enumerate(position.evidence):
            here = (*where, "evidence", number)
            days += [((*here, "said_on"), evidence.said_on)]
            days += [((*here, "article", "published_on"), evidence.article.published_on)]
        for there, day in days:
            if day is not None and lies_too_far(day, today=timezone.now().date()):
                tree.report(there, f"{day} lies too far away; look at the year")
