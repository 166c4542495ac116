"""The docs name everything that there is to set, to call and to know, and their links lead somewhere."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import BaseCommand, load_command_class

from config.processes import web_command
from positions import vocabulary
from tests.structure.source import ROOT, product

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
ADRS = sorted((DOCS / "adr").glob("*.md"))
READERS = {"env", "flag", "number", "numbers"}
SETTING = re.compile(r"PARLEY_[A-Z_]+|DATABASE_URL|REDIS_URL")
ADR_LINES = 60
OUR_COMMANDS = {path.stem for path in (ROOT / "positions/management/commands").glob("*.py")} - {"__init__"}

# Guides that name what there is to click, as `*Label*`; "…" in a label stands for any words.
GUIDES = [DOCS / name for name in ("curating.md", "importing.md", "ingestion.md")]
LABEL = re.compile(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)")
# Django's own labels, an example, and a text that is put together.
NOT_OURS = {"Staff status", "Users", "Add", "CSV UTF-8", "Coded in “…”"}
EXAMPLE = "Ends Northland"


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def first_cells(page: Path) -> dict[str, list[str]]:
    """The rows of a page's tables whose first cell is code: {code: the other cells}."""
    rows = [line.strip("|\n").split(" | ") for line in text_of(page).splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): [cell.strip() for cell in row[1:]] for row in rows}


def settings_read() -> set[str]:
    """Names of settings that the code mentions as strings of their own."""
    nodes = [node for source in product() for node in ast.walk(source.tree) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if isinstance(node.value, str) and SETTING.fullmatch(node.value)}


def defaults() -> dict[str, str]:
    """The defaults that config/settings.py gives, as one would write them in the environment; empty ones left out."""
    (source,) = [s for s in product() if s.name == "config/settings.py"]
    found = {}
    for call in ast.walk(source.tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in READERS:
            given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
            name, *values = [node.value for node in (call.args[0], *given) if isinstance(node, ast.Constant)] or [""]
            if values and values[0] != "":
                found[name] = str(int(values[0]) if isinstance(values[0], bool) else values[0])
    return found


def anchors(page: Path) -> set[str]:
    """What `#…` may name on a page: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_setting_is_documented_and_no_other():
    documented = {name for name in first_cells(DOCS / "configuration.md") if SETTING.fullmatch(name)}
    assert documented == settings_read()


@pytest.mark.parametrize("option", ["--worker-class", "--limit-request-line"])
def test_the_web_server_by_hand_takes_what_that_of_serve_takes(option: str):
    command = web_command("0.0.0.0", 8000)
    assert f"{option} {command[command.index(option) + 1]}" in text_of(DOCS / "configuration.md")


def test_documented_defaults_are_those_of_the_code():
    documented = first_cells(DOCS / "configuration.md")
    assert {name: documented[name][0].strip("`") for name in defaults()} == defaults() != {}


def test_every_command_is_in_the_readme():
    documented = {name.split()[0] for name in first_cells(ROOT / "README.md")}
    assert OUR_COMMANDS - documented == set()


def options_of(command: str) -> set[str]:
    parser = load_command_class("positions", command).create_parser("manage.py", command)
    return {option for action in parser._actions for option in action.option_strings}


def commands_told(page: Path) -> set[tuple[str, str]]:
    """(command, option) wherever a page shows how one is called, and in the README's table of commands."""
    told = re.findall(r"manage\.py ([a-z_]+)([^`\n|]*)", text_of(page))
    rows = (
        re.findall(r"^\| `([a-z_]+)([^`]*)`([^\n]*)", text_of(page), re.MULTILINE) if page.name == "README.md" else []
    )
    calls = [*told, *((name, f"{call} {rest}") for name, call, rest in rows)]
    return {(name, option) for name, call in calls for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", call)}


@pytest.mark.parametrize("page", PAGES[:1] + PAGES[2:], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_options_of_our_commands_are_called_as_they_are(page):
    told = {(name, option) for name, option in commands_told(page) if name in OUR_COMMANDS}
    assert [call for call in sorted(told) if call[1] not in options_of(call[0])] == []


def test_what_the_docs_have_made_can_be_made():
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    told = {name for page in PAGES for name in re.findall(r"(?:`|\$ |&& )make ([a-z]+)", text_of(page))}
    assert told - targets == set() != told


def test_labels_in_the_guides_are_those_on_the_screen():
    files = [path for path in (ROOT / "positions").rglob("*") if path.suffix in {".py", ".html"}]
    screen = re.sub(r"\s+", " ", " ".join(text_of(path) for path in files if "migrations" not in path.parts))
    prose = [re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL) for page in GUIDES]
    told = {
        re.sub(r"\s+", " ", label) for text in prose for block in LABEL.findall(text) for label in block.split(" → ")
    }
    ours = [label for label in sorted(told - NOT_OURS) if not label.startswith(EXAMPLE)]
    missing = [
        label for label in ours if not re.search(re.escape(label).replace("…", r"[^\"]+"), screen, re.IGNORECASE)
    ]
    assert missing == []
    assert len(ours) > 20


def test_every_word_of_the_vocabulary_is_in_the_glossary():
    glossary = text_of(DOCS / "glossary.md")
    words = {member.value for word in vocabulary.Word.__subclasses__() for member in word}
    assert [word for word in sorted(words) if f"`{word}`" not in glossary] == []


def test_every_stage_is_in_the_architecture():
    page = text_of(DOCS / "architecture.md")
    stages = {path.stem for path in (ROOT / "positions").iterdir() if not path.name.startswith("_")}
    assert [stage for stage in sorted(stages) if f"`{stage}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)", text_of(page))
    inside = [(page.parent / path if path else page, anchor) for path, anchor in links if "://" not in path]
    assert [str(target) for target, _ in inside if not target.exists()] == []
    assert [f"{target}#{anchor}" for target, anchor in inside if anchor and anchor not in anchors(target)] == []


def test_every_module_of_the_extraction_is_on_its_page_and_no_other():
    page = text_of(DOCS / "extraction.md")
    package = ROOT / "positions/extraction"
    files = (path.relative_to(package).with_suffix("") for path in package.rglob("*.py") if path.stem != "__init__")
    modules = {path.as_posix() for path in files}
    rows = [line.split(" | ")[1] for line in page.splitlines() if line.startswith("| ") and line.count(" | ") == 2]
    told = {name for cell in rows for name in re.findall(r"`([a-z_/]+)`", cell)}
    assert told - modules == set() != told
    assert [name for name in sorted(modules) if f"`{name}`" not in page] == []


def schema_operations() -> list[tuple[str, dict[str, Any]]]:
    """(address below /api/v1/, operation) of the committed schema."""
    paths = yaml.load(text_of(DOCS / "openapi.yaml"), Loader=yaml.CSafeLoader)["paths"]
    return [
        (path.removeprefix("/api/v1/"), operation)
        for path, item in paths.items()
        for method, operation in item.items()
        if method in {"get", "post", "patch", "delete"}
    ]


def test_every_address_of_the_api_is_in_its_tables():
    """A cell may write what is below the last whole address as `…/download.zip`."""
    rows = [
        line.split(" | ")[0]
        for page in (DOCS / "api.md", DOCS / "webhooks.md")
        for line in text_of(page).splitlines()
        if line.startswith("| `")
    ]
    told = {re.sub(r"{\w+}", "{}", code.split()[-1]) for row in rows for code in re.findall(r"`([^`]*)`", row)}
    asked = {re.sub(r"{\w+}", "{}", address) for address, _ in schema_operations()}
    ends = tuple(code.removeprefix("…") for code in told if code.startswith("…/"))
    assert [address for address in sorted(asked) if address not in told and not address.endswith(ends)] == []


def test_every_parameter_and_every_field_that_is_sent_is_in_the_docs():
    words = {word for page in PAGES for word in re.findall(r"[a-z][a-z_]*", " ".join(code_of(page)))}
    schemas = yaml.load(text_of(DOCS / "openapi.yaml"), Loader=yaml.CSafeLoader)["components"]["schemas"]
    sent = {
        name
        for _, operation in schema_operations()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for name in schemas[content["schema"]["$ref"].rpartition("/")[2]]["properties"]
    }
    asked = {
        parameter["name"].partition("__")[0]
        for _, operation in schema_operations()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    assert len(sent) > 20 < len(asked)
    assert sorted((sent | asked) - words) == []


def code_of(page: Path) -> list[str]:
    """What a page says as code, in blocks or in lines; without Python, whose names are its own."""
    text = text_of(page)
    blocks = re.findall(r"```(?!python|ts)\w*\n(.*?)```", text, re.DOTALL)
    indented = re.findall(r"^    .+$", text, re.MULTILINE)
    return [*blocks, *indented, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))]


@pytest.mark.parametrize("command", sorted(OUR_COMMANDS))
def test_every_option_of_our_commands_is_told(command: str):
    """Where a page shows a call, in the README's row, or on a page that says what the command does."""
    of_all = {option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings}
    pages = [
        text_of(page) for page in PAGES if f"`{command}" in text_of(page) or f"manage.py {command}" in text_of(page)
    ]
    told = {option for page in pages for option in re.findall(r"--[a-z][a-z-]*", page)}
    assert {o for o in options_of(command) if o.startswith("--")} - of_all - told == set()


def test_every_page_is_in_the_index():
    index = text_of(DOCS / "README.md")
    pages = [page.relative_to(DOCS).as_posix() for page in sorted(DOCS.rglob("*.md"))]
    assert [page for page in pages if page != "README.md" and f"]({page})" not in index] == []


@pytest.mark.parametrize("page", ADRS, ids=lambda page: page.stem)
def test_a_decision_record_has_its_number_date_and_status_and_is_short(page):
    lines = text_of(page).splitlines()
    assert lines[0].startswith(f"# {int(page.stem[:4])}. ")
    assert re.fullmatch(r"Date: \d{4}-\d{2}-\d{2}\. Status: (accepted|superseded by \d+)\.", lines[2])
    assert len(lines) <= ADR_LINES


def test_decision_records_are_numbered_without_a_gap():
    assert [int(page.stem[:4]) for page in ADRS] == list(range(1, len(ADRS) + 1))
