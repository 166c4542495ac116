"""A catalog of the river talks as text, and what is stored of it."""

from positions.models import (
    Article,
    Evidence,
    Issue,
    Membership,
    Negotiation,
    Participation,
    Party,
    Position,
    Proposal,
    Revision,
    Speaker,
    Statement,
)

TALKS = """\
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - slug: northland
    name: Northland
    kind: state
    role: principal
    iso: NL
    member_of: [league]
    aliases: [Northport]
    speakers: [{name: Ada Holm, title: Water Minister, from: 2023-11-05, aliases: [Holm]}]
  - {slug: southland, name: Southland, kind: state, role: principal}
  - {slug: league, name: River League, kind: bloc, role: mediator}
issues:
  - {slug: share, title: Share, proposition: It is shared., parent: water, toward: [half], against: [none]}
  - {slug: water, title: Water, proposition: Water flows., scale: [{value: 0, label: None}, {value: 62.5, label: All}]}
proposals:
  - {slug: second, title: Second draft, proposed_by: [southland, league], replaces: first, cues: [the draft]}
  - slug: first
    title: First draft
    proposed_by: [league]
    proposed_on: 2024-03-03
    terms: [{issue: share, stance: supports, scale: [50, 60], text: Half., quantity: {value: 5, unit: year}}]
positions:
  - {party: southland, target: share, stance: supports, act: demand, valid_from: 2024-02-12}
  - party: northland
    target: share
    stance: opposes
    act: rejection
    salience: red_line
    summary: Northland keeps its quota.
    valid_from: 2024-02-10
    evidence:
      - quote: The quota stays.
        speaker: Ada Holm
        attribution: quoted
        article: {title: Minister digs in, outlet: Courier, url: 'https://example.org/a', published_on: 2024-02-11}
"""


def everything() -> dict[str, list[object]]:
    """All rows that a load may write."""
    tables = (Negotiation, Revision, Party, Membership, Participation, Speaker, Issue, Proposal, Article, Statement)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in (*tables, Position, Evidence)}
