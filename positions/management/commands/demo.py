"""`manage.py demo [--once] [--port N]`: the whole path once, from an article to a comparison, on a bundled case."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from config import embedded
from config.processes import ProcessEnded
from positions import cases, catalog, ingestion
from positions.counting import counted
from positions.days import day_in_words
from positions.ingestion.files import list_article_files, read_article_file
from positions.management import serving, terminal
from positions.models import Article, ExtractionRun, Negotiation, Statement
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.tasks import enqueue_article
from positions.vocabulary import Origin, RunState

# A worker loads a language model and reads a page within seconds; past this something is wrong.
PATIENCE_SECONDS = 180


class Command(BaseCommand):
    help = "Loads the bundled case, reads a sample article, prints the comparison, then serves until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        serving.add_arguments(parser)
        parser.add_argument("--once", action="store_true", help="stop after printing, do not serve")

    def handle(self, *_args: object, **options: Any) -> None:
        screen = terminal.console()
        password = own_password()
        with serving.serving(port=options["port"], host=options["host"], logs=settings.HOME.logs) as site:
            for folder in cases.list_cases():
                show_case(folder, site, screen)
            show_addresses(site, password, screen)
            if options["once"]:
                screen.print("Nothing answers there any more; without --once the demo goes on serving.")
                return
            screen.print("Ctrl-C stops.")
            try:
                site.wait()
            except KeyboardInterrupt:
                screen.print("Stopping ...")


def own_password() -> str:
    """The same for every demo of this home. Raises: CommandError where the home can't be written."""
    try:
        return embedded.demo_password(settings.HOME)
    except embedded.ServicesCouldNotStart as problem:
        raise CommandError(str(problem)) from problem


def show_case(folder: Path, site: serving.Site, screen: Console) -> None:
    """One case: load it, ingest its sample articles, wait for the worker, print what there is to see."""
    loaded = catalog.load_catalog(catalog.read_catalog_file(folder / "catalog.yaml"), by=catalog.operator_account())
    negotiation = loaded.negotiation
    articles = [ingest_sample(path, negotiation) for path in list_article_files(folder / "articles")]
    wait_for_worker(articles, site)
    print_comparison(negotiation, articles, screen)
    pending = Statement.objects.pending().filter(article__in=articles, target__negotiation=negotiation)
    suggestions = pending.select_related("party", "target").order_by("article", "start", "pk")
    if suggestions:
        screen.print(terminal.suggestions_table(suggestions, title="Suggested by the machine, waiting for a person"))


def ingest_sample(path: Path, negotiation: Negotiation) -> Article:
    sample = read_article_file(path)
    with transaction.atomic():
        article = ingestion.submit_text(sample, negotiations=[negotiation], origin=Origin.PERSON).article
        enqueue_article(article)
    return article


def wait_for_worker(articles: list[Article], site: serving.Site) -> None:
    """Until every live run of the articles is over. Raises: CommandError where a process ends or time runs out."""
    runs = ExtractionRun.objects.filter(article__in=articles, superseded_at__isnull=True)
    over = [RunState.DONE.value, RunState.FAILED.value]
    deadline = time.monotonic() + PATIENCE_SECONDS
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(f"The worker reads {counted(len(articles), 'article')} ...", total=None)
        while runs.exclude(run_state__in=over).exists():
            try:
                site.processes.check()
            except ProcessEnded as problem:
                raise CommandError(str(problem)) from problem
            if time.monotonic() > deadline:
                raise CommandError(f"no extraction within {PATIENCE_SECONDS} s; see {settings.HOME.logs}")
            time.sleep(serving.POLL_SECONDS)


def print_comparison(negotiation: Negotiation, articles: list[Article], screen: Console) -> None:
    """What was held on the day of the latest sample article, as known now."""
    day = max((article.published_on for article in articles if article.published_on), default=None)
    matrix = compare_positions(
        negotiation,
        MatrixQuestion(valid_on=day),
        now=datetime.now(tz=UTC),
        stale_after_days=settings.STALE_AFTER_DAYS,
    )
    title = f"{negotiation.title}: {day_in_words(matrix.valid_on)}, as known now (revision {matrix.revision})"
    screen.print(terminal.matrix_table(matrix, title=title))
    ask = f"negotiations/{negotiation.slug}/comparison/?valid_on={matrix.valid_on}"
    screen.print(f"The same from the API: [bold]{ask}[/bold]\n", soft_wrap=True)


def show_addresses(site: serving.Site, password: str, screen: Console) -> None:
    """What is where, and how to log in: with that password, unless somebody has set another."""
    new = {"is_staff": True, "is_superuser": True, "password": make_password(password)}
    admin, _ = User.objects.get_or_create(username="admin", defaults=new)
    shown = (
        f"[bold]{password}[/bold]"
        if admin.check_password(password)
        else "as it was; manage.py changepassword admin sets another"
    )
    for name, address in site.lines():
        screen.print(f"{name:6} {address}", soft_wrap=True)
    screen.print(f"       user [bold]admin[/bold], password {shown}")
