"""A fixed small world: two states and a city negotiate about a river. Factories without randomness."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from positions import history, snapshots
from positions.ingestion import SourceText, store_article
from positions.models import (
    Article,
    Issue,
    Negotiation,
    Participation,
    Party,
    Position,
    Proposal,
    Snapshot,
    Speaker,
    Statement,
    Target,
)
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.statements import CodedStatement, code_statement
from positions.vocabulary import (
    Act,
    Attribution,
    Comparison,
    PartyKind,
    RevisionKind,
    Role,
    Salience,
    Stance,
    TargetKind,
)


@dataclass(frozen=True)
class RiverTalks:
    """Northland and Southland talk about water, the River League mediates; nobody has said anything yet."""

    negotiation: Negotiation
    northland: Party
    southland: Party
    league: Party
    water_share: Issue
    dam: Issue
    league_draft: Proposal
    by: User


def may_look(user: User) -> User:
    """The same, with the permissions that the group reader gives."""
    ours = Permission.objects.filter(content_type__app_label="positions")
    user.user_permissions.add(*ours.filter(codename__startswith="view_"))
    return user


def signed_in(user: User) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(user)
    return client


def river_talks(*, by: User, slug: str = "river-talks") -> RiverTalks:
    negotiation = Negotiation.objects.create(
        slug=slug, title="Talks on the Silver River", description="Who may take how much.", started_on=date(2024, 2, 1)
    )
    with transaction.atomic():
        now = history.open_revision(negotiation, kind=RevisionKind.CATALOG, by=by).committed_at
    parties = [
        _party(negotiation, "northland", "Northland", PartyKind.STATE, Role.PRINCIPAL, now),
        _party(negotiation, "southland", "Southland", PartyKind.STATE, Role.PRINCIPAL, now),
        _party(negotiation, "river-league", "River League", PartyKind.BLOC, Role.MEDIATOR, now),
    ]
    Speaker.objects.create(
        participation=negotiation.participations.get(party=parties[0]), name="Ada Holm", title="Water Minister"
    )
    issue = {"negotiation": negotiation, "kind": TargetKind.ISSUE.value, "topic": "water", "recorded_at": now}
    share = Issue.objects.create(
        slug="water-share",
        title="Share of the water",
        proposition="Southland receives half of the river's water.",
        **issue,
    )
    dam = Issue.objects.create(
        slug="dam", title="The upper dam", proposition="Northland builds the upper dam.", **issue
    )
    draft = Proposal.objects.create(
        negotiation=negotiation,
        slug="league-draft",
        kind=TargetKind.PROPOSAL.value,
        title="The League's draft of March",
        proposed_on=date(2024, 3, 3),
        recorded_at=now,
    )
    draft.proposed_by.add(parties[2])
    return RiverTalks(negotiation, *parties, share, dam, draft, by)


def _party(negotiation: Negotiation, slug: str, name: str, kind: PartyKind, role: Role, now: object) -> Party:
    party, _ = Party.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind.value})
    Participation.objects.create(negotiation=negotiation, party=party, name=name, role=role.value, recorded_at=now)
    return party


def one_more_party(talks: RiverTalks, slug: str, *, recorded_at: object = None, **part: object) -> Party:
    """A state that takes part, as an observer unless told otherwise; known as long as the others."""
    party = Party.objects.create(slug=slug, name=str(part.get("name", slug)), kind=PartyKind.STATE.value)
    known = {"name": party.name, "role": Role.OBSERVER.value, "recorded_at": recorded_at or talks.dam.recorded_at}
    Participation.objects.create(negotiation=talks.negotiation, party=party, **known | part)
    return party


def one_more_issue(talks: RiverTalks, slug: str, **values: object) -> Issue:
    """Known as long as the others, unless told otherwise."""
    known = {"title": slug, "proposition": f"There is {slug}.", "recorded_at": talks.dam.recorded_at}
    return Issue.objects.create(negotiation=talks.negotiation, slug=slug, kind=TargetKind.ISSUE.value, **known | values)


def one_more_proposal(talks: RiverTalks, slug: str, **values: object) -> Proposal:
    """Known as long as the others, unless told otherwise. Tabled by nobody yet."""
    known = {"title": slug, "recorded_at": talks.dam.recorded_at}
    return Proposal.objects.create(
        negotiation=talks.negotiation, slug=slug, kind=TargetKind.PROPOSAL.value, **known | values
    )


def hold(
    talks: RiverTalks,
    party: Party,
    target: Target,
    stance: Stance,
    valid_from: date,
    *,
    condition: str = "",
    salience: Salience = Salience.UNSPECIFIED,
    act: Act = Act.DECLARATION,
) -> Position:
    """Records that a party held a stance from that day; gives the row that stands then."""
    content = history.Content(
        stance=stance, act=act, condition=condition, salience=salience, summary=f"{party.name} {stance.value}."
    )
    history.record_position(party=party, target=target, content=content, valid_from=valid_from, by=talks.by)
    return Position.objects.get(
        pk=Position.objects.filter(party=party, target=target).as_of(valid_on=valid_from).get().pk
    )


_numbers = count(1)


def write_article(
    text: str, *, published_on: date | None = date(2024, 3, 5), title: str = "Minister digs in"
) -> Article:
    source = SourceText(
        text=text, title=title, url="https://example.org/a", outlet="Northport Courier", published_on=published_on
    )
    return store_article(source).article


def say(
    talks: RiverTalks,
    party: Party,
    target: Target,
    stance: Stance,
    said_on: date,
    *,
    attribution: Attribution = Attribution.QUOTED,
    condition: str = "",
    act: Act = Act.DECLARATION,
    quote: str = "The quota stays as it is.",
) -> Statement:
    """A statement coded by hand, in an article of its own."""
    text = f"Article {next(_numbers)}. The minister said: “{quote}” Nobody answered."
    article = write_article(text, published_on=said_on)
    start = text.index(quote)
    coded = CodedStatement(
        article=article,
        party=party,
        target=target,
        stance=stance,
        act=act,
        attribution=attribution,
        condition=condition,
        quote=quote,
        start=start,
        end=start + len(quote),
        said_on=said_on,
        speaker="Ada Holm",
    )
    return code_statement(coded, coder=talks.by)


def freeze(talks: RiverTalks, *, question: MatrixQuestion | None = None) -> Snapshot:
    """A snapshot of the talks' matrix on 5 March 2024 as known now, unless another question is asked."""
    asked = question or MatrixQuestion(valid_on=date(2024, 3, 5))
    matrix = compare_positions(talks.negotiation, asked, now=timezone.now(), stale_after_days=180)
    frozen = snapshots.FrozenAnswer(
        comparison=Comparison.MATRIX,
        query={"valid_on": matrix.valid_on, "known_at": matrix.known_at},
        valid_on=matrix.valid_on,
        known_at=matrix.known_at,
        revision=matrix.revision,
        stale_after_days=180,
        answer=matrix,
    )
    return snapshots.make_snapshot(talks.negotiation, frozen, by=talks.by)
