"""A stored catalog in the form of its file: to be edited entry by entry, and to be taken along as YAML."""

from collections import defaultdict
from collections.abc import Iterable
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from positions.catalog.tree import Node
from positions.models import Issue, Membership, Negotiation, Participation, Proposal, ProposalTerm, Speaker
from positions.queries.catalog.catalogs import grouped_slugs, listed_parties

# Characters of a line of YAML before it is broken; longer than any sentence, since a break would be one in the text.
WIDEST = 10_000


def stored_content(negotiation: Negotiation) -> dict[str, Any]:
    """What the file of this catalog would hold: keys of `examples/catalog.yaml`, every value a text, list or None.

    Positions are left out: they have a history, which a file has not. Nine queries, whatever the size.
    """
    return {
        "negotiation": _negotiation(negotiation),
        "parties": _parties(negotiation),
        "issues": [
            _issue(row) for row in Issue.objects.filter(negotiation=negotiation).listed().select_related("parent")
        ],
        "proposals": _proposals(negotiation),
    }


def catalog_yaml(negotiation: Negotiation) -> str:
    """The stored catalog as a file that `load_catalog` reads. What is empty is left out."""
    yaml = YAML()
    yaml.width = WIDEST
    yaml.allow_unicode = True
    written = StringIO()
    yaml.dump(_without_empty(stored_content(negotiation)), written)
    return written.getvalue()


def _without_empty(node: Node) -> Node:
    if isinstance(node, dict):
        said = {key: _without_empty(value) for key, value in node.items() if value not in (None, "", [])}
        return said["bloc"] if said.keys() == {"bloc"} else said  # a membership without days is written as a slug
    return [_without_empty(item) for item in node] if isinstance(node, list) else node


def _negotiation(row: Negotiation) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "description": row.description,
        "started_on": _text(row.started_on),
        "ended_on": _text(row.ended_on),
        "published": "true" if row.is_published else "false",
    }


def _parties(negotiation: Negotiation) -> list[dict[str, Any]]:
    here = Membership.objects.filter(member__in=listed_parties(negotiation), bloc__in=listed_parties(negotiation))
    blocs: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in here.select_related("bloc").order_by("id"):
        blocs[row.member_id].append({"bloc": row.bloc.slug, "from": _text(row.from_on), "to": _text(row.to_on)})
    parts = negotiation.participations.listed().select_related("party").prefetch_related("speakers")
    return [_party(part, blocs[part.party_id]) for part in parts]


def _party(part: Participation, blocs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "slug": part.party.slug,
        "name": part.name,
        "kind": part.party.kind,
        "role": part.role,
        "iso": part.party.iso or None,
        "from": _text(part.from_on),
        "to": _text(part.to_on),
        "member_of": blocs,
        "aliases": list(part.aliases),
        "speakers": [_speaker(speaker) for speaker in part.speakers.all()],
    }


def _speaker(row: Speaker) -> dict[str, Any]:
    return {
        "name": row.name,
        "title": row.title,
        "aliases": list(row.aliases),
        "from": _text(row.from_on),
        "to": _text(row.to_on),
    }


def _issue(row: Issue) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "proposition": row.proposition,
        "topic": row.topic,
        "parent": row.parent.slug if row.parent else None,
        "toward": list(row.toward),
        "against": list(row.against),
        "scale": [{"value": _text(point["value"]), "label": point["label"]} for point in row.scale],
    }


def _proposals(negotiation: Negotiation) -> list[dict[str, Any]]:
    tabled = Proposal.proposed_by.through.objects.filter(proposal__negotiation=negotiation)
    proposers = grouped_slugs(tabled.order_by("id").values_list("proposal_id", "party__slug"))
    terms: defaultdict[int, list[ProposalTerm]] = defaultdict(list)
    for term in ProposalTerm.objects.filter(proposal__negotiation=negotiation).select_related("issue"):
        terms[term.proposal_id].append(term)
    rows = Proposal.objects.filter(negotiation=negotiation).listed().select_related("replaces")
    return [_proposal(row, proposers[row.pk], terms[row.pk]) for row in rows]


def _proposal(row: Proposal, proposers: list[str], terms: Iterable[ProposalTerm]) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "proposed_by": proposers,
        "proposed_on": _text(row.proposed_on),
        "replaces": row.replaces.slug if row.replaces else None,
        "summary": row.summary,
        "cues": list(row.cues),
        "terms": [_term(term) for term in terms],
    }


def _term(row: ProposalTerm) -> dict[str, Any]:
    has_scale = row.scale_low is not None
    has_quantity = row.quantity_value is not None
    return {
        "issue": row.issue.slug,
        "stance": row.stance,
        "scale": [_text(row.scale_low), _text(row.scale_high)] if has_scale else None,
        "text": row.text,
        "quantity": {"value": _text(row.quantity_value), "unit": row.quantity_unit} if has_quantity else None,
    }


def _text(value: object) -> str | None:
    """As a person would write it in the file: no zeros after the point that say nothing."""
    if value is None:
        return None
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
