"""What all reads of the API share: who may, in which representation, and whether the reader has the answer already."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from positions.api.answering.conditional import PUBLIC, STAFF, HangsOn, Tag, mark, not_modified, tag_of, times_of
from positions.api.answering.picked import FIELDS_MEDIA_TYPE, Picked
from positions.api.answering.representations import FieldsRenderer, Negotiator, RecordRenderer
from positions.api.answering.tables import TableRenderer
from positions.api.asking.access import HasScope, TokenAuthentication, is_staff
from positions.api.asking.throttles import AskThrottle, RefusedThrottle, rates_of
from positions.models import Negotiation
from positions.queries.catalog.negotiations import get_negotiation
from positions.queries.in_force import InForce, in_force
from positions.vocabulary import Scope

REFUSALS = (AuthenticationFailed, NotAuthenticated, PermissionDenied)


class Unchanged(Exception):
    """The reader has this answer already."""


class NamesMethods(APIView):
    """An address that answers OPTIONS with the methods that it has."""

    def options(  # type: ignore[override]  # Django's, which needs no renderer: some of ours render nothing but bytes
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """In the header Allow, which every answer has; there is nothing else to say."""
        response = HttpResponse(status=204)
        del response["Content-Type"]
        return response


class TellsRates(APIView):
    """An address whose answers say how the counts stand that they were counted in."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        finished = super().finalize_response(request, response, *args, **kwargs)
        if rates := list(rates_of(request)):
            finished["RateLimit-Policy"] = ", ".join(rate.policy for rate in rates)
            finished["RateLimit"] = ", ".join(rate.state for rate in rates)
        return finished


class ReadView(NamesMethods, TellsRates):
    """An address that answers GET and HEAD with a record.

    `hangs_on`: what its answers hang on, where that is known before they are computed; then each has a tag.
    """

    hangs_on: ClassVar[HangsOn | None] = None
    tag: Tag | None = None
    found: InForce | None = None

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    content_negotiation_class = Negotiator
    renderer_classes = [RecordRenderer]

    def get_permissions(self) -> list[BasePermission]:
        """Everybody may read, unless PARLEY_PUBLIC_READS is off: then whoever may by token or session."""
        return [AllowAny() if settings.PUBLIC_READS else HasScope(Scope.READ)]

    def get_renderers(self) -> list[BaseRenderer]:
        """Who asks for some fields may name the media type that such an answer has."""
        found: list[BaseRenderer] = super().get_renderers()
        asks_for_fields = self.request is not None and "fields" in self.request.query_params
        return [*found, FieldsRenderer()] if asks_for_fields and RecordRenderer in self.renderer_classes else found

    def check_throttles(self, request: Request) -> None:
        """What has not changed is not counted: it costs next to nothing. Raises: Unchanged."""
        if request.method in {"GET", "HEAD"}:
            self.tag = self.find_tag(request)
            if self.tag is not None and self.tag.is_among(request.META.get("HTTP_IF_NONE_MATCH", "")):
                raise Unchanged
        super().check_throttles(request)

    def find_tag(self, request: Request) -> Tag | None:
        """The tag of the answer to come; None where it has none. One query, which finds the address's talks too."""
        times = times_of(request, self.hangs_on, timezone.now()) if self.hangs_on else None
        if self.hangs_on is None or times is None:
            return None
        role = self.role_of(request)
        slug = self.kwargs.get("slug")
        self.found = in_force(
            slug,
            known_at=times.instant,
            subjects=self.hangs_on.subjects_for(role),
            with_drafts=role == STAFF,
            names_instant=self.hangs_on.instant is not None,
        )
        if self.found is None:
            return None
        return tag_of(request, times, self.found, role=role, representation=request.accepted_renderer.format)

    def role_of(self, request: Request) -> str:
        """As whom the reader is answered."""
        return role_of(request)

    def get_throttles(self) -> list[BaseThrottle]:
        """Every request counts; at some addresses in a count of their own too."""
        return [AskThrottle(), *super().get_throttles()]

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, Unchanged) and self.tag is not None:
            return not_modified(self.tag, is_public=is_public(self.request))
        return super().handle_exception(self.counted(exc))

    def counted(self, exc: Exception) -> Exception:
        """What is refused for who asks is counted too, and too much of it refused for that."""
        refused = RefusedThrottle()
        if not isinstance(exc, REFUSALS) or refused.allow_request(self.request, self):
            return exc
        return Throttled(wait=refused.wait())

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Errors have no tag: what was wrong may be right the next time.

        Who sends `*` has some answer, whichever: only that there is one to this question is left to find out.
        """
        if self.tag is not None and response.status_code == 200 and has_any(request):
            response = not_modified(self.tag, is_public=is_public(request))
        if isinstance(getattr(response, "data", None), Picked) and request.accepted_renderer.format == "json":
            response.content_type = FIELDS_MEDIA_TYPE
        finished = super().finalize_response(request, response, *args, **kwargs)
        mark(finished, self.tag if finished.status_code in {200, 304} else None, is_public=is_public(request))
        if isinstance(finished, Response):
            finished.add_post_render_callback(forget)
        return finished

    def find_negotiation(self, slug: str) -> Negotiation:
        """The talks of the address; drafts are there for staff alone. Raises: UnknownNegotiation."""
        talks = self.found.negotiation if self.found else None
        if talks is not None and talks.slug == slug and (talks.is_published or is_staff(self.request)):
            return talks
        return get_negotiation(slug, with_drafts=is_staff(self.request))


class TableView(ReadView):
    """An address whose answer has rows: they are sent as CSV too, where that is asked for."""

    renderer_classes = [RecordRenderer, TableRenderer]

    def get_renderers(self) -> list[BaseRenderer]:
        """What is written is answered as a record, which is no table."""
        is_read = self.request is None or self.request.method in {"GET", "HEAD", "OPTIONS"}
        return super().get_renderers() if is_read else [RecordRenderer()]


def forget(sent: Any) -> None:
    """Lets go of the records that an answer was made of: view and response hold each other."""
    sent.data = None


def role_of(request: Request) -> str:
    """As whom a reader is answered."""
    return STAFF if is_staff(request) else PUBLIC


def has_any(request: Any) -> bool:
    """Whether the reader has what is asked for in any version."""
    return request.method in {"GET", "HEAD"} and request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*"


def is_public(request: Any) -> bool:
    """Whether the answer may be kept for others: nobody has said who they are."""
    return "HTTP_AUTHORIZATION" not in request.META and settings.SESSION_COOKIE_NAME not in request.COOKIES


def is_json(request: Request) -> bool:
    """The answer goes out as JSON, not as a table."""
    return request.accepted_renderer.format == RecordRenderer.format
