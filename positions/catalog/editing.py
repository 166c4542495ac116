"""One entry of a stored catalog changed by hand, held to the rules of a whole file.

The stored catalog is taken as the content of its file, the entry is put in its place, and all of it is checked and
loaded as a file would be: so a form can store nothing that a file could not, and both are refused in the same words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from positions.catalog.changes import CatalogChange
from positions.catalog.checks import check_entries
from positions.catalog.entries import Entries, read_entries
from positions.catalog.load import Loaded, load_catalog, wait_for_other_loads
from positions.catalog.meanwhile import Seen, require_nothing_lost, same
from positions.catalog.problems import Where, field_of, printable
from positions.catalog.shape import PartyShape
from positions.catalog.stored import stored_content
from positions.catalog.tree import UNSTORABLE, Tree
from positions.history import lock
from positions.models import Issue, Membership, Negotiation, Party, Proposal, Revision, Speaker
from positions.queries.catalog.catalogs import listed_parties
from positions.queries.catalog.former_slugs import present_slugs


@dataclass(frozen=True)
class EntryProblem:
    """One thing to put right. `place`: the path within the entry, like ("terms", 0, "issue"); () for all of it."""

    place: Where
    message: str


class EntryInvalid(Exception):
    """The entry would break the catalog. `problems` says where and why; nothing was stored."""

    def __init__(self, problems: Sequence[EntryProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in problems))


class NoSuchEntry(Exception):
    """The catalog has no entry of that slug there."""

    def __init__(self, section: str, slug: str) -> None:
        super().__init__(f"These talks have no “{slug}” among their {section}.")


def find_entry(negotiation: Negotiation, section: str, slug: str) -> dict[str, Any]:
    """The stored entry as its file would say it. Raises: NoSuchEntry."""
    for entry in stored_content(negotiation)[section]:
        if entry["slug"] == slug:
            return dict(entry)
    raise NoSuchEntry(section, slug)


def find_row(negotiation: Negotiation, section: str, slug: str) -> Party | Issue | Proposal:
    """The party, issue or proposal of that slug that these talks list. One query. Raises: NoSuchEntry."""
    found: Party | Issue | Proposal | None
    if section == "parties":
        part = negotiation.participations.listed().filter(party__slug=slug).select_related("party").first()
        found = part.party if part else None
    else:
        kind = Issue if section == "issues" else Proposal
        found = kind.objects.filter(negotiation=negotiation, slug=slug).listed().first()
    if found is None:
        raise NoSuchEntry(section, slug)
    return found


def save_entry(negotiation: Negotiation, section: str, entry: dict[str, Any], *, seen: Seen | None, by: User) -> Loaded:
    """Stores a party, an issue or a proposal of these talks: in place of the one that was `seen`; with None, a new one.

    `entry`: keys and values as in a catalog file, every value a text, a list, a dict or None. What the entry leaves out
    of a party's speakers and blocs is no longer theirs.
    Raises: NoSuchEntry, EntryChangedMeanwhile, EntryInvalid, CatalogConflict, and nothing is stored.
    """
    with transaction.atomic():
        wait_for_other_loads()
        lock(negotiation)
        negotiation.refresh_from_db()
        content = stored_content(negotiation)
        now = next((row for row in content[section] if row["slug"] == entry["slug"]), None)
        if seen is None:
            _require_new(negotiation, section, entry, now)
        elif now is None:
            raise NoSuchEntry(section, entry["slug"])
        else:
            require_nothing_lost(negotiation, seen=seen, typed=entry, now=now)
        number = _put(content[section], entry)
        entries = _checked(content, at=(section, number))
        dropped = None
        if section == "parties":  # first, since a name that goes may be another party's now
            dropped = _drop_what_is_left_out(negotiation, entries.of(section)[number][1], by=by)
        loaded = load_catalog(entries.catalog_file(), by=by)
        return replace(loaded, revision=loaded.revision or dropped)


def save_negotiation(negotiation: Negotiation, values: dict[str, Any], *, seen: Seen, by: User) -> Loaded:
    """The talks themselves: title, description, days, published or a draft.

    Raises: EntryChangedMeanwhile, EntryInvalid, and nothing is stored.
    """
    with transaction.atomic():
        wait_for_other_loads()
        lock(negotiation)
        negotiation.refresh_from_db()
        content = stored_content(negotiation)
        now = content["negotiation"]
        content["negotiation"] = {**now, **values}
        require_nothing_lost(negotiation, seen=seen, typed=content["negotiation"], now=now)
        return load_catalog(_checked(content, at=("negotiation",)).catalog_file(), by=by)


def start_negotiation(values: dict[str, Any], *, by: User) -> Loaded:
    """New talks, without a party yet. Raises: EntryInvalid, also where the slug is taken."""
    with transaction.atomic():
        wait_for_other_loads()
        if values.get("slug") in present_slugs([str(values.get("slug"))], with_drafts=True).talks:
            raise EntryInvalid([EntryProblem(("slug",), f"“{values['slug']}” was the name of other talks")])
        if Negotiation.objects.filter(slug=values.get("slug")).exists():
            raise EntryInvalid([EntryProblem(("slug",), f"“{values['slug']}” is the slug of other talks")])
        content = {"negotiation": values, "parties": []}
        return load_catalog(_checked(content, at=("negotiation",)).catalog_file(), by=by)


def _require_new(negotiation: Negotiation, section: str, entry: dict[str, Any], there: dict[str, Any] | None) -> None:
    """Its name is free, or what has it is the very same: a form that was sent twice. Raises: EntryInvalid."""
    _require_no_former_name(negotiation, section, entry)
    if there is not None and not same(entry, there):
        raise EntryInvalid([EntryProblem(("slug",), f"“{entry['slug']}” is another's name already")])


def _require_no_former_name(negotiation: Negotiation, section: str, entry: dict[str, Any]) -> None:
    """A name that was given up still leads to what had it. Raises: EntryInvalid."""
    slug = str(entry.get("slug"))
    present = present_slugs([slug], with_drafts=True)
    of_kind = present.party if section == "parties" else present.target
    now = of_kind(slug, talks=negotiation.slug)
    if now is not None:
        raise EntryInvalid(
            [EntryProblem(("slug",), f"“{slug}” was the name of “{now}”, whose old addresses still answer")]
        )


def _put(rows: list[dict[str, Any]], entry: dict[str, Any]) -> int:
    """In the place of the one with its slug, else at the end. Gives the place."""
    for number, row in enumerate(rows):
        if row["slug"] == entry["slug"]:
            rows[number] = entry
            return number
    rows.append(entry)
    return len(rows) - 1


@dataclass
class Draft(Tree):
    """A catalog that stands in no file: what is wrong is told by its place alone."""

    found: list[tuple[Where, str]] = field(default_factory=list)

    def report(self, where: Where, message: str) -> None:
        self.found.append((where, message))


def _checked(content: dict[str, Any], *, at: Where) -> Entries:
    """Raises: EntryInvalid, also for what the edited entry breaks elsewhere in the catalog."""
    draft = Draft(content=content)
    for where, text in _texts(content):
        if UNSTORABLE.search(text):
            draft.report(where, "holds a control character")
    entries = read_entries(draft)
    if not draft.found:
        check_entries(draft, entries)
    if draft.found:
        raise EntryInvalid([_problem(where, message, at, content) for where, message in draft.found])
    return entries


def _texts(node: Any, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text with its place."""
    if isinstance(node, str):
        yield where, node
    elif isinstance(node, dict | list):
        for step, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _texts(value, (*where, step))


def _problem(where: Where, message: str, at: Where, content: dict[str, Any]) -> EntryProblem:
    """Within the edited entry by its place there; elsewhere as a sentence that names the other entry."""
    if where[: len(at)] == at:
        return EntryProblem(where[len(at) :], printable(message))
    section, number, *_ = (*where, None, None)
    rows = content.get(str(section))
    other: dict[str, Any] = rows[number] if isinstance(rows, list) and isinstance(number, int) else {}
    named = other.get("name") or other.get("title")
    return EntryProblem((), printable(f"{f'“{named}”' if named else field_of(where)}: {message}"))


def _drop_what_is_left_out(negotiation: Negotiation, party: PartyShape, *, by: User) -> Revision | None:
    """A file leaves alone what it does not name, since others may have entered it; a form shows all there is.

    Gives the revision by which something went, if anything did.
    """
    change = CatalogChange(negotiation, by=by)
    terms = {(speaker.name, speaker.from_on) for speaker in party.speakers}
    speakers = Speaker.objects.filter(participation__negotiation=negotiation, participation__party__slug=party.slug)
    blocs = Membership.objects.filter(member__slug=party.slug, bloc__in=listed_parties(negotiation))
    belongs = {(one.bloc, one.from_on) for one in party.member_of}
    left_out = [speaker.pk for speaker in speakers if (speaker.name, speaker.from_on) not in terms]
    ended = [row.pk for row in blocs.select_related("bloc") if (row.bloc.slug, row.from_on) not in belongs]
    for rows in (speakers.filter(pk__in=left_out), blocs.filter(pk__in=ended)):
        if rows.exists():
            change.recorded_at()
            rows.delete()
    return change.revision
