"""Articles, submitted and looked at: `articles/`, one of them, and the runs that read them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from positions import ingestion
from positions.api.answering.conditional import PUBLIC, STAFF, HangsOn
from positions.api.answering.schemas import answers, examples, list_answers
from positions.api.asking.access import HasScope, admin_lets, may, user_of
from positions.api.asking.bodies import LEFT_OUT, NOT_GIVEN, Body, BoundedJSONParser, read_kept
from positions.api.asking.filters import Search, TextFilter, days, filters, words
from positions.api.asking.paging import CountedPage, Ordering
from positions.api.asking.parameters import NoParameters
from positions.api.asking.throttles import SubmitThrottle
from positions.api.asking.visible import visible_talks
from positions.api.lists import ListView, PageParameters, fields_field, ordering_field, parameters, parameters_of
from positions.api.problems import BadParameters, Fault, faults_of, no_such_talks
from positions.api.views import ReadView
from positions.models import Negotiation
from positions.models.article import ARTICLE_WORDS
from positions.queries.listing.article_records import ArticleRecord, Run
from positions.queries.listing.articles import (
    Reader,
    UnknownArticle,
    UnknownRun,
    get_article,
    get_run,
    list_articles,
    visible_articles,
)
from positions.tasks import enqueue_article
from positions.vocabulary import ArticleState, Extent, Origin, Scope, Subject

ID = OpenApiParameter("article", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the article.")
RUN_ID = OpenApiParameter("run", OpenApiTypes.UUID, OpenApiParameter.PATH, description="Id of the run.")
# Unit: bytes. As much as the longest text that is stored, in UTF-8 or escaped, has room in.
LARGEST_ARTICLE_BYTES = 6_000_000


class ArticleParser(BoundedJSONParser):
    largest_bytes = LARGEST_ARTICLE_BYTES


@dataclass(frozen=True)
class NewArticle(Body):
    """An article: an address whose text is to be fetched, or a text."""

    url: Annotated[str, Field(max_length=2000)] = ""
    """Its address, http or https. Fetched where no text is given."""
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    """Its text, plain."""
    title: Annotated[str, Field(max_length=500)] = ""
    """Its headline."""
    outlet: Annotated[str, Field(max_length=200)] = ""
    """Who published it."""
    author: Annotated[str, Field(max_length=300)] = ""
    """Who wrote it, as printed."""
    published_on: Annotated[date, LEFT_OUT] = NOT_GIVEN
    """Day of publication; left out: not known."""
    negotiations: Annotated[list[str], Field(min_length=1, max_length=100), LEFT_OUT] = NOT_GIVEN
    """Slugs of the talks that it is to be read for; left out: all that have not ended."""


SUBMITTER = "submitter"
ArticleFilters = filters(
    "ArticleFilters",
    q=Search(ARTICLE_WORDS, "Words of the title, the outlet or author."),
    **words("state", ArticleState, "How far it has come", column="article_state"),
    **words("origin", Origin, "Who it came from"),
    **words("extent", Extent, "How much of it is at hand"),
    outlet=TextFilter("outlet", "iexact", "Who published it: this outlet, in any case."),
    url=TextFilter("url", "exact", "Where it was published: this very address."),
    **days("published_on", "When it was published"),
)
ORDERINGS = {
    "-received": Ordering(("id",), descending=True),
    "received": Ordering(("id",)),
    "-state_at": Ordering(("state_at", "id"), descending=True),
    "state_at": Ordering(("state_at", "id")),
}
ArticleListParameters = parameters(
    "ArticleListParameters",
    PageParameters,
    {"ordering": ordering_field(ORDERINGS), "fields": fields_field(ArticleRecord)},
)


@dataclass(frozen=True)
class ArticlePage(CountedPage):
    """Articles, those that arrived last first."""

    results: list[ArticleRecord]
    """What is on this page."""


@faults_of.register
def _(exc: UnknownArticle) -> Sequence[Fault]:
    return [Fault("unknown-article", str(exc), "article", str(exc.uuid))]


@faults_of.register
def _(exc: UnknownRun) -> Sequence[Fault]:
    return [Fault("unknown-run", str(exc), "run", str(exc.uuid))]


class TaggedByWhatArrives(ReadView):
    """Answers about articles change when one arrives, moves on or is read."""

    hangs_on = HangsOn(day=None, instant=None, subjects=(Subject.SHOWN, Subject.ARRIVED))

    def role_of(self, request: Request) -> str:
        """Whoever may submit sees articles of their own that the public does not."""
        if sees_articles(request):
            return STAFF
        return f"{SUBMITTER}-{request.user.pk}" if may(request, Scope.SUBMIT) else PUBLIC


class Articles(TaggedByWhatArrives, ListView):
    parser_classes = [ArticleParser]
    parameters = ArticleListParameters
    filters = ArticleFilters
    orderings = ORDERINGS

    def get_permissions(self) -> list[BasePermission]:
        return [HasScope(Scope.SUBMIT)] if self.request.method == "POST" else super().get_permissions()

    def get_throttles(self) -> list[Any]:
        """Every request counts; what is submitted in a count of its own too."""
        return [*super().get_throttles(), *([SubmitThrottle()] if self.request.method == "POST" else [])]

    @extend_schema(
        operation_id="list_articles",
        summary="Articles",
        description=(
            "Articles with their states and runs, without their texts. The public sees what published talks were "
            "read from; whoever may submit sees their own that are on their way, failed or were skipped too."
        ),
        tags=["articles"],
        parameters=[ArticleListParameters, *parameters_of(ArticleFilters)],
        responses=list_answers(ArticlePage),
        examples=examples("list_articles"),
    )
    def get(self, request: Request) -> Response:
        reader = reader_of(request)
        asked, chosen = self.read_parameters(visible_articles(reader).only("uuid"))
        shown = self.show(chosen.qs, asked, chosen, answered={})
        found = list_articles(
            [row.pk for row in shown.rows.rows], reader=reader, address_of=partial(address_of, request=request)
        )
        return self.answer_page(ArticlePage(**shown.page(), results=found), shown, asked)

    @extend_schema(
        operation_id="submit_article",
        summary="Submit an article",
        description=(
            "Takes `url`, whose text is then fetched, or `text`, with or without `url`. It is stored before this "
            "answers; the address in the answer goes on answering, with the state, the runs, and `duplicate_of` where "
            "the same text is stored already. An article that is known is not stored again: the answer is then the "
            "one that is there, and its address is asked whether the text has changed. Needs the scope `submit`."
        ),
        tags=["articles"],
        request=NewArticle,
        responses=answers(ArticleRecord, 400, 401, 403, 413, 415, 429, status=202),
        examples=[
            *examples("submit_article", status=202),
            OpenApiExample(
                "A text",
                value={
                    "text": "Northland rejects the upper dam.",
                    "url": "https://example.org/dam",
                    "published_on": "2024-03-05",
                },
                request_only=True,
            ),
            OpenApiExample("An address", value={"url": "https://example.org/dam"}, request_only=True),
        ],
    )
    def post(self, request: Request) -> Response:
        NoParameters.read(request)
        asked = read_kept(NewArticle, request.data)
        talks = find_all_talks(asked.negotiations, request)
        uuid = submit(asked, negotiations=talks, by=user_of(request))
        described = describe(uuid, request)
        return Response(described, status=202, headers={"Location": described.address})


class ArticleView(TaggedByWhatArrives):
    @extend_schema(
        operation_id="get_article",
        summary="One article",
        description=(
            "How far it has come, the runs that read it, and of which other article it is a duplicate, a version or "
            "the same story. The text is for staff. Whoever may submit sees their own in every state; the public sees "
            "what published talks were read from."
        ),
        tags=["articles"],
        parameters=[ID],
        responses=answers(ArticleRecord, 400, 404),
        examples=examples("get_article"),
    )
    def get(self, request: Request, article: UUID) -> Response:
        NoParameters.read(request)
        return Response(describe(article, request))


class RunView(TaggedByWhatArrives):
    @extend_schema(
        operation_id="get_extraction_run",
        summary="One extraction run",
        description="One reading of one article for one negotiation: where it stands, and what became of it.",
        tags=["articles"],
        parameters=[RUN_ID],
        responses=answers(Run, 400, 404),
        examples=examples("get_extraction_run"),
    )
    def get(self, request: Request, run: UUID) -> Response:
        NoParameters.read(request)
        return Response(get_run(run, with_drafts=sees_articles(request)))


def submit(asked: NewArticle, *, negotiations: Collection[Negotiation], by: User) -> UUID:
    """Stores what was sent, wakes a worker once that is committed, gives the article's id. Raises: BadParameters."""
    with transaction.atomic():
        if faults := [*without_source(asked), *bad_address(asked), *in_the_future(asked)]:
            raise BadParameters(faults)
        try:
            stored = (_submit_text if asked.text else _submit_address)(asked, negotiations, by)
        except ingestion.ArticleRefused as refused:
            raise BadParameters([Fault("bad-value", str(refused), "text", asked.text)]) from None
        if stored.article.submitter_id != by.pk:  # it is theirs too, and its address goes on answering
            stored.article.also_submitted_by.add(by)
        enqueue_article(stored.article)
    uuid: UUID = stored.article.uuid
    return uuid


def _submit_text(asked: NewArticle, negotiations: Collection[Negotiation], by: User) -> ingestion.Stored:
    source = ingestion.SourceText(
        text=asked.text,
        title=asked.title,
        url=asked.url,
        outlet=asked.outlet,
        author=asked.author,
        published_on=asked.published_on,
    )
    return ingestion.submit_text(source, negotiations=negotiations, origin=Origin.PROGRAM, submitter=by)


def _submit_address(asked: NewArticle, negotiations: Collection[Negotiation], by: User) -> ingestion.Stored:
    claims = ingestion.Claims(
        title=asked.title, outlet=asked.outlet, author=asked.author, published_on=asked.published_on
    )
    return ingestion.submit_address(
        asked.url, negotiations=negotiations, origin=Origin.PROGRAM, submitter=by, claims=claims
    )


def without_source(asked: NewArticle) -> Iterator[Fault]:
    """A fault where there is neither an address nor a text."""
    if not asked.url and not asked.text:
        yield Fault("missing-field", "There is neither an address nor a text: give `url` or `text`.", "url", "")


def bad_address(asked: NewArticle) -> Iterator[Fault]:
    """A fault where the address is none of the web."""
    if asked.url:
        try:
            ingestion.require_web_address(asked.url)
        except ingestion.ArticleRefused as refused:
            yield Fault("bad-value", str(refused), "url", asked.url)


def in_the_future(asked: NewArticle) -> Iterator[Fault]:
    """A fault where the day of publication is not here yet anywhere on Earth."""
    if asked.published_on and ingestion.is_to_come(asked.published_on, today=timezone.now().date()):
        day = str(asked.published_on)
        yield Fault("bad-value", f"published_on is in the future: {day}.", "published_on", day)


def find_all_talks(slugs: Sequence[str] | None, request: Request) -> list[Negotiation]:
    """The talks that a body names, or all that have not ended. Raises: BadParameters."""
    if slugs is None:
        return ingestion.active_negotiations()
    visible = visible_talks(request)
    found = {talks.slug: talks for talks in visible.filter(slug__in=[slug.replace("\0", "") for slug in slugs])}
    wrong = {place: slug for place, slug in enumerate(slugs) if slug not in found}
    if wrong:
        known = list(visible.values_list("slug", flat=True))
        raise BadParameters(
            [no_such_talks(slug, parameter=f"negotiations[{place}]", known=known) for place, slug in wrong.items()]
        )
    return list(found.values())


def describe(uuid: UUID, request: Request) -> ArticleRecord:
    """Raises: UnknownArticle."""
    return get_article(uuid, reader=reader_of(request), address_of=partial(address_of, request=request))


def reader_of(request: Request) -> Reader:
    staff = sees_articles(request)
    own = request.user.pk if may(request, Scope.SUBMIT) else None
    return Reader(sees_drafts=staff, sees_text=staff, sees_all=staff, submitter=own)


def sees_articles(request: Request) -> bool:
    """Staff who may look at articles see them all, with their texts."""
    return may(request, Scope.READ) and admin_lets(request, "view_article")


def address_of(uuid: UUID, *, request: Request) -> str:
    return request.build_absolute_uri(reverse("article", args=[uuid]))
