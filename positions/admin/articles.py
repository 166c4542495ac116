"""Articles in every state, submitted and taken up again here, and the runs that read them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, Min, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince

from positions import ingestion
from positions.admin.corrections import say_corrections, say_resting
from positions.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from positions.admin.submission_form import SubmissionForm
from positions.counting import counted
from positions.models import Article, ExtractionRun, Negotiation
from positions.tasks import enqueue_article
from positions.vocabulary import ArticleState, Extent

# Each is several queries in one request.
MOST_READ_AGAIN = 500


class ReadingForm(ActionForm):
    """For which talks articles are read again."""

    talks = forms.ModelChoiceField(
        label="Read for:",
        queryset=Negotiation.objects.order_by("title"),
        required=False,
        empty_label="the talks it was read for",
    )


class ExtractionRunInline(ReadOnlyInline):
    model = ExtractionRun
    fields = ("negotiation", "extractor", "version", "run_state", "reason", "n_statements", "queued_at", "finished_at")
    related = ("article", "negotiation")


class StateFilter(admin.SimpleListFilter):
    """The states with how many articles each has, and for how long the oldest of them has been in it."""

    title = "state"
    parameter_name = "article_state"

    def lookups(self, request: object, model_admin: object) -> list[tuple[str, str]]:
        now = timezone.now()
        rows = Article.objects.order_by().values("article_state").annotate(n=Count("pk"), oldest=Min("state_at"))
        found = {row["article_state"]: row for row in rows}
        return [
            (state.value, f"{state.label}: {row['n']} (oldest {timesince(row['oldest'], now)})")
            for state in ArticleState
            if (row := found.get(state.value))
        ]

    def queryset(self, request: object, queryset: "QuerySet[Article]") -> "QuerySet[Article]":
        return queryset.filter(article_state=self.value()) if self.value() else queryset


class LanguageFilter(admin.AllValuesFieldListFilter):
    """The languages that there are. Of many articles none is known, and a choice without a word can't be read."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "not known"}


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    list_display = ("title_or_url", "outlet", "article_state", "age", "reason", "retry_at", "origin", "published_on")
    list_filter = (StateFilter, "origin", "extent", ("language", LanguageFilter))
    search_fields = ("title", "url", "outlet")
    inlines = (ExtractionRunInline,)
    actions = ("retry", "read_again")
    action_form = ReadingForm

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("positions.add_article"))

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    @admin.display(description="article", ordering="title")
    def title_or_url(self, article: Article) -> str:
        return str(article)

    @admin.display(description="code by hand")
    def code_by_hand(self, article: Article) -> str:
        """The way to what the machine found nothing in: no statement on the desk leads there."""
        return format_html('<a href="{}">code by hand…</a>', reverse("admin:desk_article", args=[article.uuid]))

    @admin.display(description="wrong title, outlet or day")
    def correct(self, article: Article) -> str:
        """Where the form is that says otherwise from now on, and why."""
        address = reverse("admin:desk_correct", args=[article.uuid])
        return format_html('<a href="{}">correct what is said of it…</a>', address)

    @admin.display(description="corrections")
    def corrections(self, article: Article) -> str:
        return say_corrections(article)

    @admin.display(description="still counts from an earlier day")
    def resting(self, article: Article) -> str:
        return say_resting(article)

    @admin.display(description="legal take-down")
    def take_down(self, article: Article) -> str:
        """Where the form is that takes the text and its quotes away for good."""
        return format_html('<a href="{}">take down…</a>', reverse("admin:desk_take_down", args=[article.uuid]))

    @admin.display(description="in this state for", ordering="state_at")
    def age(self, article: Article) -> str:
        return timesince(article.state_at, timezone.now())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:  # noqa: FBT001, FBT002  (Django's signature)
        return super().get_form(request, obj, change, **options) if obj else SubmissionForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        form = ["url", "text", "file", "title", "outlet", "published_on", "negotiations"]
        if not obj:
            return form
        may = {
            "code_by_hand": bool(obj.text) and request.user.has_perm("positions.add_statement"),
            "correct": obj.extent != Extent.UNREAD.value and request.user.has_perm("positions.change_article"),
            "take_down": obj.taken_down_at is None and request.user.has_perm("positions.take_down_article"),
        }
        return [name for name in super().get_fields(request, obj) if may.get(name, True)]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        own = ["code_by_hand", "correct", "corrections", "resting", "take_down"]
        return [*own, *super().get_readonly_fields(request, obj)] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.inlines if obj else ()

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Article:
        """What was submitted, or the article that is there already."""
        stored: ingestion.Stored = form.submit(by=request.user)
        article: Any = stored.article
        article.was_known = not stored.is_new
        return stored.article

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """`save_form` has stored it."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Of one that was there before it is not said that it was added; its page is shown instead."""
        if not obj.was_known:
            return super().response_add(request, obj, post_url_continue)
        known = "This article is stored already. Here it is, with the talks that it was read for."
        self.message_user(request, known, messages.INFO)
        return redirect("admin:positions_article_change", obj.pk)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing besides the article."""

    @admin.action(description="Retry what failed, waits or was skipped", permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: "QuerySet[Article]") -> None:
        """Each by itself; those with nothing to do are counted and said."""
        found = list(queryset)
        retried = [article for article in found if ingestion.retry_article(article)]
        self._take_up(
            request,
            retried,
            "tried",
            n_others=len(found) - len(retried),
            others="nothing to retry; the other action reads again what was read",
        )

    @admin.action(description="Read again, with the catalog of now", permissions=["retry"])
    def read_again(self, request: HttpRequest, queryset: "QuerySet[Article]") -> None:
        """What waits or was decided stays; a worker adds what is found besides."""
        found = list(queryset[: MOST_READ_AGAIN + 1])
        if len(found) > MOST_READ_AGAIN:
            text = f"Nothing was done: more than {MOST_READ_AGAIN} are selected. Select fewer at once."
            self.message_user(request, text, messages.ERROR)
            return
        chosen = request.POST.get("talks")  # the form has looked at it
        talks = Negotiation.objects.get(pk=chosen) if chosen else None
        read = [article for article in found if ingestion.read_again(article, talks=talks)]
        others = "without a text, never read for any talks, or read like that already"
        self._take_up(request, read, "read", n_others=len(found) - len(read), others=others)

    def _take_up(
        self, request: HttpRequest, articles: Sequence[Article], done: str, *, n_others: int, others: str
    ) -> None:
        """Wakes a worker for each, and says for how many; of those with nothing to do how many, and why."""
        for article in articles:
            enqueue_article(article)
        besides = f" Left as before: {n_others} ({others})." if n_others else ""
        level = messages.SUCCESS if articles else messages.WARNING
        self.message_user(request, f"{counted(len(articles), 'article')} will be {done} again.{besides}", level)


@admin.register(ExtractionRun)
class ExtractionRunAdmin(ReadOnlyAdmin):
    list_display = (
        "article",
        "negotiation",
        "extractor",
        "version",
        "run_state",
        "reason",
        "n_attempts",
        "n_statements",
        "queued_at",
        "finished_at",
    )
    list_filter = ("run_state", "negotiation", "extractor")
    list_select_related = ("article", "negotiation")
