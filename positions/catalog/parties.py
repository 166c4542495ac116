"""Parties of a catalog file into tables: who takes part, under which names, in which blocs, and who speaks for them."""

from collections.abc import Iterator, Sequence

from positions.catalog.changes import CatalogChange, CatalogConflict, Counts, Outcome
from positions.catalog.checks import same_name
from positions.catalog.shape import PartyShape, SpeakerShape
from positions.models import Membership, Participation, Party, Speaker


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
    values = {"name": shape.name, "role": shape.role.value, "aliases": list(shape.aliases)}
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
    """Says whether any is new. A membership that has ended counts as known: a file does not begin it again."""
    party = known[shape.slug]
    stored = set(party.memberships.values_list("bloc__slug", flat=True)) if shape.member_of else set()
    missing = [slug for slug in shape.member_of if slug not in stored]
    for slug in missing:
        change.recorded_at()
        Membership.objects.create(member=party, bloc=known[slug])
    return bool(missing)


def _load_speakers(change: CatalogChange, part: Participation, shapes: Sequence[SpeakerShape]) -> Outcome:
    _take_from_others(change, part, shapes)
    stored = list(part.speakers.all())
    outcome = Outcome.UNCHANGED
    for shape in shapes:
        values = {"title": shape.title, "aliases": list(shape.aliases), "from_on": shape.from_on, "to_on": shape.to_on}
        speaker = _find_speaker(shape, shapes, stored)
        if speaker is None:
            change.recorded_at()
            Speaker.objects.create(participation=part, name=shape.name, **values)
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


def _find_speaker(shape: SpeakerShape, shapes: Sequence[SpeakerShape], stored: list[Speaker]) -> Speaker | None:
    """The same name and first day in office; else the one term of that name that the file has otherwise."""
    named = {speaker.from_on: speaker for speaker in stored if speaker.name == shape.name}
    if shape.from_on in named:
        return named[shape.from_on]
    terms = {other.from_on for other in shapes if other.name == shape.name}
    gone, new = named.keys() - terms, terms - named.keys()
    return named[gone.pop()] if len(gone) == len(new) == 1 else None


def _speakers_kept(change: CatalogChange, shapes: Sequence[PartyShape]) -> list[str]:
    """Speakers of the file's parties that the file does not name."""
    named = {(shape.slug, speaker.name) for shape in shapes for speaker in shape.speakers}
    slugs = [shape.slug for shape in shapes]
    stored = Speaker.objects.filter(participation__negotiation=change.negotiation, participation__party__slug__in=slugs)
    pairs = stored.order_by("id").values_list("participation__party__slug", "name")
    return [f"{slug}: {name}" for slug, name in pairs if (slug, name) not in named]


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
