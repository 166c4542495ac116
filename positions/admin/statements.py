"""Statements: what waits, what was decided, and the two decisions that can be made on a list."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.html import format_html

from positions import history, review
from positions.admin.bulk import MOST_AT_ONCE, decide_selected, left_over, why_left_to_the_desk
from positions.admin.desk.forms import STANCES
from positions.admin.exporting import csv_response
from positions.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from positions.admin.sheets.arriving import STATEMENTS
from positions.admin.sheets.leaving import export_statements
from positions.admin.sheets.lists import SheetAdmin
from positions.counting import counted
from positions.models import Decision, Statement
from positions.vocabulary import DecisionKind
from positions.written_times import find_day


def accept_as_listed(statement: Statement, *, by: User, sent: QueryDict) -> Decision:
    """One without a day is left to the desk, where it is typed.

    Raises: what `review.decide` raises, also where the day is no longer the one that the list showed.
    """
    choice = review.Choice(decision=DecisionKind.ACCEPT, seen_on=find_day(sent.get(f"said_on_{statement.pk}", "")))
    if why := why_left_to_the_desk(statement, choice):
        raise why
    return review.decide(statement, choice, by=by)


class PendingFilter(admin.SimpleListFilter):
    """Pending unless something else is asked for: that is what people come for."""

    title = "decision"
    parameter_name = "decision"

    def lookups(self, request: object, model_admin: object) -> list[tuple[str, str]]:
        return [("decided", "decided"), ("all", "all")]

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            yield choice | ({"display": "pending"} if choice["query_string"] == "?" else {})

    def queryset(self, request: object, queryset: "QuerySet[Statement]") -> "QuerySet[Statement]":
        if self.value() == "all":
            return queryset
        if self.value() == "decided":
            return queryset.filter(standing__isnull=False)
        return queryset.filter(pk__in=Statement.objects.pending().values("pk"))


class StanceFilter(admin.SimpleListFilter):
    """Those that a statement may have: on the scale alone stand only positions of data sets."""

    title = "stance"
    parameter_name = "stance"

    def lookups(self, request: object, model_admin: object) -> list[tuple[str, str]]:
        return STANCES

    def queryset(self, request: object, queryset: "QuerySet[Statement]") -> "QuerySet[Statement]":
        return queryset.filter(stance=self.value()) if self.value() else queryset


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = ("decision", "amended", "reason", "decided_at", "decided_by")
    related = ("statement__party", "statement__target", "decided_by")


@admin.register(Statement)
class StatementAdmin(SheetAdmin):
    list_display = ("party", "target", "stance", "day", "quote", "attribution", "confidence")
    list_filter = (PendingFilter, "target__negotiation", "attribution", StanceFilter, "party")
    list_select_related = ("party", "target")
    search_fields = ("quote", "party__name", "target__title", "article__title")
    inlines = (DecisionInline,)
    actions = ("accept_all", "reject_all", "accept", "reject", "undo", "export")
    sheet_kind = STATEMENTS

    @admin.display(description="said on", ordering="said_on")
    def day(self, statement: Statement) -> str:
        """Sent back with an action, which is about what was read: it follows that of the article."""
        shown = (date_format(statement.said_on), statement.pk, statement.said_on.isoformat())
        return format_html('{}<input type="hidden" name="said_on_{}" value="{}">', *shown)

    @admin.action(description="Export the selected statements (CSV)", permissions=["view"])
    def export(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> HttpResponseBase:
        return export_statements(queryset)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("positions.add_decision")

    @admin.action(description="Dry run: accept all selected, or none", permissions=["decide"])
    def accept_all(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> HttpResponse:
        return decide_selected(request, queryset, DecisionKind.ACCEPT, action="accept_all")

    @admin.action(description="Dry run: reject all selected, or none", permissions=["decide"])
    def reject_all(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> HttpResponse:
        return decide_selected(request, queryset, DecisionKind.REJECT, action="reject_all")

    @admin.action(description="Accept the selected statements", permissions=["decide"])
    def accept(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> HttpResponse | None:
        """What is selected beyond the page was shown to nobody: the dry run shows it first."""
        if request.POST.get("select_across") == "1":
            return self.accept_all(request, queryset)
        decide = partial(accept_as_listed, sent=request.POST)
        self._decide(request, queryset.select_related("article", "waiting"), decide, done="accepted")
        return None

    @admin.action(description="Reject the selected statements", permissions=["decide"])
    def reject(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> None:
        self._decide(request, queryset, review.reject_statement, done="rejected")

    @admin.action(description="Undo the decision on the selected statements", permissions=["decide"])
    def undo(self, request: HttpRequest, queryset: "QuerySet[Statement]") -> None:
        self._decide(request, queryset, review.undo_decision, done="undone")

    def _decide(
        self, request: HttpRequest, queryset: "QuerySet[Statement]", decide: Callable[..., Decision], *, done: str
    ) -> None:
        """Each statement by itself, oldest words first; what is refused is said, and the others go on.

        Where somebody else is writing nobody waits for each of them again: what is left stays as it is.
        """
        n_done, n_left = 0, queryset.count() - MOST_AT_ONCE
        chosen = queryset.select_related("target__negotiation").order_by("said_on", "pk")
        for statement in chosen[:MOST_AT_ONCE]:
            try:
                decide(statement, by=request.user)
                n_done += 1
            except review.REFUSALS as refusal:
                self.message_user(request, f"{statement}: {refusal}", messages.ERROR)
            except history.TalksBusy as busy:
                self.message_user(request, f"The rest was left as it is. {busy}", messages.ERROR)
                break
        self.message_user(
            request, f"{counted(n_done, 'statement')} {done}.", messages.SUCCESS if n_done else messages.WARNING
        )
        if n_left > 0:
            self.message_user(request, left_over(n_left), messages.WARNING)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("statement", "decision", "reason", "decided_at", "decided_by")
    list_filter = ("decision", "decided_at", "statement__target__negotiation", "decided_by")
    list_select_related = ("statement__party", "statement__target", "decided_by")
    search_fields = ("reason", "statement__quote", "decided_by__username")
    ordering = ("-pk",)
    actions = ("export",)

    @admin.action(description="Export the selected decisions (CSV)", permissions=["view"])
    def export(self, request: HttpRequest, queryset: "QuerySet[Decision]") -> HttpResponseBase:
        columns = ("at", "by", "decision", "party", "target", "stance", "amended", "reason", "quote")
        rows = queryset.values_list(
            "decided_at",
            "decided_by__username",
            "decision",
            "statement__party__slug",
            "statement__target__slug",
            "statement__stance",
            "amended",
            "reason",
            "statement__quote",
        )
        return csv_response("decisions", columns, rows)
