"""One round: articles are submitted while everything is harmed; then an exact account of what is there."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import Error, close_old_connections, connection, transaction

from config import embedded
from positions.extraction.lanes import load_extractor
from positions.ingestion import SourceText, submit_address, submit_text
from positions.models import Article, ExtractionRun, Statement
from positions.queries.catalog.catalogs import stored_catalog
from positions.tasks import enqueue_article
from positions.vocabulary import Origin
from tests.faults.stage import HARM, Disk, Stage
from tests.site import Page, Site, serving_site
from tests.world import RiverTalks, river_talks

# How often the same article's message is delivered.
DELIVERIES = 3


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is there after a round, beside what should be."""

    n_submitted: int
    states: dict[str, int]
    n_runs_done: int
    n_statements: int
    n_statements_expected: int
    n_articles_off: int
    n_ended: int
    harm: dict[str, int]
    seconds: float

    @property
    def is_exact(self) -> bool:
        """Each article once, each read once, each statement once, and no process ended but those that were killed."""
        return (
            self.states == {"extracted": self.n_submitted}
            and self.n_runs_done == self.n_submitted
            and self.n_statements == self.n_statements_expected
            and self.n_articles_off == 0
            and self.n_ended == 0
        )

    def __str__(self) -> str:
        states = ", ".join(f"{number} {state}" for state, number in sorted(self.states.items()))
        harm = ", ".join(f"{number} × {name.replace('_', ' ')}" for name, number in self.harm.items())
        return (
            f"{self.n_submitted} submitted: {states}; {self.n_runs_done} runs done; {self.n_statements} statements of "
            f"{self.n_statements_expected}; {self.n_articles_off} articles off; {self.n_ended} processes ended by "
            f"themselves; {harm}; {self.seconds:.0f} s: "
            f"{'exact' if self.is_exact else 'NOT EXACT'}"
        )


def text_of(number: int) -> str:
    """A text with words of its own, and so with the same statements as nearly every other."""
    own = " ".join(f"w{number}x{n}" for n in range(30))
    return (
        f"In round {number} Northland rejected the upper dam. Southland said on Monday that it supports the League's "
        f"draft of March. The weather was as it mostly is at that time of the year, and nobody was surprised. {own}."
    )


def page_of(number: int) -> Page:
    body = f"<article><p>{text_of(number)}</p></article>"
    return Page(f"<html><head><title>Round {number}</title></head><body>{body}</body></html>")


def run_round(home: embedded.Home, disk: Disk, *, n_articles: int, seed: int, patience_seconds: float) -> Account:
    began = time.monotonic()
    talks = river_talks(by=User.objects.create_user(f"ada-{seed}"), slug=f"river-{seed}")
    first = seed * 1_000_000
    numbers = range(first, first + n_articles)
    with serving_site() as site:
        site.pages = {f"/{number}": page_of(number) for number in numbers if number % 2}
        with Stage(home, disk, outbound_hosts=site.host) as stage:
            harm = [*HARM, *(["fill_disk"] if disk.is_small else [])]
            submitter = threading.Thread(target=submit_all, args=(numbers, talks, site), daemon=True)
            submitter.start()
            harm_at_random(stage, harm, rng=random.Random(seed), while_alive=submitter)
            submitter.join()
            wait_until_read(stage, talks, n_articles, patience_seconds=patience_seconds)
            return account(talks, numbers, stage, seconds=time.monotonic() - began)


def submit_all(numbers: range, talks: RiverTalks, site: Site) -> None:
    """As a client would: what was not answered is submitted again."""
    for number in numbers:
        while not is_submitted(number, talks, site):
            threading.Event().wait(0.1)
    connection.close()


def is_submitted(number: int, talks: RiverTalks, site: Site) -> bool:
    try:
        close_old_connections()
        with transaction.atomic():
            chosen = {"negotiations": [talks.negotiation], "origin": Origin.PROGRAM}
            if number % 2:
                stored = submit_address(site.url(f"/{number}"), **chosen)
            else:
                stored = submit_text(SourceText(text=text_of(number)), **chosen)
            for _ in range(DELIVERIES):
                enqueue_article(stored.article)
    except Error:
        connection.close()
        return False
    return True


def harm_at_random(stage: Stage, harm: list[str], *, rng: random.Random, while_alive: threading.Thread) -> None:
    """Each once, in any order, at moments of chance, the last of them after everything was submitted, if need be."""
    for name in rng.sample(harm, len(harm)):
        stage.over.wait(rng.uniform(0.5, 4.0))
        stage.do_harm(name)
        stage.start_what_has_ended()


def wait_until_read(stage: Stage, talks: RiverTalks, n_articles: int, *, patience_seconds: float) -> None:
    deadline = time.monotonic() + patience_seconds
    done = ExtractionRun.objects.filter(negotiation=talks.negotiation, run_state="done", superseded_at__isnull=True)
    while time.monotonic() < deadline and asked(done.count) < n_articles:
        stage.start_what_has_ended()
        stage.over.wait(0.5)


def asked(count: Callable[[], int]) -> int:
    try:
        close_old_connections()
        return count()
    except Error:
        connection.close()
        return 0


def account(talks: RiverTalks, numbers: range, stage: Stage, *, seconds: float) -> Account:
    articles = Article.objects.filter(wanted_for=talks.negotiation)
    expected = n_found_in(dict(articles.values_list("pk", "text")), talks)
    found = Counter(Statement.objects.filter(target__negotiation=talks.negotiation).values_list("article", flat=True))
    return Account(
        n_submitted=len(numbers),
        states=dict(Counter(articles.values_list("article_state", flat=True))),
        n_runs_done=ExtractionRun.objects.filter(negotiation=talks.negotiation, run_state="done").count(),
        n_statements=found.total(),
        n_statements_expected=sum(expected.values()),
        n_articles_off=sum(found[article] != n for article, n in expected.items()),
        n_ended=stage.n_ended,
        harm=dict(stage.harm),
        seconds=seconds,
    )


def n_found_in(texts: dict[int, str], talks: RiverTalks) -> dict[int, int]:
    """How many statements the extractor finds in each, without a worker: a word of its own may hide one."""
    extractor, catalog = load_extractor("rules"), stored_catalog(talks.negotiation)
    return {key: len(list(extractor.extract(text, catalog=catalog))) for key, text in texts.items()}
