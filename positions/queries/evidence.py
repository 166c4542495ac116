"""The evidence of positions, as it was given at one instant."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Count, F, Func, Max, Q, Value

from positions.comparison.records import Article, Moment
from positions.comparison.records import Evidence as EvidenceRecord
from positions.models import Evidence
from positions.vocabulary import Attribution, EvidenceDepth

# A reader of the public answer sees this many characters of one quote at most.
LONGEST_QUOTE_CHARACTERS = 600


class EvidenceRow(NamedTuple):
    """What is read of one piece of evidence; a field's name is its column."""

    position_id: int
    said_on: date
    decision__amended: dict[str, Any]
    statement__uuid: UUID
    statement__quote: str
    statement__start: int
    statement__speaker: str
    statement__attribution: str
    statement__article__uuid: UUID
    statement__article__title: str
    statement__article__url: str
    statement__article__outlet: str
    statement__article__published_on: date | None


def is_any_of(column: str, keys: Collection[int]) -> Func:
    """The column equals any of them: one parameter however many there are, where `__in` would make one of each."""
    array = Value(list(keys), output_field=ArrayField(BigIntegerField()))
    return Func(F(column), array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class Support(NamedTuple):
    """How well a position stands: when evidence last supported it, None where none did by the day asked about; and
    from how many independent sources all its evidence comes."""

    last: date | None
    n_sources: int


UNSUPPORTED = Support(None, 0)


def support_of(positions: Collection[int], *, moment: Moment) -> dict[int, Support]:
    """By position, its support up to `moment.valid_on`; those without any evidence are left out. One query."""
    given = Evidence.objects.known(moment.known_at).filter(is_any_of("position_id", positions))
    last = Max("said_on", filter=Q(said_on__lte=moment.valid_on))
    rows = given.order_by().values_list("position_id").annotate(last=last, n=Count("story", distinct=True))
    return {position: Support(*support) for position, *support in rows}


def evidence_of(
    positions: Collection[int], *, moment: Moment, depth: EvidenceDepth
) -> Mapping[int, list[EvidenceRecord]]:
    """By position, its evidence in the order (said_on, id): all of it, the first, or without a query none."""
    found: defaultdict[int, list[EvidenceRecord]] = defaultdict(list)
    if depth == EvidenceDepth.NONE:
        return found
    given = Evidence.objects.known(moment.known_at).filter(is_any_of("position_id", positions))
    given = given.order_by("position_id", "said_on", "id")
    if depth == EvidenceDepth.FIRST:
        given = given.distinct("position_id")
    for row in given.values_list(*EvidenceRow._fields):
        read = EvidenceRow(*row)
        found[read.position_id].append(evidence_record(read))
    return found


def evidence_record(row: EvidenceRow) -> EvidenceRecord:
    """The statement as the curator accepted it: an amendment's values stand in place of the statement's own."""
    quote = row.statement__quote[:LONGEST_QUOTE_CHARACTERS]
    speaker = row.decision__amended.get("speaker", row.statement__speaker)
    return EvidenceRecord(
        id=row.statement__uuid,
        quote=quote,
        start=row.statement__start,
        end=row.statement__start + len(quote),
        speaker=speaker or None,
        attribution=Attribution(row.decision__amended.get("attribution", row.statement__attribution)),
        said_on=row.said_on,
        article=Article(
            id=row.statement__article__uuid,
            title=row.statement__article__title,
            url=row.statement__article__url,
            outlet=row.statement__article__outlet,
            published_on=row.statement__article__published_on,
        ),
    )
