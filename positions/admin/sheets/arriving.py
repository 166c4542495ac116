"""A CSV file comes in by two steps: a dry run that says what it would come to, then the same file for good.

Between the two the file waits in the cache, in the name of who sent it. Confirmed, the whole is done again: where it
would come to something else than was shown, nothing is stored and the new outcome is shown.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from positions.admin.accounts import require, user_of
from positions.admin.first_problem import go_to_problem
from positions.admin.imports import MOST_LINES
from positions.admin.present_names import with_present_talks
from positions.catalog import CatalogConflict, CatalogFileInvalid, Problem, summary_of
from positions.catalog.position_sheets import COLUMNS as POSITION_COLUMNS
from positions.catalog.position_sheets import import_position_sheet, read_position_sheet
from positions.catalog.sheet import Columns, Sheet
from positions.catalog.spreadsheets import LARGEST
from positions.catalog.statement_sheets import COLUMNS as STATEMENT_COLUMNS
from positions.catalog.statement_sheets import import_statement_sheet, read_statement_sheet
from positions.counting import counted
from positions.history import TalksBusy
from positions.models import Negotiation

# Seconds that a file waits to be confirmed.
KEPT = 3600
# Problems, and rows as they were read, that a page shows.
MOST_PROBLEMS, MOST_SHOWN = 200, 5


@dataclass(frozen=True)
class Kind:
    """What the rows of a sheet are, who may bring them, and what stores them and says so in a sentence."""

    noun: str
    model: str
    permission: str
    about: str
    columns: Columns
    read: Callable[..., Sheet]
    store: Callable[[Sheet, Negotiation, User], str]


def store_statements(sheet: Sheet, negotiation: Negotiation, by: User) -> str:
    done = import_statement_sheet(sheet, negotiation=negotiation, by=by)
    return f"{counted(done.n_new, 'new statement')} to wait for review; {done.n_unchanged} stored already"


def store_positions(sheet: Sheet, negotiation: Negotiation, by: User) -> str:
    done = import_position_sheet(sheet, negotiation=negotiation, by=by)
    return summary_of(done, tells_revision=False)  # the trial's words must be those of the storing


STATEMENTS = Kind(
    noun="statements",
    model="statement",
    permission="positions.add_statement",
    about="Each row becomes a statement coded by hand by you. It waits for review; nothing is published.",
    columns=STATEMENT_COLUMNS,
    read=read_statement_sheet,
    store=store_statements,
)
POSITIONS = Kind(
    noun="positions",
    model="position",
    permission="positions.change_position",
    about="Each row is recorded as a position without a quotation, in your name. What is recorded is public at once.",
    columns=POSITION_COLUMNS,
    read=read_position_sheet,
    store=store_positions,
)


class SheetForm(forms.Form):
    """The talks and the file."""

    negotiation = forms.ModelChoiceField(
        Negotiation.objects.order_by("title"), to_field_name="slug", label="Talks", empty_label="choose the talks"
    )
    sheet = forms.FileField(
        label="File",
        help_text="CSV with a header, as the list exports it.",
        widget=forms.FileInput(attrs={"data-most": LARGEST}),
    )


@dataclass(frozen=True)
class Trial:
    """What a file comes to: what is wrong, with nothing stored; or else `summary` says what is stored, or would be."""

    problems: tuple[Problem, ...] = ()
    summary: str = ""
    sheet: Sheet | None = None


def import_sheet(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The form; then what the file would come to; then, confirmed, what it came to."""
    require(request, kind.permission)
    if request.method == "POST" and "confirm" in request.POST:
        return confirm(request, kind)
    form = SheetForm(with_present_talks(request.POST) or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = cast("UploadedFile[Any]", form.cleaned_data["sheet"])
        file = (sent.name or "file.csv", sent.read())
        negotiation = cast("Negotiation", form.cleaned_data["negotiation"])
        try:
            trial = try_out(kind, file, negotiation, by=user_of(request))
        except TalksBusy as busy:
            messages.warning(request, f"Nothing was tried out. {busy}")
            return show(request, kind, form, Trial())
        return show(request, kind, form, trial, token=keep(request, file, negotiation) if trial.summary else "")
    go_to_problem([form])
    return show(request, kind, form, Trial(), status=400 if form.errors else 200)


def confirm(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Stores the file that waits, if it still comes to what was shown."""
    token, by = request.POST["confirm"], user_of(request)
    waiting = cache.get(key_of(request, token))
    if waiting is None:
        messages.warning(
            request, "Nothing was stored: the file is no longer here, or was stored already. Send it again."
        )
        return redirect(request.path)
    name, content, talks = waiting
    negotiation = Negotiation.objects.get(pk=talks)
    form = SheetForm(initial={"negotiation": negotiation.slug})
    file, said = (name, zlib.decompress(content)), request.POST.get("summary")
    try:
        trial = try_out(kind, file, negotiation, by=by, only_if=said)
    except TalksBusy as busy:
        messages.warning(request, f"Nothing was stored. {busy}")
        return show(request, kind, form, Trial(summary=said or ""), token=token)
    if trial.summary and trial.summary == said:
        cache.delete(key_of(request, token))
        messages.success(request, f"Stored: {trial.summary}.")
        return redirect(f"admin:positions_{kind.model}_changelist")
    messages.warning(request, "Nothing was stored: something changed since the dry run. This is what it would be now.")
    return show(request, kind, form, trial, token=token if trial.summary else "")


def try_out(
    kind: Kind, file: tuple[str, bytes], negotiation: Negotiation, *, by: User, only_if: str | None = None
) -> Trial:
    """Goes the whole way and takes everything back, unless it comes to exactly what `only_if` says."""
    name, content = file
    sheet = None
    try:
        sheet = kind.read(content, name=name)
        if len(sheet.lines) > MOST_LINES:
            says = f"has {len(sheet.lines):,} rows; more than {MOST_LINES:,} take too long for a page. Send it in parts"
            return Trial(problems=(Problem(None, "", says),))
        with transaction.atomic():
            summary = kind.store(sheet, negotiation, by)
            transaction.set_rollback(summary != only_if)
    except CatalogFileInvalid as invalid:
        return Trial(problems=invalid.problems, sheet=sheet)
    except CatalogConflict as conflict:
        return Trial(problems=tuple(Problem(None, "", line) for line in str(conflict).splitlines()), sheet=sheet)
    return Trial(summary=summary, sheet=sheet)


def keep(request: HttpRequest, file: tuple[str, bytes], negotiation: Negotiation) -> str:
    token, (name, content) = token_urlsafe(24), file
    cache.set(key_of(request, token), (name, zlib.compress(content), negotiation.pk), KEPT)
    return token


def key_of(request: HttpRequest, token: str) -> str:
    return f"waiting-sheet-{request.user.pk}-{token[:64].encode().hex()}"


def show(
    request: HttpRequest, kind: Kind, form: SheetForm, trial: Trial, *, token: str = "", status: int = 200
) -> HttpResponse:
    sheet = trial.sheet
    shown = [name for name in sheet.header if name] if sheet else []
    context = {
        **admin.site.each_context(request),
        "title": f"Import {kind.noun}",
        "kind": kind,
        "form": form,
        "trial": trial,
        "problems": trial.problems[:MOST_PROBLEMS],
        "n_more": max(0, len(trial.problems) - MOST_PROBLEMS),
        "header": shown,
        "rows": [(line.number, [line.cells[name] for name in shown]) for line in sheet.lines[:MOST_SHOWN]]
        if sheet
        else [],
        "token": token,
        "list": f"admin:positions_{kind.model}_changelist",
        "opts": {"app_label": "positions"},
    }
    return render(request, "admin/sheets/import.html", context, status=400 if trial.problems else status)
