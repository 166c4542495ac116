"""Fit of a package with what a party holds, by the page's own example; terms side by side; what replaced what."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.holdings import WeighedTarget
from positions.comparison.packages import PackageInChain, PackageTerm, Quantity, chain_of, set_side_by_side
from positions.comparison.records import RecordedPosition, Scale
from positions.comparison.responses import Package, fit_of, respond_to, respond_to_terms
from positions.vocabulary import EndReason, NoScore, Salience, Stance, TermDifference
from tests.unit.comparison.records_of_positions import day, moment, version

PAGE = (Path(__file__).parents[3] / "docs" / "comparison.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("### A package and one party")[1].split("\n`…/side-by-side/")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in EXAMPLE.splitlines() if line.startswith("| ")]
TABLE = {row[0]: row[1:] for row in ROWS[1:]}


def stated(words: str) -> RecordedPosition:
    stance, *rest = words.split(", ")
    salience = next((Salience(word) for word in rest if word in set(Salience)), Salience.UNSPECIFIED)
    return version(Stance(stance), salience=salience, scale=scale_in(words)).position


def scale_in(words: str) -> tuple[float, float] | None:
    found = re.search(r"scale (\d+) to (\d+)", words)
    return (float(found[1]), float(found[2])) if found else None


def term(number: int, issue: str, words: str, *, quantity: Quantity | None = None, text: str = "") -> PackageTerm:
    scale = scale_in(words)
    stance = Stance(words.split(", ", maxsplit=1)[0])
    return PackageTerm(number, issue, stance, Scale(*scale) if scale else None, text, quantity)


TERMS = [term(number, issue, row[0]) for number, (issue, row) in enumerate(TABLE.items(), start=1)]
HELD = {issue: stated(row[1]) for issue, row in TABLE.items() if row[1] != "–"}
PACKAGE = Package(terms=TERMS, issues=[WeighedTarget(issue) for issue in TABLE], proposed_on=day(10))


def test_each_row_of_the_example():
    for found in respond_to_terms(PACKAGE, HELD):
        relation, agreement, weight, blocks = TABLE[found.issue][2:]
        assert found.relation == relation
        assert found.agreement == (None if agreement == "–" else pytest.approx(float(agreement)))
        assert (found.weight, found.is_blocking) == (float(weight), blocks == "yes")


def test_the_fit_of_the_example():
    found = fit_of(respond_to_terms(PACKAGE, HELD))
    (line,) = [line for line in EXAMPLE.splitlines() if line.startswith("Fit = ")]
    fit, low, high, coverage = (float(part.split(" = ")[-1].rstrip(".")) for part in re.split(r"[;,]", line))
    assert (found.score, found.low, found.high, found.coverage) == pytest.approx((fit, low, high, coverage))


def test_opposition_without_a_red_line_does_not_block():
    (found, *_) = respond_to_terms(PACKAGE, {"water-share": stated("opposes, high")})
    assert (found.relation, found.is_blocking) == ("oppose", False)


def test_a_red_line_on_the_side_of_the_term_does_not_block():
    (found, *_) = respond_to_terms(PACKAGE, {"water-share": stated("supports, red_line")})
    assert (found.relation, found.is_blocking) == ("agree", False)


def test_terms_on_one_issue_share_its_weight():
    package = Package(
        terms=[term(1, "dam", "supports"), term(2, "dam", "opposes"), term(3, "dam", "unspecified")],
        issues=[WeighedTarget("dam")],
        proposed_on=None,
    )
    found = respond_to_terms(package, {"dam": stated("supports, high")})
    assert [(one.weight, one.is_weighed) for one in found] == [(1.5, True), (1.5, True), (1.5, False)]


def test_a_wider_issue_gives_way_to_its_part():
    package = Package(
        terms=[term(1, "water", "supports"), term(2, "quota", "supports")],
        issues=[WeighedTarget("water"), WeighedTarget("quota", ancestors=("water",))],
        proposed_on=None,
    )
    found = respond_to_terms(package, {"water": stated("opposes"), "quota": stated("supports")})
    assert [(one.issue, one.is_weighed) for one in found] == [("water", False), ("quota", True)]
    assert fit_of(found).score == 1.0


def test_a_wider_issue_that_alone_is_known_stands_for_its_part():
    package = Package(
        terms=[term(1, "water", "supports"), term(2, "quota", "supports")],
        issues=[WeighedTarget("water"), WeighedTarget("quota", ancestors=("water",))],
        proposed_on=None,
    )
    found = respond_to_terms(package, {"water": stated("opposes")})
    assert [(one.issue, one.is_weighed) for one in found] == [("water", True), ("quota", False)]
    assert (fit_of(found).score, fit_of(found).coverage) == (0, 1)


def test_a_part_on_which_the_package_takes_no_stance_does_not_stand_for_the_wider_issue():
    package = Package(
        terms=[term(1, "water", "supports"), term(2, "quota", "unspecified")],
        issues=[WeighedTarget("water"), WeighedTarget("quota", ancestors=("water",))],
        proposed_on=None,
    )
    assert [(one.issue, one.is_weighed) for one in respond_to_terms(package, {})] == [("water", True), ("quota", False)]


def test_no_weight_and_nothing_in_common_are_told_apart():
    nothing = fit_of(respond_to_terms(PACKAGE, {}))
    assert (nothing.score, nothing.reason) == (None, NoScore.NOTHING_IN_COMMON)


@given(st.lists(st.sampled_from(list(TABLE)), unique=True), st.permutations(TERMS))
def test_the_fit_lies_within_its_bounds_whatever_the_order_of_terms(held: list[str], terms: list[PackageTerm]):
    holds = {issue: HELD[issue] for issue in held if issue in HELD}
    package = Package(terms=terms, issues=PACKAGE.issues, proposed_on=None)
    found, as_listed = (fit_of(respond_to_terms(p, holds)) for p in (package, PACKAGE))
    assert found == as_listed
    if found.score is not None:
        assert 0 <= found.low <= found.score <= found.high <= 1


def test_an_answer_before_the_tabling_has_a_negative_latency():
    answers = [
        version(Stance.OPPOSES, valid=(8, 14)),
        version(Stance.CONDITIONAL, valid=(14, 20), end_reason=EndReason.WITHDRAWN),
    ]
    table = [(9, "opposes", -2, None), (14, "conditional", 4, None), (25, None, None, "withdrawn"), (3, *[None] * 2)]
    for on, stance, latency, *_ in table:
        found = respond_to(PACKAGE, "northland", answers=answers, held=HELD, moment=moment(on, 0), evidence={})
        assert (found.stance, found.latency_days) == (stance, latency)
        assert found.first_latency_days == (None if on == 3 else -2)


def test_side_by_side_a_number_is_its_number_and_words_are_their_words():
    left = [term(1, "a", "supports", text="The quota grows."), term(2, "b", "supports", quantity=Quantity(5, "year"))]
    left += [term(3, "c", "supports"), term(4, "d", "supports, scale 40 to 40")]
    right = [term(1, "e", "opposes"), term(2, "b", "supports", quantity=Quantity(5, "year"), text="Five years.")]
    right += [term(3, "a", "supports", text="THE QUOTA GROWS. "), term(4, "d", "supports, scale 50 to 50")]
    left += [term(5, "f", "supports", text="Now."), term(6, "f", "supports", text="Later.")]
    right += [term(5, "f", "supports", text="Now."), term(6, "f", "supports", text="Never.")]
    found = {one.issue: one for one in set_side_by_side(left, right)}
    assert {issue: one.difference for issue, one in found.items()} == {
        "a": TermDifference.SAME,
        "b": TermDifference.SAME,
        "c": TermDifference.ONLY_LEFT,
        "d": TermDifference.DIFFERENT,
        "e": TermDifference.ONLY_RIGHT,
        "f": TermDifference.DIFFERENT,
    }
    assert (found["d"].agreement, found["c"].agreement) == (0.9, None)


def test_a_chain_is_followed_both_ways_and_a_ring_is_walked_once():
    def package(slug: str, replaces: str | None, on: int | None) -> PackageInChain:
        return PackageInChain(slug, slug, None if on is None else date(2024, 3, on), replaces)

    packages = [package("c", "b", 3), package("b", "a", 2), package("a", None, 1), package("b2", "a", None)]
    packages += [package("x", "y", 1), package("y", "x", 2), package("z", None, 1)]
    by_slug = {one.slug: one for one in packages}
    assert [one.slug for one in chain_of(["b"], packages=by_slug)] == ["a", "b", "c", "b2"]
    assert [one.slug for one in chain_of(["x"], packages=by_slug)] == ["x", "y"]
