"""Statements one by one: `statements/` and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Upper
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from positions.api.answering.conditional import PUBLIC, STAFF, HangsOn, Tag, hashed
from positions.api.answering.schemas import examples, list_answers
from positions.api.asking.access import admin_lets, may
from positions.api.asking.filters import (
    FEW_FOUND,
    AnyOf,
    Rows,
    Search,
    SlugsFilter,
    TextFilter,
    WordOf,
    days,
    filters,
    ids,
    numbers,
    slugs,
    words,
)
from positions.api.asking.paging import CountedPage, Ordering
from positions.api.asking.parameters import NamesField, NoParameters
from positions.api.asking.visible import merged_into, visible_parties, visible_talks, visible_targets
from positions.api.lists import (
    Declared,
    ListView,
    PageParameters,
    fields_field,
    ordering_field,
    parameters,
    parameters_of,
    pick,
)
from positions.api.problems import Fault, faults_of
from positions.api.views import ReadView
from positions.models import Article, Target
from positions.models.statement import STATEMENT_WORDS
from positions.queries.listing.listed_statements import (
    ListedStatement,
    UnknownStatement,
    get_statement,
    list_statements,
    speakers_with,
    version_of,
    visible_statements,
    with_parts,
)
from positions.queries.listing.places import EXPANSIONS
from positions.queries.records.evidence import is_any_of
from positions.vocabulary import Act, Attribution, Salience, Scope, Stance, Subject, TargetKind, Verdict

ID = OpenApiParameter("statement", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the statement.")


class OfTalks(SlugsFilter):
    """By the talks of the target: asked for by the targets' keys, which a statement has itself."""

    def filter(self, rows: Rows, value: list[str]) -> Rows:
        targets = Target.objects.filter(negotiation__in=self.keys(value)).order_by()
        return rows.filter(is_any_of("target_id", list(targets.values_list("pk", flat=True))))


class WithMerged(SlugsFilter):
    """By party or target, with what was merged into it: a statement keeps what it was found for. Two queries."""

    def keys(self, value: list[str]) -> list[int]:
        found = super().keys(value)
        return [*found, *merged_into(self.known(self.parent.request).model, found)]


class DecidedAs(AnyOf):
    """By what stands: `pending` where nothing does and something may, as in the queue of those who decide."""

    def filter(self, rows: Rows, value: list[str]) -> Rows:
        decided = Q(standing__kind__in=[word for word in value if word != Verdict.PENDING])
        waits = Q(waiting__isnull=False)
        return rows.filter(decided | waits if Verdict.PENDING in value else decided)


class OfKind(AnyOf):
    """By the kind of the target: asked for by the targets' keys too."""

    def filter(self, rows: Rows, value: list[str]) -> Rows:
        kinds = {kind.value for kind in TargetKind} - set(value) if self.exclude else value
        return rows.filter(is_any_of("target_id", list(keys_of(Target.objects.filter(kind__in=kinds)))))


class SpokenBy(TextFilter):
    """By a part of the speaker's name: asked for by the names that have it, which are few."""

    def filter(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.alias(spoken_by=Upper("speaker")).filter(spoken_by__in=speakers_with(value))
        return found


class OfOutlet(TextFilter):
    """By the article's outlet: where it has few articles, by their keys; else by the list in its order."""

    def filter(self, rows: Rows, value: str) -> Rows:
        few = list(keys_of(Article.objects.filter(outlet__iexact=value))[: FEW_FOUND + 1])
        if len(few) > FEW_FOUND:
            return rows.filter(article__outlet__iexact=value)
        return rows.filter(is_any_of("article_id", few))


def keys_of(rows: Rows) -> Any:
    return rows.order_by().values_list("pk", flat=True)


VERDICTS = {"type": "string", "enum": [word.value for word in Verdict]}
StatementFilters = filters(
    "StatementFilters",
    q=Search(STATEMENT_WORDS, 'Words of the quote, the speaker or the condition: all, a "phrase", `or`, `-without`.'),
    negotiation=OfTalks("", "talks", "The talks: this, or one of these.", known=visible_talks),
    **slugs("party", "The party whose stance it is", known=visible_parties, by=WithMerged),
    **slugs("target", "The issue or proposal", known=visible_targets, by=WithMerged),
    **words("kind", TargetKind, "Whether it is about an issue or a proposal", by=OfKind),
    **words("stance", Stance, "The stance"),
    **words("act", Act, "How it was put"),
    **words("attribution", Attribution, "How the article knows it"),
    **words("salience", Salience, "How much the party cares"),
    decision=DecidedAs(
        "",
        WordOf(vocabulary=Verdict),
        "What was decided: this, or one of these. `pending`: what waits, so nothing of an article taken down.",
        items=VERDICTS,
    ),
    speaker=TextFilter("speaker", "iexact", "Who voiced it: this name, as printed, in any case."),
    speaker__icontains=SpokenBy("speaker", "icontains", "Who voiced it: a name with this in it, in any case."),
    outlet=OfOutlet("article__outlet", "iexact", "Who published it: this outlet, in any case."),
    **ids("article", "The article, by its id", column="article__uuid"),
    **days("said_on", "When it was said"),
    **numbers("confidence", "How sure the extractor was", least=0, most=1),
)
ORDERINGS = {
    "-said_on": Ordering(("said_on", "id"), descending=True),
    "said_on": Ordering(("said_on", "id")),
    "-stored": Ordering(("id",), descending=True),
    "stored": Ordering(("id",)),
}
SHOWN: Declared = {
    "expand": NamesField(
        EXPANSIONS, required=False, help_text="What is sent in full, with commas between: `party`, `target`."
    ),
    "fields": fields_field(ListedStatement),
}
StatementParameters = parameters("StatementParameters", NoParameters, SHOWN)
StatementListParameters = parameters(
    "StatementListParameters", PageParameters, {"ordering": ordering_field(ORDERINGS), **SHOWN}
)


@faults_of.register
def _(exc: UnknownStatement) -> Sequence[Fault]:
    return [Fault("unknown-statement", str(exc), "statement", str(exc.uuid))]


@dataclass(frozen=True)
class StatementPage(CountedPage):
    """Statements: those that were accepted, and for staff all."""

    results: list[ListedStatement]
    """What is on this page."""


def sees_pending(request: Request) -> bool:
    """Staff who may look at statements see what waits, with a token for reading or for deciding."""
    return (may(request, Scope.READ) or may(request, Scope.CURATE)) and admin_lets(request, "view_statement")


class Statements(ListView):
    hangs_on = HangsOn(day=None, instant=None, subjects=(Subject.SHOWN, Subject.DECIDED), for_staff=tuple(Subject))
    parameters = StatementListParameters
    filters = StatementFilters
    orderings = ORDERINGS

    def role_of(self, request: Request) -> str:
        return STAFF if sees_pending(request) else PUBLIC

    @extend_schema(
        operation_id="list_statements",
        summary="Statements in articles",
        description=(
            "Places in articles where a party puts its stance on record, with the words. The public sees those that a "
            "curator accepted, with the values as accepted; staff see all, and what was decided by whom."
        ),
        tags=["statements"],
        parameters=[StatementListParameters, *parameters_of(StatementFilters)],
        responses=list_answers(StatementPage),
        examples=examples("list_statements"),
    )
    def get(self, request: Request) -> Response:
        to_staff = sees_pending(request)
        asked, chosen = self.read_parameters(with_parts(visible_statements(to_staff=to_staff)))
        shown = self.show(chosen.qs, asked, chosen, answered={})
        found = list_statements(shown.rows.rows, expand=asked.get("expand", ()), to_staff=to_staff)
        return self.answer_page(StatementPage(**shown.page(), results=found), shown, asked)


class OneStatement(ReadView):
    """What the addresses of one statement share."""

    def find_tag(self, request: Request) -> Tag | None:
        """Its version, which a decision compares, and what else is shown with it."""
        version, edition = version_of(self.kwargs["statement"], to_staff=sees_pending(request))
        question = (request.path, request.META.get("QUERY_STRING", ""), request.accepted_renderer.format)
        return Tag(hashed((*question, version, edition, sees_pending(request))), version=version)


class StatementDetail(OneStatement):
    @extend_schema(
        operation_id="get_statement",
        summary="One statement",
        description=(
            "One statement with what was decided about it. Its ETag begins with its version; send it as `If-Match` "
            "with a decision, which is refused where another was made meanwhile, or its article's day was corrected."
        ),
        tags=["statements"],
        parameters=[ID, StatementParameters],
        responses=list_answers(ListedStatement, 404),
        examples=examples("get_statement"),
    )
    def get(self, request: Request, statement: UUID) -> Response:
        asked = StatementParameters.read(request)
        to_staff = sees_pending(request)
        found = get_statement(statement, to_staff=to_staff)
        (described,) = list_statements([found], expand=asked.get("expand", ()), to_staff=to_staff)
        return pick(described, asked)
