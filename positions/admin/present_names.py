"""Names that were given up while somebody had a page open, or stand in an old address: read as the present ones."""

from django.http import QueryDict

from positions.models import Negotiation
from positions.queries.catalog.former_slugs import PresentSlugs, former_names, present_slugs

# What the fields of forms name; of a row of a form by the last part of the field's name.
PARTIES = frozenset({"party", "bloc", "proposed_by"})
TARGETS = frozenset({"target", "parent", "replaces", "issue"})


def with_present_names(sent: QueryDict, talks: Negotiation) -> QueryDict:
    """A form about parties and targets of the talks; everything else in it stays as it was sent. One query."""
    former = former_names(talks)
    read = sent.copy()
    for name, values in sent.lists():
        field = name.rpartition("-")[2]
        present = former.parties if field in PARTIES else former.targets if field in TARGETS else {}
        read.setlist(name, [present.get(value, value) for value in values])
    return read


def with_present_talks(asked: QueryDict, name: str = "negotiation") -> QueryDict:
    """A form or an address that names talks. One query where it names any."""
    slug = asked.get(name, "")
    present = present_slugs(_storable([slug]), with_drafts=True).talks.get(slug)
    return asked if present is None else _changed(asked, {name: present})


def with_present_filter(asked: QueryDict) -> QueryDict:
    """An address that may name talks, a party and a target. One query where it names any.

    Without talks a target is left as it is: others may have that name today.
    """
    talks, party, target = (asked.get(name, "") for name in ("negotiation", "party", "target"))
    present = present_slugs(_storable([talks, party, target]), with_drafts=True)
    if present == PresentSlugs():
        return asked
    talks = present.talks.get(talks, talks)
    now = present.party(party, talks=talks) if talks else present.parties.get(party)
    names = {"negotiation": talks, "party": now or party, "target": present.targets.get((talks, target), target)}
    return _changed(asked, {name: slug for name, slug in names.items() if slug})


def _storable(slugs: list[str]) -> list[str]:
    return [slug for slug in slugs if slug and "\0" not in slug]


def _changed(asked: QueryDict, values: dict[str, str]) -> QueryDict:
    read = asked.copy()
    for name, value in values.items():
        read[name] = value
    return read
