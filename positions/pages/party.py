"""A party: what it held when, who speaks for it, and with whom it agrees."""

from dataclasses import dataclass
from math import comb

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from positions.charts.questions import MOST_AT_ONE_MOMENT, ChartQuestion
from positions.comparison.scores import Agreement
from positions.pages.opening import Opened, talks_page
from positions.pages.pictures import picture_of
from positions.queries.catalog.negotiations import list_parties
from positions.queries.comparing.pairs import PairsQuestion, compare_all_pairs
from positions.vocabulary import ChartKind, Comparison


@dataclass(frozen=True)
class OtherParty:
    slug: str
    name: str
    agreement: Agreement


@talks_page
def party_page(request: HttpRequest, opened: Opened, *, party: str) -> HttpResponseBase:
    """Raises: Http404 where the talks have no such party."""
    parties = {one.slug: one for one in list_parties(opened.negotiation)}
    if party not in parties:
        raise Http404
    picture = picture_of(opened, ChartQuestion(kind=ChartKind.TIMELINE, parties=[party], **opened.times))
    return opened.show(
        request,
        "pages/party.html",
        party=parties[party],
        picture=picture,
        others=others_than(party, opened),
        keep=opened.keeping(Comparison.AGREEMENT, **opened.times),
    )


def others_than(party: str, opened: Opened) -> list[OtherParty]:
    """The parties that it can be compared with, the most agreed first; none in talks too large to compare all pairs."""
    if comb(len(opened.talks.parties), 2) * len(opened.talks.targets) > MOST_AT_ONE_MOMENT:
        return []
    answer = compare_all_pairs(opened.negotiation, PairsQuestion(**opened.times), now=opened.now, is_bounded=False)
    found = [
        OtherParty(other, opened.talks.party_name(other), pair.agreement)
        for pair in answer.pairs
        if party in {pair.left, pair.right} and pair.agreement.score is not None
        for other in {pair.left, pair.right} - {party}
    ]
    return sorted(found, key=lambda one: (-(one.agreement.score or 0), one.name))
