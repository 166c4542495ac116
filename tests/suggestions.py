"""Statements that wait, as the machine finds them in an article."""

from datetime import date

from positions.extraction.contract import ExtractedStatement
from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun, Statement
from positions.statements import store_found
from positions.vocabulary import Act, Attribution, Salience, Stance
from tests.world import RiverTalks, write_article

OPENING = "The ministers met for the third time, and the room was cold. "


def suggest(talks: RiverTalks, sentences: list[str], *, day: int = 5, **values: object) -> list[Statement]:
    """One article in which the machine found a statement in each of the sentences, in their order."""
    text = OPENING + " ".join(sentences) + " Nobody answered."
    article = write_article(text, published_on=date(2024, 3, day), title=f"Report of {day} March")
    found = [suggestion(text, sentence, **values) for sentence in sentences]
    store_found(run_on(article, talks), found)
    return list(article.statements.order_by("pk"))


def suggestion(text: str, quote: str, **values: object) -> ExtractedStatement:
    start = text.index(quote)
    given = {
        "party": "northland",
        "target": "water-share",
        "stance": Stance.OPPOSES,
        "act": Act.DECLARATION,
        "attribution": Attribution.QUOTED,
        "speaker": "Ada Holm",
        "salience": Salience.UNSPECIFIED,
        "terms": (),
        "condition": "",
        "confidence": 0.7,
        "explanation": "“stays” beside “quota”, a cue of the target.",
    }
    return ExtractedStatement(quote=quote, start=start, end=start + len(quote), **(given | values))


def run_on(article: Article, talks: RiverTalks) -> ExtractionRun:
    queue_extraction(article, negotiations=[talks.negotiation])
    return article.runs.get()
