"""What every page of the desk but the sheet itself shows around its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict

from positions.queries.curating.desk import list_titles


def frame(request: HttpRequest, title: str, **context: object) -> dict[str, Any]:
    around = {**admin.site.each_context(request), "title": title}
    return {**around, "negotiations": list_titles(), "query": QueryDict(), **context}
