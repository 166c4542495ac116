"""From public changes to events, and from events to deliveries: each change is looked at once, in order."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from positions.comparison.events import Found, PairEvent
from positions.comparison.records import plain
from positions.models import Announced, Delivery, Event, Negotiation, Revision, Webhook
from positions.queries.comparing.events import find_events

# Of more changes that wait at once, as after an import, one comparison from the first to the last is made: what they
# come to is worth telling, and not each step.
MOST_ONE_BY_ONE = 50


def list_unannounced() -> list[int]:
    """Ids of talks with public changes that nobody has looked at. One query."""
    last = Revision.objects.filter(negotiation=OuterRef("pk")).order_by("-number").values("number")[:1]
    counted = Negotiation.objects.annotate(last=Subquery(last), told=Coalesce(F("announced__number"), 0))
    return list(counted.filter(last__gt=F("told")).values_list("pk", flat=True))


def announce_changes(negotiation_id: int) -> list[int]:
    """Finds the events of the changes that nobody has looked at; gives the ids of the deliveries that they make.

    Harmless when done twice, or by two at once: the row that says how far it got is locked. Changes that no webhook
    was there for are passed over.
    """
    talks = Negotiation.objects.filter(pk=negotiation_id).first()
    if talks is None:
        return []
    Announced.objects.get_or_create(negotiation=talks, defaults={"number": 0})
    with transaction.atomic():
        told = Announced.objects.select_for_update().get(negotiation=talks)
        waiting = list(Revision.objects.filter(negotiation=talks, number__gt=told.number).order_by("number"))
        if not waiting:
            return []
        webhooks = webhooks_of(talks, since=waiting[-1])
        made = [delivery for part in parts_of(waiting, webhooks) for delivery in announce(talks, part, webhooks)]
        Announced.objects.filter(pk=told.pk).update(number=waiting[-1].number)
    return [delivery.pk for delivery in made]


def webhooks_of(talks: Negotiation, *, since: Revision) -> list[Webhook]:
    """Who is told of these talks, and was there before that change. Disabled ones too: they may be enabled again."""
    if not talks.is_published:
        return []
    asked = Webhook.objects.filter(created_at__lt=since.committed_at)
    return [webhook for webhook in asked if webhook.negotiation_id in {None, talks.pk}]


def parts_of(waiting: Sequence[Revision], webhooks: Sequence[Webhook]) -> Iterable[tuple[Revision, Revision]]:
    """First and last change of each comparison to make; none where nobody is told."""
    if not webhooks:
        return []
    if len(waiting) > MOST_ONE_BY_ONE:
        return [(waiting[0], waiting[-1])]
    return [(revision, revision) for revision in waiting]


def announce(talks: Negotiation, part: tuple[Revision, Revision], webhooks: Sequence[Webhook]) -> list[Delivery]:
    first, last = part
    found = find_events(talks, first=first, last=last)
    events = Event.objects.bulk_create(
        Event(
            negotiation=talks, revision=last, kind=one.kind.value, data=plain(one.told), happened_at=last.committed_at
        )
        for one in found
    )
    return Delivery.objects.bulk_create(
        Delivery(webhook=webhook, event=event)
        for event, one in zip(events, found, strict=True)
        for webhook in webhooks
        if webhook.created_at < last.committed_at and wants(webhook, one)
    )


def wants(webhook: Webhook, found: Found) -> bool:
    """Whether this event is one that the webhook asked for."""
    told = found.told
    if isinstance(told, PairEvent):
        parties, is_enough = {told.left, told.right}, abs(told.moved_by) >= webhook.least_move
    else:
        parties, is_enough = {told.party}, True
    is_theirs = not webhook.parties or not parties.isdisjoint(webhook.parties)
    return found.kind.value in webhook.events and is_theirs and is_enough
