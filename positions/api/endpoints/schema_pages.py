"""What the API says of itself: the schema, a page to try it at, and the base address, which leads there."""

from functools import cache
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.views.decorators.http import condition
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.request import Request

from positions.api.answering.conditional import code
from positions.api.answering.representations import Negotiator, OneRepresentation
from positions.api.asking.throttles import AskThrottle
from positions.api.views import NamesMethods, TellsRates

# The schema is the code's alone.
of_this_code = condition(etag_func=lambda _request: f'"{code()}"')


@cache
def written(form: str) -> bytes:
    """The schema, made once in each format: it hangs on nobody who asks, and takes half a second."""
    renderer = OpenApiJsonRenderer() if form == "json" else OpenApiYamlRenderer()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return force_bytes(renderer.render(schema, renderer_context={}))


class SchemaFile(NamesMethods, TellsRates, SpectacularAPIView):
    """As OpenAPI, in YAML or JSON."""

    content_negotiation_class = Negotiator
    throttle_classes = [AskThrottle]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        as_asked = request.accepted_renderer
        of_text = f"; charset={as_asked.charset}" if as_asked.charset else ""
        named = {"Content-Disposition": f'inline; filename="Parley.{as_asked.format}"'}
        return HttpResponse(written(as_asked.format), content_type=as_asked.media_type + of_text, headers=named)


class TryOut(NamesMethods, TellsRates, SpectacularSwaggerView):
    """A page for browsers."""

    content_negotiation_class = Negotiator
    throttle_classes = [AskThrottle]


@extend_schema(exclude=True)
class Entrance(NamesMethods):
    authentication_classes = []
    permission_classes = []
    content_negotiation_class = OneRepresentation

    def get(self, request: Request) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("try-out"))
