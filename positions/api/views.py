"""What all reads of the API share: who may, in which representation."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest
from rest_framework.authentication import SessionAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from positions.api.access import HasScope, TokenAuthentication, may
from positions.api.problems import BadParameters, Fault, nearest_to, shown
from positions.api.tables import TableRenderer
from positions.models import Negotiation
from positions.queries.negotiations import get_negotiation
from positions.vocabulary import Scope


class RecordRenderer(BaseRenderer):
    """Records as JSON: days and instants in ISO 8601, instants in UTC with a Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z)


class Negotiator(DefaultContentNegotiation):
    """By `Accept`, or by `?format=`; a format that is not there is a wrong parameter, not a missing page."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002  (the framework's name)
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            choices = [renderer.format for renderer in renderers]
            detail = f"There is no format {shown(format)!r}."
            raise BadParameters(
                [Fault("unknown-choice", detail, "format", format, nearest=nearest_to(format, choices))]
            )
        return found


class ReadView(APIView):
    """An address that answers GET and HEAD with a record."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    content_negotiation_class = Negotiator
    renderer_classes = [RecordRenderer]

    def get_permissions(self) -> list[BasePermission]:
        """Everybody may read, unless PARLEY_PUBLIC_READS is off: then whoever may by token or session."""
        return [AllowAny() if settings.PUBLIC_READS else HasScope(Scope.READ)]

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are, in the header Allow."""
        return Response(status=204)

    def find_negotiation(self, slug: str) -> Negotiation:
        """The talks of the address; drafts are there for staff alone. Raises: UnknownNegotiation."""
        return get_negotiation(slug, with_drafts=is_staff(self.request))


class TableView(ReadView):
    """An address whose answer has rows: they are sent as CSV too, where that is asked for."""

    renderer_classes = [RecordRenderer, TableRenderer]


def is_staff(request: Request) -> bool:
    return bool(request.user.is_staff) and may(request, Scope.READ)
