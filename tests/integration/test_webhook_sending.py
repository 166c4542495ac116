"""One attempt at a time: signed, put off ever longer, given up with a reason, replayed under the same ids."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from positions import webhooks
from positions.models import Delivery, Event, Negotiation, Webhook
from positions.vocabulary import EventKind, Salience, Stance
from positions.webhooks.sending import Outcome, signed
from tests.site import Page, Site, serving_site
from tests.world import RiverTalks, hold

YES, NO = Stance.SUPPORTS, Stance.OPPOSES


@pytest.fixture
def site(settings):
    with serving_site() as site:
        settings.OUTBOUND_HOSTS = frozenset({site.host})
        site.pages["/told"] = Page(status=204)
        yield site


def webhook(talks: RiverTalks, site: Site | None = None, **asked) -> Webhook:
    address = site.url("/told") if site else "http://192.0.2.1/told"
    asked = {"events": [kind for kind in EventKind if kind is not EventKind.PING], **asked}
    return webhooks.make_webhook(webhooks.NewWebhook(address=address, **asked), owner=talks.by)


def told(hook: Webhook) -> list[str]:
    return [delivery.event.kind for delivery in hook.deliveries.select_related("event").order_by("id")]


@pytest.fixture
def waiting(talks: RiverTalks, site: Site) -> Delivery:
    """A stance that changed, to be told."""
    hook = webhook(talks, site, events=[EventKind.STANCE_CHANGED])
    hold(talks, talks.northland, talks.dam, YES, date(2024, 3, 1))
    webhooks.announce_changes(talks.negotiation.pk)
    return hook.deliveries.get()


def test_what_is_sent_is_signed_by_standard_webhooks_and_says_what_happened(waiting: Delivery, site: Site):
    assert webhooks.deliver_event(waiting.pk).is_delivered
    (visit,) = site.visits
    message = Verifier(waiting.webhook.secret).verify(visit.body.decode(), dict(visit.headers.items()))
    assert (message["type"], message["data"]["party"], message["data"]["after"]["stance"]) == (
        "stance.changed",
        "northland",
        "supports",
    )
    assert (message["data"]["before"], message["data"]["cause"]) == (None, "first_recorded")


def test_after_a_rotation_both_secrets_verify_what_is_sent_for_a_day(waiting: Delivery, site: Site):
    hook, old = waiting.webhook, waiting.webhook.secret
    webhooks.rotate_secret(hook, now=timezone.now())
    webhooks.deliver_event(waiting.pk)
    (visit,) = site.visits
    for secret in (old, hook.secret):
        assert Verifier(secret).verify(visit.body.decode(), dict(visit.headers.items()))["type"] == "stance.changed"
    _, headers = signed(hook, waiting.event, at=timezone.now() + timedelta(days=2))
    assert len(headers["webhook-signature"].split()) == 1


def test_who_rotates_twice_within_a_day_takes_no_secret_from_the_receiver(waiting: Delivery):
    hook, now = waiting.webhook, timezone.now()
    known = [hook.secret]
    for seconds in (0, 5):
        webhooks.rotate_secret(hook, now=now + timedelta(seconds=seconds))
        known.append(hook.secret)
    body, headers = signed(hook, waiting.event, at=now + timedelta(seconds=10))
    for secret in known:
        assert Verifier(secret).verify(body.decode(), headers)["type"] == "stance.changed"
    webhooks.rotate_secret(hook, now=now + timedelta(days=2))
    assert hook.previous_secrets == known[-1:]


def test_an_account_that_was_closed_is_told_no_more(waiting: Delivery, site: Site):
    type(waiting.webhook.owner).objects.update(is_active=False)
    assert webhooks.list_due(now=timezone.now()) == []
    assert webhooks.deliver_event(waiting.pk) == Outcome(is_delivered=False)  # nor tried again and again
    assert site.visits == []


@pytest.mark.parametrize("asked_for", ["retry", "replay", "enable"])
def test_what_waits_of_talks_that_became_a_draft_waits_until_they_are_published_again(waiting, site, talks, asked_for):
    hook = waiting.webhook
    Negotiation.objects.update(is_published=False)
    if asked_for == "replay":
        webhooks.replay_events(hook, since=hook.created_at, until=timezone.now())
    if asked_for == "enable":
        webhooks.enable_webhook(hook)
    assert webhooks.list_due(now=timezone.now()) == []
    assert webhooks.deliver_event(waiting.pk) == Outcome(is_delivered=False)
    assert site.visits == []
    Negotiation.objects.update(is_published=True)
    assert webhooks.list_due(now=timezone.now()) == [waiting.pk]
    assert webhooks.deliver_event(waiting.pk).is_delivered


def test_a_ping_arrives_whatever_is_a_draft(waiting, site, talks):
    Negotiation.objects.update(is_published=False)
    assert webhooks.deliver_event(webhooks.ping_webhook(waiting.webhook)).is_delivered


def test_two_workers_send_it_once(waiting: Delivery, site: Site):
    webhooks.deliver_event(waiting.pk)
    assert not webhooks.deliver_event(waiting.pk).is_delivered
    assert len(site.visits) == 1


def test_a_failure_puts_it_off_and_others_for_the_same_receiver_with_it(waiting: Delivery, site: Site, talks):
    site.pages["/told"] = Page(status=500)
    hold(talks, talks.southland, talks.dam, NO, date(2024, 3, 1))
    (other,) = webhooks.announce_changes(talks.negotiation.pk)
    assert webhooks.deliver_event(waiting.pk).again_seconds == 5
    waiting.refresh_from_db()
    assert (waiting.delivery_state, waiting.n_attempts, waiting.last_outcome) == ("waiting", 1, "It answered 500.")
    assert 4 < webhooks.deliver_event(other).again_seconds <= 5  # not tried, put off
    assert len(site.visits) == 1


def test_a_receiver_that_is_back_gets_what_waited(waiting: Delivery, site: Site, talks):
    site.pages["/told"] = Page(status=500)
    hold(talks, talks.southland, talks.dam, NO, date(2024, 3, 1))
    (other,) = webhooks.announce_changes(talks.negotiation.pk)
    webhooks.deliver_event(waiting.pk)
    site.pages["/told"] = Page(status=200)
    Delivery.objects.filter(pk=waiting.pk).update(next_attempt_at=timezone.now())
    assert webhooks.deliver_event(waiting.pk).wake == (other,)
    assert webhooks.deliver_event(other).is_delivered


def test_after_the_last_attempt_it_is_disabled_with_a_reason_and_enabled_again_loses_nothing(
    waiting: Delivery, site: Site, settings
):
    settings.WEBHOOK_RETRY_SECONDS = [0, 0]
    site.pages["/told"] = Page(status=503)
    for _ in range(3):
        webhooks.deliver_event(waiting.pk)
    hook = Webhook.objects.get()
    assert (hook.disabled_at is not None, hook.disabled_reason) == (
        True,
        "3 attempts failed. The last: It answered 503.",
    )
    assert (webhooks.list_due(now=timezone.now()), len(site.visits)) == ([], 3)
    site.pages["/told"] = Page(status=200)
    assert webhooks.enable_webhook(hook) == [waiting.pk]
    assert webhooks.deliver_event(waiting.pk).is_delivered


def test_a_receiver_that_is_gone_is_told_no_more_at_once(waiting: Delivery, site: Site):
    site.pages["/told"] = Page(status=410)
    webhooks.deliver_event(waiting.pk)
    assert "410" in Webhook.objects.get().disabled_reason


def test_a_redirect_is_a_failure_and_not_followed(waiting: Delivery, site: Site):
    site.pages["/told"] = Page(status=302, headers={"Location": site.url("/inside")})
    assert not webhooks.deliver_event(waiting.pk).is_delivered
    assert site.paths() == ["/told"]


def test_an_address_that_is_not_public_is_not_asked(waiting: Delivery, site: Site, settings):
    settings.OUTBOUND_HOSTS = frozenset()
    webhooks.deliver_event(waiting.pk)
    assert site.visits == []
    assert "may not be asked" in Webhook.objects.get().disabled_reason


def test_a_sender_that_died_is_taken_over_after_its_lease(waiting: Delivery):
    now = timezone.now()
    Delivery.objects.update(delivery_state="sending", next_attempt_at=now + timedelta(seconds=60))
    assert webhooks.list_due(now=now) == []
    assert webhooks.list_due(now=now + timedelta(seconds=61)) == [waiting.pk]


def test_replay_sends_the_same_message_again(waiting: Delivery, site: Site):
    webhooks.deliver_event(waiting.pk)
    hook = waiting.webhook
    assert webhooks.replay_events(hook, since=timezone.now(), until=timezone.now()) == []
    assert webhooks.replay_events(hook, since=hook.created_at, until=timezone.now()) == [waiting.pk]
    webhooks.deliver_event(waiting.pk)
    first, second = site.visits
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


def test_each_change_makes_the_events_that_it_means(talks: RiverTalks):
    hook = webhook(talks, least_move=0.05)
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 1), salience=Salience.RED_LINE)
    hold(talks, talks.southland, talks.dam, NO, date(2024, 3, 1))
    hold(talks, talks.northland, talks.dam, YES, date(2024, 3, 5))
    hold(talks, talks.northland, talks.league_draft, Stance.UNDECIDED, date(2024, 3, 6))
    webhooks.announce_changes(talks.negotiation.pk)
    assert told(hook) == [
        *("stance.changed", "red_line.drawn"),
        "stance.changed",
        *("stance.changed", "red_line.gone", "agreement.moved"),
        *("stance.changed", "response.given"),
    ]
    moved = Event.objects.get(kind="agreement.moved").data
    assert (moved["before"], moved["after"], moved["moved_by"]) == (1.0, 0.0, -1.0)


def test_each_change_is_looked_at_once(talks: RiverTalks):
    hook = webhook(talks)
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    assert webhooks.list_unannounced() == [talks.negotiation.pk]
    assert len(webhooks.announce_changes(talks.negotiation.pk)) == 1
    assert (webhooks.announce_changes(talks.negotiation.pk), webhooks.list_unannounced()) == ([], [])
    assert told(hook) == ["stance.changed"]


def test_only_what_was_asked_for_is_told(talks: RiverTalks):
    southland = webhook(talks, negotiation=talks.negotiation, parties=["southland"])
    big_moves = webhook(talks, events=[EventKind.AGREEMENT_MOVED], least_move=1)
    other_talks = webhook(talks, negotiation=Negotiation.objects.create(slug="other", title="Other"))
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    hold(talks, talks.southland, talks.dam, NO, date(2024, 3, 1))
    hold(talks, talks.southland, talks.dam, Stance.CONDITIONAL, date(2024, 3, 2))
    webhooks.announce_changes(talks.negotiation.pk)
    assert (told(southland), told(big_moves), told(other_talks)) == (
        ["stance.changed", "stance.changed", "agreement.moved"],
        [],
        [],
    )


def test_drafts_are_told_of_to_nobody_and_what_was_before_is_not_told(talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, NO, date(2024, 3, 1))
    late = webhook(talks)
    webhooks.announce_changes(talks.negotiation.pk)
    Negotiation.objects.update(is_published=False)
    hold(talks, talks.northland, talks.dam, YES, date(2024, 3, 2))
    webhooks.announce_changes(talks.negotiation.pk)
    assert told(late) == []


def test_an_import_is_told_of_as_what_it_comes_to(talks: RiverTalks, monkeypatch):
    monkeypatch.setattr("positions.webhooks.announcing.MOST_ONE_BY_ONE", 2)
    hook = webhook(talks)
    for day, stance in enumerate([NO, YES, NO, YES], start=1):
        hold(talks, talks.northland, talks.dam, stance, date(2024, 3, day))
    webhooks.announce_changes(talks.negotiation.pk)
    assert told(hook) == ["stance.changed"]
    assert Event.objects.get().data["after"]["stance"] == "supports"
