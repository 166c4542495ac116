"""What most teams would write: ModelSerializers over a filtered queryset; and a bare view that reads one row."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from rest_framework import generics, serializers

from positions.models import Party, Position, Revision, Target


class PartySerializer(serializers.ModelSerializer[Party]):
    class Meta:
        model = Party
        fields = ["slug", "name", "kind"]


class TargetSerializer(serializers.ModelSerializer[Target]):
    class Meta:
        model = Target
        fields = ["slug", "title", "kind"]


class PositionSerializer(serializers.ModelSerializer[Position]):
    party = PartySerializer()
    target = TargetSerializer()

    class Meta:
        model = Position
        fields = [
            *("uuid", "party", "target", "stance", "act", "salience", "salience_value", "scale_low", "scale_high"),
            *("terms", "condition", "summary", "valid_from", "valid_to", "recorded_at"),
        ]


class Matrix(generics.ListAPIView[Position]):
    """The same positions, at the same two times."""

    serializer_class = PositionSerializer

    def get_queryset(self) -> QuerySet[Position]:
        asked = self.request.query_params
        valid_on, known_at = asked["valid_on"], asked["known_at"]
        return Position.objects.select_related("party", "target").filter(
            Q(valid_to=None) | Q(valid_to__gt=valid_on),
            Q(superseded_at=None) | Q(superseded_at__gt=known_at),
            negotiation__slug=asked["negotiation"],
            party__slug__in=asked.getlist("party"),
            target__slug__in=asked.getlist("target"),
            valid_from__lte=valid_on,
            recorded_at__lte=known_at,
        )


def one_row(request: HttpRequest) -> JsonResponse:
    """The last revision."""
    found: Any = Revision.objects.order_by("-committed_at").values("number", "committed_at", "kind").first()
    return JsonResponse(found)


urlpatterns = [path("matrix/", Matrix.as_view()), path("one-row/", one_row)]
