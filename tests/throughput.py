"""`python -m tests.throughput [--articles N] [--from FOLDER]`: articles a second, end to end, with 1 and 2 workers.

Half of the articles are pages of a site on this machine, half are texts, as programs submit them. The clock runs from
the first submission to the last reading, with web server, PostgreSQL, broker, fetcher and this program on the same
machine; beside it, the same texts through the extractor alone. What else the machine did is printed: with a load that
is not this program's own, only the processor time can be relied on.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from config import embedded, startup
from config.processes import fetcher_command, raise_on_terminate, worker_command

ROOT = Path(__file__).resolve().parents[1]
CASE = ROOT / "positions" / "cases" / "ukraine-peace-talks"
WORKERS = (1, 2)
ARTICLES = 200
# Unit: words. What a news report has; longer articles are cut, shorter ones say everything again.
ARTICLE_WORDS = 700
PATIENCE_SECONDS = 3600.0
own_numbers = count()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one way of reading took. Units: as in the names."""

    name: str
    n_articles: int
    seconds: float
    processor_seconds: float

    def __str__(self) -> str:
        each = 1000 * self.processor_seconds / self.n_articles
        return f"| {self.name} | {self.n_articles / self.seconds:.1f} | {each:.0f} ms | {os.getloadavg()[0]:.1f} |"


def main() -> None:
    given = arguments()
    raise_on_terminate()
    with tempfile.TemporaryDirectory(prefix="parley-throughput-") as folder:
        home = embedded.Home(Path(folder) / "home")
        os.environ |= {"PARLEY_HOME": str(home.path), "PARLEY_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        for own in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(own, None)
        try:
            with startup.make_ready("throughput"):
                measure_all(given)
        finally:
            embedded.stop(home)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.throughput", description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--from", dest="folder", type=Path, default=CASE / "articles", help="article files to take")
    parser.add_argument("--catalog", type=Path, default=CASE / "catalog.yaml")
    return parser.parse_args()


def measure_all(given: argparse.Namespace) -> None:
    from positions import catalog  # noqa: PLC0415 - models can be imported once the settings are complete

    talks = catalog.load_catalog(catalog.read_catalog_file(given.catalog), by=catalog.operator_account()).negotiation
    samples = list_samples(given.folder)
    n_words = sum(len(text.split()) for text in samples) // len(samples)
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    say(f"{given.articles} articles of {n_words} words on average; {machine} at the start")
    say("\n| | articles a second | processor time an article | load at the end |\n|---|---|---|---|")
    say(str(measure_extractor(talks, texts(samples, given.articles))))
    for n_workers in WORKERS:
        say(str(measure_workers(talks, texts(samples, given.articles), n_workers)))


def list_samples(folder: Path) -> list[str]:
    from positions.ingestion.files import list_article_files, read_article_file  # noqa: PLC0415 - as above

    return [of_common_length(read_article_file(path).text) for path in list_article_files(folder)]


def of_common_length(text: str) -> str:
    n_times = -(-ARTICLE_WORDS // len(text.split()))
    return " ".join("\n\n".join([text] * n_times).split(" ")[:ARTICLE_WORDS])


def texts(samples: list[str], n_articles: int) -> list[str]:
    """As many as are wanted, each with a sentence of its own, so that none is known."""
    numbers = [next(own_numbers) for _ in range(n_articles)]
    return [f"In report {n} of the day we write as follows. {samples[n % len(samples)]}" for n in numbers]


def measure_extractor(talks: Any, given: list[str]) -> Measured:
    """The extractor alone, in this process: no queue, nothing stored."""
    from positions.extraction.lanes import load_extractor  # noqa: PLC0415 - as above
    from positions.queries.catalog.catalogs import stored_catalog  # noqa: PLC0415

    extractor, known = load_extractor("rules"), stored_catalog(talks)
    list(extractor.extract(given[0], catalog=known))  # the model is loaded by now
    began, used = time.monotonic(), time.process_time()
    for text in given:
        list(extractor.extract(text, catalog=known))
    seconds, processor_seconds = time.monotonic() - began, time.process_time() - used
    name = "the extractor alone, one process"
    return Measured(name=name, n_articles=len(given), seconds=seconds, processor_seconds=processor_seconds)


def measure_workers(talks: Any, given: list[str], n_workers: int) -> Measured:
    """From the first submission to the last reading. The processor time is the workers' alone."""
    from tests.site import serving_site  # noqa: PLC0415 - as above

    with serving_site() as site, running(n_workers, outbound_hosts=site.host) as worker:
        warm = submit(talks, texts([given[0]], 2 * n_workers), site)
        wait_until_read(warm)
        began, used = time.monotonic(), processor_seconds_of(worker)
        wait_until_read(submit(talks, given, site))
        seconds, processor_seconds = time.monotonic() - began, processor_seconds_of(worker) - used
    name = f"end to end, {n_workers} worker process{'es' if n_workers > 1 else ''}"
    return Measured(name=name, n_articles=len(given), seconds=seconds, processor_seconds=processor_seconds)


@contextmanager
def running(n_workers: int, *, outbound_hosts: str) -> Iterator[psutil.Process]:
    """Worker and fetcher as `manage.py serve` runs them; gives the worker."""
    environment = {**os.environ, "PARLEY_OUTBOUND_HOSTS": outbound_hosts}
    commands = [worker_command(n_processes=n_workers), fetcher_command()]
    started = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in commands]
    try:
        yield psutil.Process(started[0].pid)
    finally:
        for process in started:
            process.terminate()
            process.wait()


def processor_seconds_of(worker: psutil.Process) -> float:
    each = [process.cpu_times() for process in (worker, *worker.children(recursive=True))]
    return float(sum(times.user + times.system for times in each))


def submit(talks: Any, given: list[str], site: Any) -> list[int]:
    """Every other one as the address of a page; gives the articles' ids."""
    from tests.site import Page  # noqa: PLC0415 - as above

    found = []
    for n, text in enumerate(given):
        path = f"/{time.monotonic_ns()}" if n % 2 else ""
        if path:
            paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())
            page = f"<html><head><title>Report</title></head><body><article>{paragraphs}</article></body></html>"
            site.pages[path] = Page(page)
        found.append(submit_one(talks, text, site.url(path) if path else ""))
    return found


def submit_one(talks: Any, text: str, url: str) -> int:
    from django.db import transaction  # noqa: PLC0415 - as above

    from positions import ingestion, tasks  # noqa: PLC0415
    from positions.vocabulary import Origin  # noqa: PLC0415

    chosen = {"negotiations": [talks], "origin": Origin.PROGRAM}
    with transaction.atomic():
        source = ingestion.SourceText(text=text)
        stored = ingestion.submit_address(url, **chosen) if url else ingestion.submit_text(source, **chosen)
        tasks.enqueue_article(stored.article)
    return int(stored.article.pk)


def wait_until_read(articles: list[int]) -> None:
    """Raises: SystemExit where one ends otherwise, or never."""
    from positions.models import Article  # noqa: PLC0415 - as above

    deadline = time.monotonic() + PATIENCE_SECONDS
    given = Article.objects.filter(pk__in=articles)
    while given.filter(article_state__in=["received", "fetched", "waiting"]).exists():
        if time.monotonic() > deadline:
            raise SystemExit(f"Not everything was read within {PATIENCE_SECONDS:.0f} seconds.")
        time.sleep(0.1)
    for state, reason in given.exclude(article_state="extracted").values_list("article_state", "reason")[:1]:
        raise SystemExit(f"An article was not read: {state}, {reason}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
