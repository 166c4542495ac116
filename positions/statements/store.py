"""Statements into the table, each once, by whoever found it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from positions.extraction.contract import ExtractedStatement, Term
from positions.history import term_rows
from positions.models import Article, ExtractionRun, Finding, Party, Statement, Target
from positions.vocabulary import Act, Attribution, Salience, Stance


class QuoteNotVerbatim(Exception):
    """The quote does not stand at its offsets in the article."""


def code_statement(
    *,
    article: Article,
    party: Party,
    target: Target,
    stance: Stance,
    act: Act,
    attribution: Attribution,
    quote: str,
    start: int,
    end: int,
    said_on: date,
    coder: AbstractBaseUser,
    speaker: str = "",
    salience: Salience = Salience.UNSPECIFIED,
    terms: Iterable[Term] = (),
    condition: str = "",
) -> Statement:
    """A statement coded by hand; the one that is there already where the same was found before.

    Raises: QuoteNotVerbatim.
    """
    values = {
        "speaker": speaker,
        "act": act.value,
        "attribution": attribution.value,
        "salience": salience.value,
        "terms": term_rows(terms),
        "condition": condition,
        "said_on": said_on,
        "coder": coder,
    }
    return _store(article, party, target, stance, quote, start, end, values)


def store_found(run: ExtractionRun, found: Iterable[ExtractedStatement]) -> int:
    """What an extractor found, stored once each and tied to its run; gives how many the run found.

    Raises: QuoteNotVerbatim, and nothing of the run is stored.
    """
    parties = {p.party.slug: p.party for p in run.negotiation.participations.select_related("party")}
    targets = {target.slug: target for target in run.negotiation.targets.all()}
    article = run.article
    said_on = article.published_on or article.received_at.date()
    for one in found:
        values = {**_values(one), "said_on": said_on}
        statement = _store(
            article, parties[one.party], targets[one.target], one.stance, one.quote, one.start, one.end, values
        )
        Finding.objects.get_or_create(
            run=run,
            statement=statement,
            defaults={"confidence": one.confidence, "explanation": one.explanation},
        )
    return Finding.objects.filter(run=run).count()


def _values(one: ExtractedStatement) -> dict[str, Any]:
    return {
        "speaker": one.speaker or "",
        "act": one.act.value,
        "attribution": one.attribution.value,
        "salience": one.salience.value,
        "terms": term_rows(one.terms),
        "condition": one.condition,
        "confidence": one.confidence,
        "explanation": one.explanation,
    }


def _store(
    article: Article,
    party: Party,
    target: Target,
    stance: Stance,
    quote: str,
    start: int,
    end: int,
    values: dict[str, Any],
) -> Statement:
    if not quote or article.text[start:end] != quote:
        raise QuoteNotVerbatim(f"The quote does not stand at {start}-{end} in “{article}”.")
    statement, _ = Statement.objects.get_or_create(
        article=article,
        party=party,
        target=target,
        stance=stance.value,
        start=start,
        end=end,
        defaults={"quote": quote, **values},
    )
    return statement
