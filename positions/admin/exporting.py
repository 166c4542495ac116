"""Rows of a list as CSV for a spreadsheet; no cell begins a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from positions.columns import cell


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file to save, UTF-8 with a byte-order mark so that spreadsheets read it as such."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return response
