"""The import of a coded data set from the admin: two files, what is wrong with them line by line, or what was stored.

What it does is `catalog.import_positions`, as the command of that name does it: all of it or nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_slug
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from positions.admin.accounts import require, user_of
from positions.admin.first_problem import go_to_problem
from positions.catalog import (
    CatalogConflict,
    CatalogFileInvalid,
    DataSet,
    Loaded,
    import_positions,
    read_data_set,
    summary_of,
)
from positions.history import TalksBusy
from positions.models import Negotiation

# A position takes about 12 milliseconds of the processor, more among hundreds of its party on its target
# (docs/importing.md), and a web server gives up after thirty seconds.
MOST_LINES = 2_000


class ImportForm(forms.Form):
    """The data set, what its columns mean, and the talks that it is about."""

    negotiation = forms.CharField(
        max_length=50,
        validators=[validate_slug],
        widget=forms.TextInput(attrs={"list": "slugs"}),
        help_text="Name in addresses of the talks; of new ones, if the mapping gives their title.",
    )
    data_set = forms.FileField(label="Data set", help_text="CSV with a header and one position in each line.")
    mapping = forms.FileField(help_text="YAML: what the columns mean. Described in docs/importing.md.")
    only_check = forms.BooleanField(
        required=False, label="Only check", help_text="Says what would be stored, and stores nothing."
    )


@dataclass(frozen=True)
class Outcome:
    """What came of it: a sentence, or what is wrong, one line a problem."""

    summary: str = ""
    problems: tuple[str, ...] = ()


class TooManyLines(Exception):
    """The data set is better imported by the command."""

    def __init__(self, n_lines: int) -> None:
        super().__init__(
            f"The data set has {n_lines:,} lines; more than {MOST_LINES:,} take too long for a page. "
            "Use manage.py import_positions."
        )


def show_import(request: HttpRequest) -> HttpResponse:
    """The form; what is wrong with what was sent, with nothing stored; or on to the talks with what was."""
    require(request, "positions.add_position")
    form = ImportForm(request.POST or None, request.FILES or None)
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = carry_out(form.cleaned_data, by=user_of(request))
        if outcome.summary and not form.cleaned_data["only_check"]:
            messages.success(request, f"Imported: {outcome.summary}")
            return redirect("admin:positions_negotiation_changelist")
    go_to_problem([form])
    context = {
        **admin.site.each_context(request),
        "title": "Import positions of a coded data set",
        "form": form,
        "outcome": outcome,
        "slugs": Negotiation.objects.order_by("slug").values_list("slug", flat=True),
    }
    is_wrong = bool(outcome.problems or form.errors)
    return render(request, "admin/import_positions.html", context, status=400 if is_wrong else 200)


def carry_out(asked: dict[str, Any], *, by: User) -> Outcome:
    """Imports, or with `only_check` finds out what an import would do."""
    try:
        with received(asked["data_set"], asked["mapping"]) as data_set, transaction.atomic():
            loaded: Loaded = import_positions(data_set, negotiation=asked["negotiation"], by=by)
            summary = summary_of(loaded)
            transaction.set_rollback(asked["only_check"])
    except (CatalogFileInvalid, CatalogConflict, TalksBusy, TooManyLines) as refused:
        return Outcome(problems=tuple(str(refused).splitlines()))
    return Outcome(summary=summary)


@contextmanager
def received(data_set: "UploadedFile[Any]", mapping: "UploadedFile[Any]") -> Iterator[DataSet]:
    """The two files, as long as the block lasts; problems name them as they were called where they came from.

    Raises: CatalogFileInvalid, TooManyLines.
    """
    with TemporaryDirectory(prefix="parley-import-") as folder:
        paths = [stored(Path(folder) / part, file) for part, file in (("data", data_set), ("map", mapping))]
        try:
            found = read_data_set(paths[0], mapping=paths[1])
            if len(found.lines) > MOST_LINES:
                raise TooManyLines(len(found.lines))
            yield found
        except CatalogFileInvalid as invalid:
            problems = [named(problem, folder) for problem in str(invalid).splitlines()]
            raise CatalogConflict("\n".join(problems)) from invalid


def stored(folder: Path, file: "UploadedFile[Any]") -> Path:
    folder.mkdir()
    path = folder / Path(file.name or "file").name
    with path.open("wb") as copy:
        copy.writelines(file.chunks())
    return path


def named(problem: str, folder: str) -> str:
    return problem.replace(f"{folder}/data/", "").replace(f"{folder}/map/", "")
