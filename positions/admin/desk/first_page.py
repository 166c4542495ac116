"""The admin's first page: what waits, how it goes, what fails; below it Django's list of lists."""

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from positions.queries.curating import first_page as reading


def show_first_page(request: HttpRequest) -> HttpResponse:
    """The numbers are for those who may look at statements; others see their lists alone."""
    context: dict[str, object] = {"piles": None}
    if request.user.has_perm("positions.view_statement"):
        now = timezone.now()
        context = {
            "piles": reading.piles(now=now),
            "days": reading.decisions_by_day(now=now),
            "precision": reading.precision_by_target(now=now),
            "feeds": reading.failing_feeds(),
            "delays": reading.delayed_articles(),
        }
    return site.index(request, extra_context=context)
