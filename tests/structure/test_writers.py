"""Each table of history has one writer."""

import ast

import pytest

from tests.structure.source import Source, product

WRITERS = {
    "Position": "positions/history/",
    "Evidence": "positions/history/",
    "ConditionalLink": "positions/history/",
    "Decision": "positions/review/",
}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete", "save"}


def root_name(node: ast.AST) -> str | None:
    """`Position` of `Position.objects.filter(...).update`."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else None


def writes(source: Source, table: str) -> list[str]:
    """Calls that make or change rows of the table, as `file:line`."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("positions.models")
        for alias in node.names
        if alias.name == table
    }
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    made = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in imported]
    changed = [
        c
        for c in calls
        if isinstance(c.func, ast.Attribute) and c.func.attr in WRITES and root_name(c.func) in imported
    ]
    return [f"{source.name}:{call.lineno}" for call in (*made, *changed)]


@pytest.mark.parametrize("table", WRITERS)
def test_a_table_of_history_has_one_writer(table):
    home = WRITERS[table]
    outside = [place for s in product() if not s.name.startswith(home) for place in writes(s, table)]
    inside = [place for s in product() if s.name.startswith(home) for place in writes(s, table)]
    assert outside == []
    assert inside != []
