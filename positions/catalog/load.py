"""A catalog file into tables: all or nothing, as often as you like."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from positions.catalog.changes import CatalogChange, Counts, Outcome
from positions.catalog.kept_evidence import no_longer_in_the_file
from positions.catalog.parties import load_parties
from positions.catalog.positions import load_positions
from positions.catalog.present_names import with_present_names
from positions.catalog.shape import CatalogFile, NegotiationShape
from positions.catalog.targets import Rewording, list_rewordings, load_issues, load_proposals, require_same_kinds
from positions.history import lock, waiting_for_others
from positions.models import Negotiation, Revision

# Names the advisory lock that lets one catalog load at a time: two might make the same party. Any number would do.
LOADING = 7_265_001


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What one load changed. `revision`: the last public change that it made, None where nothing differed.

    `reworded`: propositions that changed under what was recorded or waits. `told`: what stays otherwise than the file
    says of its quotations, in sentences.
    """

    negotiation: Negotiation
    revision: Revision | None
    is_new: bool
    parties: Counts
    issues: Counts
    proposals: Counts
    positions: Counts
    reworded: tuple[Rewording, ...] = ()
    told: tuple[str, ...] = ()


def load_catalog(catalog_file: CatalogFile, *, by: User) -> Loaded:
    """Creates the negotiation of a file, or brings what is stored to what the file says.

    What is stored and not in the file stays, and is named in the counts. A name given up since counts as the present
    one. Loading the same file again changes nothing.
    Raises: CatalogConflict, and nothing is stored.
    """
    with transaction.atomic():
        wait_for_other_loads()
        catalog_file = with_present_names(catalog_file)
        negotiation, is_new = _find_or_create(catalog_file.negotiation)
        lock(negotiation)
        change = CatalogChange(negotiation, by=by)
        require_same_kinds(change, catalog_file)
        _load_negotiation(change, catalog_file.negotiation, is_new=is_new)
        return Loaded(
            negotiation=negotiation,
            is_new=is_new,
            parties=load_parties(change, catalog_file.parties),
            reworded=list_rewordings(change, catalog_file.issues),
            issues=load_issues(change, catalog_file.issues),
            proposals=load_proposals(change, catalog_file.proposals),
            positions=load_positions(change, catalog_file.positions),
            revision=change.find_last_revision(),
            told=(*change.told, *no_longer_in_the_file(change, catalog_file.positions, articles=change.quoted)),
        )


def wait_for_other_loads() -> None:
    """One load or import at a time, until the transaction ends. Raises: history.TalksBusy."""
    with waiting_for_others(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING])


def _find_or_create(shape: NegotiationShape) -> tuple[Negotiation, bool]:
    return Negotiation.objects.get_or_create(slug=shape.slug, defaults={"title": shape.title})


def _load_negotiation(change: CatalogChange, shape: NegotiationShape, *, is_new: bool) -> Outcome:
    if is_new:
        change.recorded_at()
    values: dict[str, Any] = {
        "title": shape.title,
        "description": shape.description,
        "started_on": shape.started_on,
        "ended_on": shape.ended_on,
    }
    if shape.published is not None:  # a file that does not say leaves it to the curators
        values["is_published"] = shape.published
    return change.update(change.negotiation, values)
