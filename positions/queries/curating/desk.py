"""What lies on the curator's desk beside a statement: its article, what else was said there, what is much the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Window
from django.db.models.functions import RowNumber
from rapidfuzz import fuzz

from positions.models import Article, Negotiation, StandingDecision, Statement, Target

# A margin with more than this is no longer read; the list of statements has them all.
MOST_IN_MARGIN = 50
# Of so many latest statements of the same party on the same target, those with nearly the same words are shown.
N_COMPARED = 60
MOST_ALIKE = 6
# Share of a quote's words, in any order, that another has too, 0 to 100: wire copies lie above, other news below.
ALIKE_FROM = 80


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Another statement of the same party on the same target in nearly the same words, or of the same story."""

    statement: Statement
    decision: str
    is_same_story: bool
    likeness: int


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What may be put in place of a statement's party and target: (slug, name) pairs."""

    parties: list[tuple[str, str]]
    targets: list[tuple[str, str]]


def get_statement(**which: UUID | int) -> Statement:
    """With all that the desk shows of it, by `uuid` or `pk`. One query. Raises: Statement.DoesNotExist."""
    parts = ("article", "party", "target__negotiation", "coder", "waiting", "standing")
    return Statement.objects.select_related(*parts).get(**which)


def list_margin(article: Article, *, negotiation: Negotiation) -> list[Statement]:
    """The statements of an article for these talks, in the order of the text, with their decisions. One query."""
    rows = Statement.objects.filter(article=article, target__negotiation=negotiation)
    return list(rows.select_related("party", "target", "standing").order_by("start", "id")[:MOST_IN_MARGIN])


def list_alike(statements: Sequence[Statement]) -> dict[int, list[Alike]]:
    """Near-duplicates elsewhere, likest first, of each statement by its key. One query, however many they are."""
    asked = Statement.objects.filter(pk__in=[one.pk for one in statements])
    place = Window(RowNumber(), partition_by=["party", "target"], order_by=["-said_on", "-id"])
    same = Statement.objects.filter(Exists(asked.filter(party=OuterRef("party"), target=OuterRef("target"))))
    latest = same.annotate(place=place).filter(place__lte=N_COMPARED)
    rows = Statement.objects.filter(pk__in=latest.values("pk")).select_related("article", "party", "standing")
    others = defaultdict[tuple[int, int], list[Statement]](list)
    for row in rows.defer("article__text"):
        others[row.party_id, row.target_id].append(row)
    return {one.pk: _likest(one, others[one.party_id, one.target_id]) for one in statements}


def choices_of(negotiation: Negotiation) -> Choices:
    """Two queries."""
    parties = negotiation.participations.listed().order_by("name").values_list("party__slug", "name")
    targets = Target.objects.filter(negotiation=negotiation).listed().order_by("title").values_list("slug", "title")
    return Choices(parties=list(parties), targets=list(targets))


def list_titles() -> list[tuple[str, str]]:
    """All talks, drafts too: (slug, title) pairs. One query."""
    return list(Negotiation.objects.order_by("title").values_list("slug", "title"))


def find_last_decided(by: User) -> Statement | None:
    """The statement, with what stands, of this person's last decision that does: what undo takes back. One query."""
    mine = StandingDecision.objects.filter(decision__decided_by=by).order_by("-decision_id")
    last = mine.select_related("statement__party", "statement__target__negotiation").first()
    return last.statement if last else None


def say_decision(statement: Statement) -> str:
    """The standing decision of a statement read with what stands; `pending` where nobody decided or it was undone."""
    return statement.standing.kind if hasattr(statement, "standing") else "pending"


def _likest(statement: Statement, others: Sequence[Statement]) -> list[Alike]:
    found = [_compare(statement, other) for other in others if other.article_id != statement.article_id]
    near = [one for one in found if one.is_same_story or one.likeness >= ALIKE_FROM]
    return sorted(near, key=lambda one: (-one.likeness, one.statement.pk))[:MOST_ALIKE]


def _compare(statement: Statement, other: Statement) -> Alike:
    group = statement.article.near_duplicate_group
    return Alike(
        statement=other,
        decision=say_decision(other),
        is_same_story=group is not None and group == other.article.near_duplicate_group,
        likeness=round(fuzz.token_sort_ratio(statement.quote, other.quote)),
    )
