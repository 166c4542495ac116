"""The top level holds what the layout names; nothing in the code knows the bundled case."""

import re
import subprocess

from tests.structure.source import ROOT, product, sources

TOP = {"manage.py", "pyproject.toml", "positions", "config", "tests", "docs", "README.md", "Makefile", "LICENSE"}
TOP |= {"CHANGELOG.md", "requirements.lock"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def test_the_top_level_is_what_the_layout_names():
    names = {name.split("/")[0] for name in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP


def test_no_code_knows_the_bundled_case():
    words = re.compile(r"\b(russia|ukraine|putin|zelensky|kremlin|moscow|kyiv|nato|crimea|donbas)\b", re.IGNORECASE)
    knowing = [s.name for s in product() if words.search(s.text)]
    assert knowing == []


def test_lock_files_name_no_address():
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_locked_package_has_a_hash():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    assert [line for line in pinned if "==" in line and "--hash=" not in line] == []


def test_only_the_tests_of_pages_need_what_stands_beside_them():
    """It may need a browser."""
    imports = re.compile(r"^(from|import) tests\.pages\b", re.MULTILINE)
    needing = [s.name for s in sources("tests") if imports.search(s.text)]
    assert [name for name in needing if not name.startswith("tests/pages/")] == []
