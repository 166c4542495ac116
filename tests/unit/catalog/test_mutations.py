"""However a catalog is mangled, reading it gives a catalog or a readable refusal, never anything else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.catalog import CatalogFileInvalid, extraction_catalog, read_catalog_file

TALKS = """\
negotiation: {slug: river-talks, title: Talks, started_on: 2024-02-01, published: true}
parties:
  - {slug: north, name: North, kind: state, role: principal, iso: NL, member_of: [league], aliases: [Northport]}
  - {slug: league, name: League, kind: bloc, role: mediator, speakers: [{name: Bo, from: 2020-01-01, to: }]}
issues:
  - {slug: water, title: Water, proposition: Shared., toward: [half], scale: [{value: 0, label: None of it}]}
proposals:
  - {slug: draft, title: Draft, proposed_by: [league], terms: [{issue: water, stance: supports, scale: [1, 2]}]}
positions:
  - party: north
    target: water
    stance: opposes
    valid_from: 2024-02-10
    evidence: [{quote: No., attribution: quoted, article: {title: A, url: 'https://example.org/a'}}]
"""
SCRAPS = [
    *[
        "",
        "~",
        "[]",
        "{}",
        "*a",
        "&a",
        "!!set",
        "- ",
        ": ",
        "\t",
        "\n",
        "\\",
        '"',
        "'",
        "{{",
        "]",
        "---",
        "...",
        "#",
        "|",
    ],
    *["\0", "\u2028", "\ud800", "🕊", "2025-13-45", "nan", "1e999", "north", "water", "?", ">", "%", "|"],
]
pieces = st.sampled_from(SCRAPS) | st.text(max_size=4)


@given(cuts=st.lists(st.tuples(st.integers(0, len(TALKS)), st.integers(0, 12), pieces), min_size=1, max_size=4))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_mangled_catalog_is_read_or_refused_line_by_line(tmp_path: Path, cuts):
    content = TALKS
    for start, length, piece in cuts:
        content = content[:start] + piece + content[start + length :]
    path = tmp_path / "catalog.yaml"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        extraction_catalog(read_catalog_file(path))
    except CatalogFileInvalid as refused:
        lines = str(refused).splitlines()
        assert lines
        assert all(line.startswith(str(path)) and line.isprintable() for line in lines)


@given(content=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_at_all_are_refused(tmp_path: Path, content):
    path = tmp_path / "catalog.yaml"
    path.write_bytes(content)
    with pytest.raises(CatalogFileInvalid):
        read_catalog_file(path)
