"""What the API says of itself: the schema, a page to try it at, and the base address, which leads there."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import condition
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.request import Request

from positions.api.conditional import code
from positions.api.representations import OneRepresentation
from positions.api.views import NamesMethods

# The schema is the code's alone.
of_this_code = condition(etag_func=lambda _request: f'"{code()}"')


class SchemaFile(NamesMethods, SpectacularAPIView):
    """As OpenAPI, in YAML or JSON."""


class TryOut(NamesMethods, SpectacularSwaggerView):
    """A page for browsers."""


@extend_schema(exclude=True)
class Entrance(NamesMethods):
    authentication_classes = []
    permission_classes = []
    content_negotiation_class = OneRepresentation

    def get(self, request: Request) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("try-out"))
