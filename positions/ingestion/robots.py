"""What sites ask of programs that fetch: robots.txt by RFC 9309, read by Protego and kept for a day.

Weighed: urllib.robotparser (knows no wildcards, and takes the first rule that fits, not the longest), reppy (dead).
"""

from datetime import datetime, timedelta

from django.utils import timezone
from protego import Protego

from positions import outbound
from positions.models import SiteRules

# RFC 9309, 2.4: no copy should be used for more than 24 hours; 2.5: at least 500 kibibytes are read.
KEPT_FOR = timedelta(days=1)
LIMITS = outbound.Limits(total_seconds=15.0, body_bytes=600_000, expanded_bytes=600_000)
# The name that a site's rules are looked up by, and the longest pause between two requests that is respected.
NAME = "Parley"
LONGEST_PAUSE = timedelta(seconds=60)


class SiteForbids(Exception):
    """The site's robots.txt asks programs not to fetch this address."""


def origin_of(url: str) -> str:
    parsed = outbound.require_address(url)
    return f"{parsed.scheme}://{parsed.netloc.decode().lower()}"


def find_rules(url: str) -> SiteRules | None:
    """The rules of an address's site as they were last read."""
    return SiteRules.objects.filter(origin=origin_of(url)).first()


def rules_for(url: str, *, now: datetime) -> SiteRules:
    """The rules of an address's site, read again when they are older than a day.

    Raises: OutboundRefused; OutboundFailed where the site can't say now, which means no.
    """
    origin, known = origin_of(url), find_rules(url)
    if known is not None and known.read_at > now - KEPT_FOR:
        return known
    rules, _ = SiteRules.objects.update_or_create(origin=origin, defaults={"robots": _fetch(origin), "read_at": now})
    return rules


def _fetch(origin: str) -> str:
    """RFC 9309, 2.3.1: what is not there allows everything, what does not answer allows nothing."""
    try:
        answer = outbound.fetch(f"{origin}/robots.txt", limits=LIMITS)
    except outbound.HostNotPublic:
        raise
    except (outbound.OutboundFailed, outbound.OutboundRefused) as problem:  # or it reads as said of what was to be had
        raise type(problem)(f"The site's robots.txt, which comes first, can't be had: {problem}") from problem
    if answer.status >= 500 or answer.status == 429:
        raise outbound.OutboundFailed(f"The site's robots.txt answers {answer.status}; nothing is fetched meanwhile.")
    if answer.status >= 400:
        return ""
    return answer.body.decode("utf-8", "replace").replace("\x00", "")


def permit(url: str) -> None:
    """Called before an address is asked, at each redirect anew; where the site wants pauses, notes until when.

    Raises: SiteForbids; OutboundRefused and OutboundFailed as `rules_for`.
    """
    rules = rules_for(url, now=timezone.now())
    parsed = Protego.parse(rules.robots)
    if not parsed.can_fetch(url, NAME):
        raise SiteForbids(f"The robots.txt of {rules.origin} asks programs not to fetch this address.")
    pause = parsed.crawl_delay(NAME)
    if pause:
        until = timezone.now() + min(timedelta(seconds=float(pause)), LONGEST_PAUSE)
        SiteRules.objects.filter(pk=rules.pk).update(next_request_at=until)
