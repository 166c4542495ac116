"""Makes, finds, describes and verifies snapshots."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth.models import User
from django.db import transaction

from positions import history
from positions.citations import Citation
from positions.comparison import ENGINE
from positions.comparison.quotes import empty_quotes
from positions.comparison.records import Record, plain
from positions.models import Negotiation, Snapshot, TakeDown
from positions.queries.catalog.former_slugs import renamed_in
from positions.snapshots.canonical import canonical_json
from positions.snapshots.citation import cite_snapshot
from positions.snapshots.differences import Difference, differences
from positions.snapshots.former_names import as_called_then
from positions.vocabulary import CODEBOOK, Comparison

# A matrix of 1,000 cells with summaries has about 1 MB; nobody cites one that is sixteen times as large.
LARGEST_BODY_BYTES = 16 * 2**20
# How many places that differ are named; all are counted.
N_DIFFERENCES_SHOWN = 100


class AnswerTooLarge(Exception):
    """The answer is too large to be kept; ask for fewer parties, fewer targets or less evidence."""

    def __init__(self, n_bytes: int) -> None:
        super().__init__(
            f"The answer has {n_bytes:,} bytes; a snapshot keeps at most {LARGEST_BODY_BYTES:,}. "
            "Ask for fewer parties, fewer targets or less evidence."
        )


class UnknownSnapshot(Exception):
    """There is no such snapshot, or its talks are a draft and the reader is not staff."""

    def __init__(self, uuid: UUID) -> None:
        super().__init__(f"There is no snapshot {uuid}.")
        self.uuid = uuid


@dataclass(frozen=True, kw_only=True)
class FrozenAnswer:
    """What is to be kept: the answer, and all that is needed to compute it again.

    `query` has the parameters with every time as it was answered.
    """

    comparison: Comparison
    query: Mapping[str, Any]
    valid_on: date
    known_at: datetime
    revision: int
    stale_after_days: int
    answer: Record


@dataclass(frozen=True)
class SnapshotRecord(Record):
    """An answer that was frozen, with its citation."""

    id: UUID
    """Public id."""
    address: str
    """Where this is found, for as long as the database is kept."""
    negotiation: str
    """Slug of the talks."""
    comparison: Comparison
    """Which comparison was asked for."""
    query: dict[str, Any]
    """The parameters, with every time as it was answered."""
    valid_on: date
    """What did the parties hold on this day? The later, where two days were compared."""
    known_at: datetime
    """What did this database say at this instant? The later, where two were compared."""
    revision: int
    """Number of the last public change in the answer."""
    stale_after_days: int
    """After how many days without evidence a position was called stale."""
    engine: str
    """Version of the comparison that computed it."""
    codebook: str
    """Version of the codebook by which its stances were coded."""
    sha256: str
    """SHA-256 of the body's bytes, which `body/` gives, in hexadecimal."""
    sha256_as_made: str
    """The same of the body as it was made: another where quotes of articles taken down are gone since."""
    words_removed_at: datetime | None
    """When such quotes were last removed from the body; null: it is as it was made."""
    n_bytes: int
    """Length of the body in bytes."""
    made_at: datetime
    """When it was made."""
    citation: Citation
    """How to cite it."""
    body: dict[str, Any]
    """The answer. Its canonical JSON (RFC 8785) is what was hashed."""


@dataclass(frozen=True)
class Verification(Record):
    """Whether a frozen answer still comes out the same."""

    id: UUID
    """Public id of the snapshot."""
    is_equal: bool
    """The same question, answered now, gives the same bytes, and the stored bytes have the stored hash."""
    is_hash_right: bool
    """The stored bytes have the stored hash."""
    sha256: str
    """The stored hash."""
    computed_sha256: str
    """SHA-256 of the answer computed now, with slugs that were given up since as they were then."""
    engine: str
    """Version of the comparison that computed the snapshot."""
    computed_engine: str
    """Version of the comparison that computed the answer now."""
    n_differences: int
    """In how many places the two differ."""
    differences: list[Difference]
    """The first 100 of them."""
    verified_at: datetime
    """When this was computed."""


def make_snapshot(negotiation: Negotiation, frozen: FrozenAnswer, *, by: User) -> Snapshot:
    """Keeps an answer for good, without quotes that were taken down since it was computed.

    The negotiation is locked, so that a take-down is over, and known here, or finds what is kept.
    Raises: AnswerTooLarge; history.TalksBusy.
    """
    answer = plain(frozen.answer)
    body = canonical_json(answer)
    if len(body) > LARGEST_BODY_BYTES:
        raise AnswerTooLarge(len(body))
    with transaction.atomic():
        history.lock(negotiation)
        gone = TakeDown.objects.filter(revision__negotiation=negotiation).values_list("article__uuid", flat=True)
        if sum(empty_quotes(answer, str(uuid)) for uuid in gone):
            body = canonical_json(answer)
        return store(negotiation, frozen, body, by=by)


def store(negotiation: Negotiation, frozen: FrozenAnswer, body: bytes, *, by: User) -> Snapshot:
    made = Snapshot.objects.create(
        negotiation=negotiation,
        comparison=frozen.comparison.value,
        query=plain(dict(frozen.query)),
        valid_on=frozen.valid_on,
        known_at=frozen.known_at,
        revision=frozen.revision,
        stale_after_days=frozen.stale_after_days,
        engine=ENGINE,
        codebook=CODEBOOK,
        body=body.decode(),
        sha256=sha256(body),
        made_by=by,
    )
    made.refresh_from_db(fields=["made_at"])
    return made


def get_snapshot(uuid: UUID, *, with_drafts: bool) -> Snapshot:
    """With its negotiation. One query. Raises: UnknownSnapshot."""
    found = Snapshot.objects.select_related("negotiation").filter(uuid=uuid).first()
    if found is None or not (found.negotiation.is_published or with_drafts):
        raise UnknownSnapshot(uuid)
    return found


def describe_snapshot(snapshot: Snapshot, *, address: str) -> SnapshotRecord:
    """Everything that is public about it. No query."""
    return SnapshotRecord(
        id=snapshot.uuid,
        address=address,
        negotiation=snapshot.negotiation.slug,
        comparison=Comparison(snapshot.comparison),
        query=snapshot.query,
        valid_on=snapshot.valid_on,
        known_at=snapshot.known_at,
        revision=snapshot.revision,
        stale_after_days=snapshot.stale_after_days,
        engine=snapshot.engine,
        codebook=snapshot.codebook,
        sha256=snapshot.sha256,
        sha256_as_made=snapshot.sha256_as_made or snapshot.sha256,
        words_removed_at=snapshot.words_removed_at,
        n_bytes=len(snapshot.body.encode()),
        made_at=snapshot.made_at,
        citation=cite_snapshot(snapshot, address=address),
        body=orjson.loads(snapshot.body),
    )


def verify_snapshot(snapshot: Snapshot, computed: Record, *, at: datetime) -> Verification:
    """Compares what was kept with the answer to the same question, computed `at` that instant.

    No query; one where they differ, for the names that were given up since.
    """
    kept = snapshot.body.encode()
    now = canonical_json(computed)
    if kept != now:
        present = renamed_in(snapshot.negotiation).present()
        now = canonical_json(as_called_then(orjson.loads(kept), orjson.loads(now), present))
    is_hash_right = sha256(kept) == snapshot.sha256
    found = differences(orjson.loads(kept), orjson.loads(now)) if kept != now else iter(())
    first = list(islice(found, N_DIFFERENCES_SHOWN))
    return Verification(
        id=snapshot.uuid,
        is_equal=kept == now and is_hash_right,
        is_hash_right=is_hash_right,
        sha256=snapshot.sha256,
        computed_sha256=sha256(now),
        engine=snapshot.engine,
        computed_engine=ENGINE,
        n_differences=len(first) + sum(1 for _ in found),
        differences=first,
        verified_at=at,
    )


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
