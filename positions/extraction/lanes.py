"""Which extractors there are, by name. Naming one loads nothing: a web process queues work without a model."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from positions.extraction.account import Extraction
from positions.extraction.asking.prompt import prompt_hash
from positions.extraction.asking.settings import LlmSettings
from positions.extraction.contract import Catalog, Extractor, Source


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A way of extracting: its name, its version (raised whenever it would find other statements), its class.

    `asks_model`: it needs an endpoint, and its version depends on the model and the prompt too.
    """

    name: str
    version: str
    module: str
    extractor: str
    asks_model: bool = False


class LaneNotConfigured(Exception):
    """The lane asks a language model, and none is configured."""


LANES = {
    lane.name: lane
    for lane in (
        Lane(name="rules", version="16", module="positions.extraction.rules", extractor="RulesExtractor"),
        Lane(name="llm", version="4", module="positions.extraction.llm", extractor="LlmExtractor", asks_model=True),
        Lane(name="both", version="4", module="positions.extraction.both", extractor="BothExtractor", asks_model=True),
    )
}


def lane_version(name: str, llm: LlmSettings | None = None) -> str:
    """What a run of that lane has as its version: another model or another prompt makes another version."""
    lane = LANES[name]
    if not lane.asks_model or llm is None:
        return lane.version
    version = f"{lane.version}+{LANES['rules'].version}" if name == "both" else lane.version
    question = f"{llm.base_url} {llm.model} {llm.is_reviewed} {prompt_hash()}"
    return f"{version}-{hashlib.sha256(question.encode()).hexdigest()[:8]}"


@cache
def load_extractor(name: str, llm: LlmSettings | None = None, *, min_confidence: float | None = None) -> Extractor:
    """The extractor of that lane, loaded once a process and model.

    `min_confidence`: the least that it suggests with, 0-1; None: what was chosen for precision.
    Raises: KeyError for a name that is not in LANES, LaneNotConfigured.
    """
    lane = LANES[name]
    make = getattr(import_module(lane.module), lane.extractor)
    if lane.asks_model and llm is None:
        raise LaneNotConfigured(f"The extractor “{name}” asks a language model, and none is configured.")
    given = [llm] if lane.asks_model else []
    chosen = {} if min_confidence is None else {"min_confidence": min_confidence}
    extractor: Extractor = make(*given, **chosen)
    return extractor


def read_article(extractor: Extractor, text: str, *, catalog: Catalog, source: Source) -> Extraction:
    """What an extractor makes of an article, with the account of it where it keeps one.

    Raises: ArticleNotReadable, ExtractionFailed.
    """
    read = getattr(extractor, "read", None)
    if read is None:
        found = extractor.extract(text, catalog=catalog, source=source)
        return Extraction(statements=found)
    extraction: Extraction = read(text, catalog=catalog, source=source)
    return extraction
