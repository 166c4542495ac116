"""Positions of a coded data set into one negotiation: all or nothing, as often as you like.

What the mapping lets be made is made; positions go the way of a catalog file's, so that what curators changed since
stays as they left it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from positions.catalog.changes import CatalogChange, CatalogConflict, Counts
from positions.catalog.checks import same_name
from positions.catalog.coded_lines import (
    CellInvalid,
    DataSet,
    Faults,
    Names,
    checked,
    position_at,
    text_at,
)
from positions.catalog.load import Loaded, wait_for_other_loads
from positions.catalog.mapping import FieldShape, MappingShape, NewIssueFields, NewPartyFields, SourceFields
from positions.catalog.names import KnownNames
from positions.catalog.parties import load_parties
from positions.catalog.positions import Key
from positions.catalog.problems import CatalogFileInvalid, Problem, told_once
from positions.catalog.shape import IssueShape, PartyShape, PositionShape, Shape, SourceShape
from positions.catalog.spreadsheets import NO_ROW, Line
from positions.catalog.targets import load_issues
from positions.catalog.withdrawals import load_with_withdrawals, withdrawn_on
from positions.history import lies_too_far, lock
from positions.ingestion import SourceText, store_source
from positions.models import Negotiation, Participation, Party
from positions.queries.catalog.former_slugs import find_talks, former_names

# In the place of a name that is wrong.
UNKNOWN = "unknown"


@dataclass
class Coded:
    """What the lines of a data set come to."""

    parties: dict[str, PartyShape]
    issues: dict[str, IssueShape]
    positions: list[PositionShape]
    withdrawals: dict[Key, date | None]
    sources: dict[SourceShape, None]


@dataclass
class Known:
    """What lines may name. `first`: the line that began a position of a party on a target on a day."""

    parties: Names
    targets: Names
    kinds: Mapping[str, str]
    first: dict[tuple[str, str, date], Line] = field(default_factory=dict)


def import_positions(data_set: DataSet, *, negotiation: str, by: User) -> Loaded:
    """Records what the data set codes in the talks that are or were called so. The same data set again changes nothing.

    Raises: CatalogConflict where the talks are not there and the mapping makes none; CatalogFileInvalid, which lists
    every problem with its line and column. Then nothing is stored.
    """
    mapping = data_set.mapping
    with transaction.atomic():
        wait_for_other_loads()
        talks, is_new = _find_or_create(negotiation, mapping)
        lock(talks)
        change = CatalogChange(talks, by=by)
        if is_new:
            change.recorded_at()
        coded = _read(data_set, talks)
        for source in coded.sources:
            store_source(
                SourceText(
                    text="",
                    title=source.title,
                    url=source.url,
                    outlet=source.outlet,
                    published_on=source.published_on,
                ),
                submitter=by,
            )
        return Loaded(
            negotiation=talks,
            is_new=is_new,
            parties=_only_new(load_parties(change, list(coded.parties.values()))),
            issues=_only_new(load_issues(change, list(coded.issues.values()))),
            proposals=Counts(),
            positions=load_with_withdrawals(change, coded.positions, coded.withdrawals),
            revision=change.find_last_revision(),
        )


def _only_new(counts: Counts) -> Counts:
    """What an import leaves alone is not worth a word."""
    return Counts(n_new=counts.n_new)


def _find_or_create(slug: str, mapping: MappingShape) -> tuple[Negotiation, bool]:
    found = find_talks(slug)
    if found is not None:
        return found, False
    new = mapping.create.negotiation
    if new is None:
        raise CatalogConflict(f"There are no talks “{slug}”, and the mapping makes none (create.negotiation).")
    return Negotiation.objects.create(
        slug=slug,
        title=new.title,
        description=new.description,
        started_on=new.started_on,
        ended_on=new.ended_on,
        is_published=new.published is not False,
    ), True


def _read(data_set: DataSet, talks: Negotiation) -> Coded:
    """Raises: CatalogFileInvalid, which lists every problem of every line."""
    mapping, coded = data_set.mapping, Coded({}, {}, [], {}, {})
    parties, issues = mapping.create.parties, mapping.create.issues
    known = Known(
        parties=Names("party", known_parties(talks), may_create=bool(parties), title=parties.name if parties else None),
        targets=Names("target", known_targets(talks), may_create=bool(issues), title=issues.title if issues else None),
        kinds=dict(Party.objects.values_list("slug", "kind")),
    )
    problems = list(data_set.problems)
    for line in data_set.lines:
        faults = Faults()
        _read_line(line, mapping, known, coded, faults)
        problems += faults.problems(line)
    if not problems and not coded.positions:  # or talks would be made, and public, with nothing in them
        problems.append(Problem(None, "", NO_ROW))
    if problems:
        raise CatalogFileInvalid(data_set.path, told_once(problems))
    return coded


def _read_line(line: Line, mapping: MappingShape, known: Known, coded: Coded, faults: Faults) -> None:
    """What the line codes, put to the rest; every cell of it is read, whatever is wrong with another."""
    party, target, position = UNKNOWN, UNKNOWN, None
    with faults:
        party = known.parties.slug_of(mapping.party, line)
    with faults:
        target = known.targets.slug_of(mapping.target, line)
    with faults:
        position = position_at(line, mapping, party=party, target=target)
        if position is None:
            return
    with faults:
        if party in known.parties.made and mapping.create.parties:
            shape = _new_party(mapping.create.parties, line, party, mapping.party, known.kinds)
            _require_same(coded.parties, shape)
    with faults:
        if target in known.targets.made and mapping.create.issues:
            _require_same(coded.issues, _new_issue(mapping.create.issues, line, target, mapping.target))
    source, taken_back = None, None
    with faults:
        source = _source(mapping.source, line) if mapping.source else None
    with faults:
        taken_back = withdrawn_on(line, mapping, position)
    if position is None:
        return
    with faults:
        _require_days_of_our_time(position, taken_back, mapping)
        if UNKNOWN not in {party, target}:
            _require_once(known.first, position, line)
    coded.positions.append(_with_summary(position, source))
    coded.withdrawals[party, target, position.valid_from] = taken_back
    if source:
        coded.sources[source] = None


def known_parties(talks: Negotiation) -> KnownNames:
    """By slug, name and alias; a slug before another party's name, and a former slug after it."""
    parts = list(Participation.objects.filter(negotiation=talks).listed().select_related("party"))
    names = [(name, part.party.slug) for part in parts for name in (part.name, *part.aliases)]
    return KnownNames(names, slugs=[part.party.slug for part in parts], former=former_names(talks).parties)


def known_targets(talks: Negotiation) -> KnownNames:
    """By slug and title."""
    pairs = list(talks.targets.listed().values_list("slug", "title"))
    titles = [(title, slug) for slug, title in pairs]
    return KnownNames(titles, slugs=[slug for slug, _ in pairs], former=former_names(talks).targets)


def _require_once(first: dict[tuple[str, str, date], Line], position: PositionShape, line: Line) -> None:
    key = position.party, position.target, position.valid_from
    there = first.setdefault(key, line)
    if there is not line:
        says = f"{position.party} on {position.target} from {position.valid_from} stands on line {there.number} already"
        raise CellInvalid("", says)


def _require_days_of_our_time(position: PositionShape, taken_back: date | None, mapping: MappingShape) -> None:
    """What is imported is public at once, so that a slip in a year is told before. Raises: CellInvalid."""
    require_near(position.valid_from, mapping.valid_from.column or "valid_from")
    if taken_back is not None and mapping.withdrawn_on is not None:
        require_near(taken_back, mapping.withdrawn_on.column or "withdrawn_on")


def require_near(day: date, column: str) -> None:
    """The limits that the admin's forms have too. Raises: CellInvalid."""
    if lies_too_far(day, today=timezone.now().date()):
        raise CellInvalid(column, f"{day} lies too far away; look at the year")


def _require_same(made: dict[str, Any], shape: Any) -> None:
    """All lines say the same of a party or an issue that they make; of spellings of its name the first stays."""
    before = made.setdefault(shape.slug, shape)
    for key in type(shape).model_fields:
        first, now = getattr(before, key), getattr(shape, key)
        if first != now and not (key in {"name", "title"} and same_name(first) == same_name(now)):
            raise CellInvalid(key, f"an earlier line says otherwise of {shape.slug}: “{first}”")


def _new_party(
    fields: NewPartyFields, line: Line, slug: str, named: FieldShape, kinds: Mapping[str, str]
) -> PartyShape:
    """A party that takes part in other talks stays of its kind."""
    values = _values(fields, line) | {"slug": slug}
    values.setdefault("name", line.cells[named.column] if named.column else slug)
    if slug in kinds:
        values["kind"] = kinds[slug]
    return checked(PartyShape, values, fields)


def _new_issue(fields: NewIssueFields, line: Line, slug: str, named: FieldShape) -> IssueShape:
    values = _values(fields, line) | {"slug": slug, "scale": fields.scale}
    values.setdefault("title", line.cells[named.column] if named.column else slug)
    return checked(IssueShape, values, fields)


def _source(fields: SourceFields, line: Line) -> SourceShape:
    return checked(SourceShape, _values(fields, line), fields)


def _values(fields: Shape, line: Line) -> dict[str, Any]:
    """What the line says for each key that takes its value from the data set; nothing where it is empty."""
    shapes = {key: getattr(fields, key) for key in type(fields).model_fields}
    said = {key: text_at(shape, line) for key, shape in shapes.items() if isinstance(shape, FieldShape)}
    return {key: text for key, text in said.items() if text}


def _with_summary(position: PositionShape, source: SourceShape | None) -> PositionShape:
    """A position without a summary of its own says where it comes from, for it has no quotation that would."""
    if position.summary or source is None:
        return position
    return position.model_copy(update={"summary": f"Coded in “{source.title}”."})
