"""What a reading was made with, so that it can be made again: hashes of the catalog, words, weights, model, prompt."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from positions.extraction.account import Account
from positions.extraction.contract import Catalog, Extractor

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Names and SHA-256 hashes, in hexadecimal; empty where a lane has no such thing.

    `model_hash` of a language model behind a server is the fingerprint that the server gives, if any.
    """

    catalog_hash: str
    model: str = ""
    model_hash: str = ""
    lexicon_hash: str = ""
    weights_hash: str = ""
    prompt_hash: str = ""


def provenance_of(extractor: Extractor, *, catalog: Catalog, account: Account) -> Provenance:
    """What an extractor that has just read an article read it with."""
    rules = extractor if extractor.name == "rules" else getattr(extractor, "rules", None)
    parser = getattr(rules, "model", "")
    models = [(name, digest) for name, digest in ((parser, _package_hash(parser)), _asked(account)) if name]
    return Provenance(
        catalog_hash=hashlib.sha256(json.dumps(asdict(catalog), sort_keys=True, default=str).encode()).hexdigest(),
        model=" + ".join(name for name, _ in models)[:200],
        model_hash=" + ".join(digest for _, digest in models if digest)[:200],
        lexicon_hash=_own_hash("lexicon*") if rules else "",
        weights_hash=_own_hash("weights*") if rules else "",
        prompt_hash=account.prompt_hash,
    )


def _asked(account: Account) -> tuple[str, str]:
    """The language model that was asked, as its server names it."""
    return account.model, account.model_fingerprint


@lru_cache(maxsize=4)
def _package_hash(name: str) -> str:
    """Of all files of an installed package of data; empty for none."""
    spec = find_spec(name) if name else None
    folders = (spec.submodule_search_locations or []) if spec else []
    files = [path for folder in folders for path in Path(folder).rglob("*") if "__pycache__" not in path.parts]
    return _hash_of(files) if files else ""


@lru_cache(maxsize=4)
def _own_hash(pattern: str) -> str:
    """Of the rules' own files with such names."""
    return _hash_of(path for path in HERE.rglob(pattern) if "__pycache__" not in path.parts)


def _hash_of(paths: Iterable[Path]) -> str:
    """Of names and contents, whatever the order in which the files are listed."""
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.name} {content}\n".encode())
    return digest.hexdigest()
