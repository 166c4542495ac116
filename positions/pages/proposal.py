"""A proposal: its terms, who answered how and when, and what blocks."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from positions.charts.questions import ChartQuestion
from positions.comparison.responses import Response, TermResponse
from positions.pages.opening import Opened, talks_page
from positions.pages.pictures import picture_of
from positions.pages.words import STANCES, Look
from positions.queries.catalog.catalog_records import CatalogProposal
from positions.queries.catalog.negotiations import list_proposals
from positions.queries.comparing.responses import ResponsesQuestion, list_responses
from positions.vocabulary import ChartKind, EvidenceDepth


@dataclass(frozen=True)
class ResponseShown:
    """One party's answer; `look` is None where none is known."""

    name: str
    response: Response
    look: Look | None
    blocking: list[str]


@dataclass(frozen=True)
class TermShown:
    """One term of the package, and how each party stands to it, in the order of the answers."""

    issue: str
    title: str
    text: str
    look: Look
    against: list[str]


@talks_page
def proposal_page(request: HttpRequest, opened: Opened, *, proposal: str) -> HttpResponseBase:
    """Raises: Http404 where the talks have no such proposal."""
    proposals = {one.slug: one for one in list_proposals(opened.negotiation)}
    if proposal not in proposals:
        raise Http404
    question = ResponsesQuestion(evidence=EvidenceDepth.FIRST, **opened.times)
    answer = list_responses(opened.negotiation, proposal, question, now=opened.now)
    package = proposals[proposal]
    shown = [
        ResponseShown(
            name=opened.talks.party_name(one.party),
            response=one,
            look=STANCES[one.stance] if one.stance else None,
            blocking=[opened.talks.target_title(slug) for slug in one.blocking_terms],
        )
        for one in answer.responses
        if one.stance is not None or one.absence == "withdrawn" or any(term.position for term in one.terms)
    ]
    replaced = [one for one in proposals.values() if one.replaces == proposal]
    return opened.show(
        request,
        "pages/proposal.html",
        proposal=package,
        proposers=[opened.talks.party_name(slug) for slug in package.proposed_by],
        answered=[one for one in shown if one.response.stance is not None or one.response.absence == "withdrawn"],
        silent=[one for one in shown if one.response.stance is None and one.response.absence != "withdrawn"],
        picture=picture_of(opened, ChartQuestion(kind=ChartKind.RESPONSES, proposal=proposal, **opened.times)),
        terms=terms_shown(package, shown, opened),
        replaces=proposals.get(package.replaces or ""),
        replaced_by=replaced,
    )


def terms_shown(package: CatalogProposal, shown: list[ResponseShown], opened: Opened) -> list[TermShown]:
    return [
        TermShown(
            issue=term.issue,
            title=opened.talks.target_title(term.issue),
            text=term.text,
            look=STANCES[term.stance],
            against=[one.name for one in shown if is_against(one.response.terms, number)],
        )
        for number, term in enumerate(package.terms, start=1)
    ]


def is_against(terms: list[TermResponse], number: int) -> bool:
    return any(term.number == number and term.relation == "oppose" for term in terms)
