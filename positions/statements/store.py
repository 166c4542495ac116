"""Statements into the table, each once, by whoever found it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from positions.extraction.contract import ExtractedStatement, Term
from positions.history import term_rows
from positions.models import Article, ExtractionRun, Finding, Negotiation, Party, Statement, Target
from positions.queries.catalog.former_slugs import FormerNames, former_names
from positions.statements.known import KnownStatements
from positions.vocabulary import Act, Attribution, Salience, Stance


class QuoteNotVerbatim(Exception):
    """The quote does not stand at its offsets in the article."""


class StatementKnown(Exception):
    """The same words are coded already for that party, target and stance; what else was coded then stays."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(f"These words are coded already as “{statement}”.")
        self.statement = statement


@dataclass(frozen=True, kw_only=True)
class CodedStatement:
    """A statement as a person codes it. Units: `start`/`end` count Unicode code points of the article's text."""

    article: Article
    party: Party
    target: Target
    stance: Stance
    act: Act
    attribution: Attribution
    quote: str
    start: int
    end: int
    said_on: date
    speaker: str = ""
    salience: Salience = Salience.UNSPECIFIED
    terms: tuple[Term, ...] = ()
    condition: str = ""


def code_statement(coded: CodedStatement, *, coder: User) -> Statement:
    """Stores a statement coded by hand.

    Raises: QuoteNotVerbatim; StatementKnown, with the one that is there already, and nothing is stored.
    """
    statement, is_new = _store(coded, explanation="Coded by hand.", coder=coder)
    if not is_new:
        raise StatementKnown(statement)
    return statement


@transaction.atomic(savepoint=False)
def store_found(run: ExtractionRun, found: Iterable[ExtractedStatement]) -> int:
    """What an extractor found, stored once each and tied to its run; gives how many the run found.

    What is stored already, in these or overlapping words, is tied to the run as it is; so nothing that a person has
    decided comes back as new.
    Raises: QuoteNotVerbatim, and nothing of the run is stored.
    """
    names = former_names(run.negotiation)
    parties, targets = _named(run.negotiation, names)
    known = KnownStatements(run, names)
    day = day_of(run.article)
    for one in found:
        coded = CodedStatement(
            article=run.article,
            party=parties[one.party],
            target=targets[one.target],
            stance=one.stance,
            act=one.act,
            attribution=one.attribution,
            quote=one.quote,
            start=one.start,
            end=one.end,
            said_on=one.said_on or day,
            speaker=one.speaker or "",
            salience=one.salience,
            terms=one.terms,
            condition=one.condition,
        )
        _require_verbatim(coded)
        statement = known.find(one)
        if statement is None:
            statement, _ = _store(coded, explanation=one.explanation, confidence=one.confidence)
            known.add(statement, one)
        found_so = {"confidence": one.confidence, "explanation": one.explanation, "coding": coding_of(one)}
        Finding.objects.get_or_create(run=run, statement=statement, defaults=found_so)
    return Finding.objects.filter(run=run).count()


def day_of(article: Article) -> date:
    """Its day as it is now: it may have been corrected since the run began. A correction waits until this is stored."""
    return Article.objects.select_for_update(no_key=True).defer("text").get(pk=article.pk).day


def _named(talks: Negotiation, former: FormerNames) -> tuple[dict[str, Party], dict[str, Target]]:
    """By slug, and by every slug that was given up: the run may have begun before."""
    parties = {part.party.slug: part.party for part in talks.participations.listed().select_related("party")}
    targets = {target.slug: target for target in talks.targets.listed()}
    return (
        {was: parties[now] for was, now in former.parties.items() if now in parties} | parties,
        {was: targets[now] for was, now in former.targets.items() if now in targets} | targets,
    )


def _store(
    coded: CodedStatement, *, explanation: str, confidence: float | None = None, coder: User | None = None
) -> tuple[Statement, bool]:
    """The statement, and whether it is new."""
    _require_verbatim(coded)
    return Statement.objects.get_or_create(
        article=coded.article,
        party=coded.party,
        target=coded.target,
        stance=coded.stance.value,
        start=coded.start,
        end=coded.end,
        defaults={
            "quote": coded.quote,
            "speaker": coded.speaker,
            "act": coded.act.value,
            "attribution": coded.attribution.value,
            "salience": coded.salience.value,
            "terms": term_rows(coded.terms),
            "condition": coded.condition,
            "said_on": coded.said_on,
            "confidence": confidence,
            "explanation": explanation,
            "coder": coder,
        },
    )


def coding_of(found: ExtractedStatement) -> dict[str, Any]:
    """How a run coded what it found. A statement found before keeps the values of its first run."""
    return {
        "act": found.act.value,
        "attribution": found.attribution.value,
        "speaker": found.speaker or "",
        "salience": found.salience.value,
        "condition": found.condition,
        "terms": term_rows(found.terms),
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
    }


def _require_verbatim(coded: CodedStatement) -> None:
    """Raises: QuoteNotVerbatim."""
    if not coded.quote or coded.article.text[coded.start : coded.end] != coded.quote:
        raise QuoteNotVerbatim(f"The quote does not stand at {coded.start}-{coded.end} in “{coded.article}”.")
