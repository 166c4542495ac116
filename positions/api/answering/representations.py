"""In which form an answer is sent: by `?format=`, else by the header Accept."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.http.request import MediaType
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from positions.api.answering.picked import FIELDS_MEDIA_TYPE, Picked
from positions.api.problems import BadParameters, Fault, nearest_to, shown

Chosen = tuple[BaseRenderer, str]


class RecordRenderer(BaseRenderer):
    """Records as JSON: days and instants in ISO 8601, instants in UTC with a Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        plain = data.as_plain() if isinstance(data, Picked) else data
        return b"" if data is None else orjson.dumps(plain, option=orjson.OPT_UTC_Z)


class FieldsRenderer(RecordRenderer):
    """The same JSON for who asks for some fields by the name that such an answer has."""

    media_type = FIELDS_MEDIA_TYPE


class Negotiator(DefaultContentNegotiation):
    """A format that is not there is a wrong parameter, not a missing page."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Chosen:
        """Raises: BadParameters; NotAcceptable; MethodNotAllowed, where in no form anything would be sent."""
        try:
            return self.asked_for(request, renderers)
        except (BadParameters, NotAcceptable):
            if request.method not in request.parser_context["view"].allowed_methods:
                raise MethodNotAllowed(str(request.method)) from None
            raise

    def asked_for(self, request: Request, renderers: Any) -> Chosen:
        """Raises: BadParameters; NotAcceptable."""
        asked = request.query_params.getlist("format")
        if len(asked) > 1:
            raise BadParameters([Fault("repeated-parameter", "format is given more than once.", "format", asked[-1])])
        return in_format(asked[0], renderers) if asked else self.most_wanted(request, renderers)

    def most_wanted(self, request: Request, renderers: Sequence[BaseRenderer]) -> Chosen:
        """The first of those that Accept gives the most weight. Raises: NotAcceptable."""
        accepted = [MediaType(token) for token in self.get_accept_list(request) or ["*/*"]]
        best = max(renderers, key=lambda renderer: wanted(str(renderer.media_type), accepted))
        if wanted(str(best.media_type), accepted) == NOT_WANTED:
            raise NotAcceptable
        return best, str(best.media_type)


class OneRepresentation(Negotiator):
    """For an address that has one, which feed readers, browsers and programs ask for in many ways."""

    def most_wanted(self, request: Request, renderers: Sequence[BaseRenderer]) -> Chosen:
        return renderers[0], str(renderers[0].media_type)


def in_format(name: str, renderers: Sequence[BaseRenderer]) -> Chosen:
    """Raises: BadParameters."""
    for renderer in renderers:
        if renderer.format == name:
            return renderer, str(renderer.media_type)
    nearest = nearest_to(name, dict.fromkeys(str(renderer.format) for renderer in renderers))
    detail = f"There is no format {shown(name)!r}."
    raise BadParameters([Fault("unknown-choice", detail, "format", name, nearest=nearest)])


NOT_WANTED = (0.0, 0)


def wanted(media_type: str, accepted: Sequence[MediaType]) -> tuple[float, int]:
    """The weight of a media type, and how closely it is named: the closest counts, also where it says 0 (RFC 9110)."""
    named = [one for one in accepted if one.match(media_type)]
    closest = max(named, key=lambda one: one.specificity, default=None)
    return (closest.quality, closest.specificity) if closest and closest.quality else NOT_WANTED
