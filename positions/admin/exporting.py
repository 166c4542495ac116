"""Rows of a list as CSV for a spreadsheet; no cell begins a formula."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.http import StreamingHttpResponse

from positions.columns import csv_text

# Rows written at a time: of a file of any length no more is held.
AT_A_TIME = 500


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A file to save, UTF-8 with a byte-order mark so that spreadsheets read it as such.

    It is sent while rows come. The first are waited for: what keeps them from coming can still be answered.
    """
    pieces = written(chain([columns], rows))
    response = StreamingHttpResponse(chain([next(pieces)], pieces), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def written(rows: Iterator[Sequence[object]]) -> Iterator[str]:
    mark = "\ufeff"
    while part := list(islice(rows, AT_A_TIME)):
        yield mark + csv_text(part)
        mark = ""
