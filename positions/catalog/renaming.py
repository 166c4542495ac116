"""Another name in addresses: for talks, a party, an issue or a proposal. The former one keeps answering."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Func, Q, Value
from pydantic import TypeAdapter, ValidationError

from positions.catalog.editing import EntryInvalid, EntryProblem, find_row
from positions.catalog.load import wait_for_other_loads
from positions.catalog.shape import Slug
from positions.history import lock, open_revision
from positions.models import FormerSlug, Negotiation, Participation, Party, Revision, Target, Webhook
from positions.vocabulary import RevisionKind

Named = Negotiation | Party | Target
SLUG = TypeAdapter(Slug)


def rename_talks(negotiation: Negotiation, slug: str, *, by: User) -> tuple[Revision, ...]:
    """Raises: EntryInvalid for a slug that can't be, or is or was that of other talks."""
    with transaction.atomic():
        wait_for_other_loads()
        negotiation.refresh_from_db()
        return _rename(negotiation, slug, by=by)


def rename_entry(negotiation: Negotiation, section: str, slug: str, new: str, *, by: User) -> tuple[Revision, ...]:
    """A party, an issue or a proposal. A party is the same in all talks, so it is renamed in each of them.

    Gives a revision for each negotiation concerned; none where nothing differs.
    Raises: NoSuchEntry; EntryInvalid for a slug that can't be, or is or was another's.
    """
    with transaction.atomic():
        wait_for_other_loads()
        return _rename(find_row(negotiation, section, slug), new, by=by)


def _rename(named: Named, slug: str, *, by: User) -> tuple[Revision, ...]:
    former = named.slug
    if slug == former:
        return ()
    talks = tuple(_talks_of(named))
    for negotiation in talks:
        lock(negotiation)
    _require_free(named, slug)
    column = {_column(named): named}
    # Its own former name becomes its present one again.
    FormerSlug.objects.filter(slug=slug, within=None, **column).delete()
    was_public = Negotiation.objects.published().filter(pk__in=[negotiation.pk for negotiation in talks]).exists()
    FormerSlug.objects.create(slug=former, was_public=was_public, given_up_by=by, **column)
    named.slug = slug
    named.save(update_fields=["slug"])
    if isinstance(named, Party):
        _lead_on_where_it_was_merged(named, by=by)
        renamed = Func(F("parties"), Value(former), Value(slug), function="array_replace")
        Webhook.objects.filter(parties__contains=[former]).update(parties=renamed)
    return tuple(open_revision(negotiation, kind=RevisionKind.CATALOG, by=by) for negotiation in talks)


def _lead_on_where_it_was_merged(party: Party, *, by: User) -> None:
    """In talks in which it turned out to be another its new name leads to that one too."""
    merged = Participation.objects.filter(party=party, merged_into__isnull=False)
    FormerSlug.objects.bulk_create(
        [
            FormerSlug(
                slug=party.slug,
                party=part.merged_into.party,
                within=part.negotiation,
                was_public=part.negotiation.is_published,
                given_up_by=by,
            )
            for part in merged.select_related("negotiation", "merged_into__party")
            if part.merged_into
        ],
        ignore_conflicts=True,  # it had that name when it was merged
    )


def _talks_of(named: Named) -> Iterable[Negotiation]:
    """Those whose answers name it; in one order, so that two who rename never wait for each other."""
    if isinstance(named, Negotiation):
        return [named]
    if isinstance(named, Target):
        return [named.negotiation]
    return Negotiation.objects.filter(participations__party=named).order_by("pk")


def _column(named: Named) -> str:
    return "negotiation" if isinstance(named, Negotiation) else "party" if isinstance(named, Party) else "target"


def _require_free(named: Named, slug: str) -> None:
    """Raises: EntryInvalid."""
    try:
        SLUG.validate_python(slug)
    except ValidationError:
        raise _refused("must be at most 80 characters a-z, 0-9 and hyphens, such as water-share") from None
    if isinstance(named, Target):
        among = Q(negotiation=named.negotiation)
        taken = Target.objects.filter(among, slug=slug).exists()
        was_anothers = FormerSlug.objects.filter(target__negotiation=named.negotiation, slug=slug).exclude(target=named)
    else:
        taken = type(named).objects.filter(slug=slug).exists()
        was_anothers = FormerSlug.objects.filter(slug=slug, **{f"{_column(named)}__isnull": False})
        was_anothers = was_anothers.exclude(**{_column(named): named})
        if isinstance(named, Party):  # its own, where it was merged
            merged = named.participations.filter(retired_at__isnull=False)
            was_anothers = was_anothers.exclude(within__in=merged.values("negotiation"))
    if taken:
        raise _refused(f"“{slug}” is another's name already")
    if was_anothers.exists():
        raise _refused(f"“{slug}” was another's name, whose old addresses still answer")


def _refused(message: str) -> EntryInvalid:
    return EntryInvalid([EntryProblem(("slug",), message)])
