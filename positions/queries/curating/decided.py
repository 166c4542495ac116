"""What people have decided about one negotiation's articles, for those who improve its catalog."""

from collections import defaultdict

from positions.extraction.cues.coded_places import CodedArticle, CodedPlace
from positions.models import Negotiation, StandingDecision
from positions.vocabulary import DecisionKind, Extent

RIGHT = (DecisionKind.ACCEPT.value, DecisionKind.AMEND.value, DecisionKind.DUPLICATE.value)


def decided_articles(negotiation: Negotiation) -> list[CodedArticle]:
    """Full articles on which somebody has decided, with what they hold right, as amended. One query."""
    decisions = StandingDecision.objects.filter(
        statement__target__negotiation=negotiation, statement__article__extent=Extent.FULL.value
    )
    rows = decisions.select_related("decision", "statement__article", "statement__party", "statement__target").order_by(
        "statement__article_id", "statement__start"
    )
    texts, places = {}, defaultdict(list)
    for standing in rows:
        article = standing.statement.article
        texts[article.pk] = article
        if standing.kind in RIGHT:
            places[article.pk].append(_place(standing))
    return [
        CodedArticle(
            name=article.title or str(article.uuid),
            text=article.text,
            published_on=article.published_on,
            places=tuple(places[pk]),
        )
        for pk, article in texts.items()
    ]


def _place(standing: StandingDecision) -> CodedPlace:
    statement, amended = standing.statement, standing.decision.amended
    return CodedPlace(
        party=amended.get("party", statement.party.slug),
        targets=(amended.get("target", statement.target.slug),),
        start=statement.start,
        end=statement.end,
        speaker=amended.get("speaker", statement.speaker),
    )
