"""The page that a problem's `type` names: `/docs/problems/{kind}`."""

from django.http import Http404, HttpRequest, HttpResponse

from positions.api.problems import KINDS


def problem_page(request: HttpRequest, kind: str) -> HttpResponse:
    """What that kind of problem means and what to do about it, as plain text."""
    if kind not in KINDS:
        raise Http404
    known = KINDS[kind]
    return HttpResponse(f"{known.title} ({known.status})\n\n{known.advice}\n", content_type="text/plain; charset=utf-8")
