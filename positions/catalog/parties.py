"""Parties of a catalog file into tables: who takes part, under which names, in which blocs, and who speaks for them."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from positions.catalog.changes import CatalogChange, CatalogConflict, Counts, Outcome
from positions.catalog.checks import same_name
from positions.catalog.names import composed
from positions.catalog.shape import MembershipShape, PartyShape, SpeakerShape
from positions.models import Membership, Participation, Party, Speaker

Term = SpeakerShape | MembershipShape
Row = TypeVar("Row", Speaker, Membership)


def load_parties(change: CatalogChange, shapes: Sequence[PartyShape]) -> Counts:
    """A party is known by its slug over all negotiations; its names here are those of this file.

    Raises: CatalogConflict where a name would be that of a stored party too.
    """
    known = Party.objects.in_bulk([shape.slug for shape in shapes], field_name="slug")
    stored = {part.party.slug: part for part in change.negotiation.participations.listed().select_related("party")}
    outcomes = {shape.slug: _load_party(change, shape, known, stored.get(shape.slug)) for shape in shapes}
    for shape in shapes:
        if _load_memberships(change, shape, known) and outcomes[shape.slug] is Outcome.UNCHANGED:
            outcomes[shape.slug] = Outcome.UPDATED
    _require_names_of_one_party(change, shapes)
    gone = [slug for slug in stored if slug not in outcomes]
    return Counts.of(outcomes.values(), kept=[*gone, *_speakers_kept(change, shapes)])


def _load_party(
    change: CatalogChange, shape: PartyShape, known: dict[str, Party], part: Participation | None
) -> Outcome:
    party = known.get(shape.slug)
    if party is None:
        party = Party.objects.create(slug=shape.slug, name=shape.name, kind=shape.kind.value, iso=shape.iso or "")
        known[shape.slug] = party
    values: dict[str, Any] = {"name": shape.name, "role": shape.role.value, "aliases": list(shape.aliases)}
    values |= {"from_on": shape.from_on, "to_on": shape.to_on}
    if part is None:
        outcome = Outcome.NEW
        part = Participation.objects.create(
            negotiation=change.negotiation, party=party, recorded_at=change.recorded_at(), **values
        )
    else:
        outcome = change.update(part, values)
    # Another file may know the code of a state that this one leaves out.
    general = change.update(party, {"kind": shape.kind.value, "iso": shape.iso or party.iso})
    spoken = _load_speakers(change, part, shape.speakers)
    return outcome if outcome is not Outcome.UNCHANGED else max(general, spoken, key=list(Outcome).index)


def _load_memberships(change: CatalogChange, shape: PartyShape, known: dict[str, Party]) -> bool:
    """Says whether anything is new. A file that says no days leaves those that are stored."""
    party, is_new = known[shape.slug], False
    rows = list(party.memberships.select_related("bloc")) if shape.member_of else []
    for one in shape.member_of:
        stored = [row for row in rows if row.bloc.slug == one.bloc]
        if stored and not one.says_days:
            continue
        row = _same_term(one, [other for other in shape.member_of if other.bloc == one.bloc], stored)
        values = {"from_on": one.from_on, "to_on": one.to_on}
        if row is None:
            change.recorded_at()
            Membership.objects.create(member=party, bloc=known[one.bloc], **values)
            is_new = True
        elif change.update(row, values) is Outcome.UPDATED:
            is_new = True
    return is_new


def _load_speakers(change: CatalogChange, part: Participation, shapes: Sequence[SpeakerShape]) -> Outcome:
    _take_from_others(change, part, shapes)
    stored = list(part.speakers.all())
    outcome = Outcome.UNCHANGED
    for shape in shapes:
        values: dict[str, Any] = {"name": shape.name, "title": shape.title, "aliases": list(shape.aliases)}
        values |= {"from_on": shape.from_on, "to_on": shape.to_on}
        terms = [other for other in shapes if other.name == shape.name]
        speaker = _same_term(shape, terms, [row for row in stored if composed(row.name) == shape.name])
        if speaker is None:
            change.recorded_at()
            Speaker.objects.create(participation=part, **values)
            outcome = Outcome.UPDATED
        elif change.update(speaker, values) is Outcome.UPDATED:
            outcome = Outcome.UPDATED
    return outcome


def _take_from_others(change: CatalogChange, part: Participation, shapes: Sequence[SpeakerShape]) -> None:
    """Whom the file names for this party speaks for no other any longer: a name means one party."""
    others = change.negotiation.participations.listed().exclude(pk=part.pk)
    taken = Speaker.objects.filter(participation__in=others, name__in=[shape.name for shape in shapes])
    if taken.exists():
        change.recorded_at()
        taken.delete()


def _same_term(one: Term, terms: Sequence[Term], stored: Sequence[Row]) -> Row | None:
    """Of one person's terms of office, or a party's in one bloc: the stored one with the same first day; else the one
    that the file has otherwise."""
    by_day = {row.from_on: row for row in stored}
    if one.from_on in by_day:
        return by_day[one.from_on]
    days = {term.from_on for term in terms}
    gone, new = by_day.keys() - days, days - by_day.keys()
    return by_day[gone.pop()] if len(gone) == len(new) == 1 else None


def _speakers_kept(change: CatalogChange, shapes: Sequence[PartyShape]) -> list[str]:
    """Speakers of the file's parties that the file does not name."""
    named = {(shape.slug, speaker.name) for shape in shapes for speaker in shape.speakers}
    slugs = [shape.slug for shape in shapes]
    stored = Speaker.objects.filter(participation__negotiation=change.negotiation, participation__party__slug__in=slugs)
    pairs = stored.order_by("id").values_list("participation__party__slug", "name")
    return [f"{slug}: {name}" for slug, name in pairs if (slug, composed(name)) not in named]


def _require_names_of_one_party(change: CatalogChange, shapes: Sequence[PartyShape]) -> None:
    """A name of the file is that of no stored party or speaker that the file leaves out. Raises: CatalogConflict."""
    owners = {same_name(name): shape.slug for shape in shapes for name in _names(shape, *shape.speakers)}
    parts = change.negotiation.participations.listed().select_related("party").prefetch_related("speakers")
    taken = [
        (name, owner, part.party.slug)
        for part in parts
        for name in _names(part, *part.speakers.all())
        if (owner := owners.get(same_name(name), part.party.slug)) != part.party.slug
    ]
    if taken:
        raise CatalogConflict(
            "\n".join(
                f"parties: “{name}” is a name of {owner} in the file and of {slug}, which is stored; if they are one, "
                f"rename or merge {slug} on its page of the catalog in the admin, else take the name away there"
                for name, owner, slug in taken
            )
        )


def _names(*named: PartyShape | SpeakerShape | Participation | Speaker) -> Iterator[str]:
    for one in named:
        yield one.name
        yield from one.aliases
