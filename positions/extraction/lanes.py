"""Which extractors there are, by name. Naming one loads nothing: a web process queues work without a model."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from positions.extraction.contract import Extractor


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A way of extracting: its name, its version (raised whenever it would find other statements), its class."""

    name: str
    version: str
    module: str
    extractor: str


LANES = {
    lane.name: lane
    for lane in (Lane(name="rules", version="1", module="positions.extraction.rules", extractor="RulesExtractor"),)
}


@cache
def load_extractor(name: str) -> Extractor:
    """The extractor of that lane, loaded once a process. Raises: KeyError for a name that is not in LANES."""
    lane = LANES[name]
    extractor: Extractor = getattr(import_module(lane.module), lane.extractor)()
    return extractor
