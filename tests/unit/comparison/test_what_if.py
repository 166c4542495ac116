"""What would follow from positions that nobody holds, before and after."""

from dataclasses import astuple
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.answers import Question, answer_agreement
from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.packages import PackageTerm, weigh_terms
from positions.comparison.records import Moment
from positions.comparison.scores import score_weighings
from positions.comparison.what_if import Assumption, Held, Talks, WhatIf, answer_what_if
from positions.vocabulary import Method, Salience, Stance
from tests.unit.comparison.what_is_held import says

PARTIES = ("north", "south", "league")
SLUGS = ("water", "dam", "fish")
YES, NO, MAYBE = says(Stance.SUPPORTS), says(Stance.OPPOSES), says(Stance.CONDITIONAL)
RED = Holding(stance=Stance.OPPOSES, salience=Salience.RED_LINE)
MOMENT = Moment(valid_on=date(2024, 3, 5), known_at=datetime(2024, 3, 6, tzinfo=UTC), revision=1)

held_by_parties = st.fixed_dictionaries(
    {p: st.dictionaries(st.sampled_from(SLUGS), st.sampled_from([YES, NO, MAYBE, RED])) for p in PARTIES}
)
assumptions = st.lists(
    st.builds(
        Assumption, st.sampled_from(PARTIES), st.sampled_from(SLUGS), st.none() | st.sampled_from([YES, NO, MAYBE, RED])
    ),
    unique_by=lambda one: (one.party, one.target),
    min_size=1,
)


def question(held: Held | None = None, *, method: Method = Method.CITY_BLOCK) -> Question:
    slugs = SLUGS if held is None else [s for s in SLUGS if any(s in cells for cells in held.values())]
    return Question("river-talks", MOMENT, [WeighedTarget(slug) for slug in slugs], method)


def term(issue: str, stance: Stance = Stance.UNSPECIFIED) -> PackageTerm:
    return PackageTerm(1, issue, stance, None, "", None)


def what_if(held: Held, *assumed: Assumption, packages: dict[str, list[PackageTerm]] | None = None) -> WhatIf:
    talks = Talks(
        question=question(),
        held={party: held.get(party, {}) for party in PARTIES},
        candidates=frozenset(SLUGS),
        are_all_scored=False,
        packages=packages or {},
    )
    return answer_what_if(talks, assumed)


def test_a_party_that_gives_way_comes_nearer():
    found = what_if({"north": {"water": NO}, "south": {"water": YES}}, Assumption("north", "water", MAYBE))
    pair = next(pair for pair in found.pairs if pair.right == "south")
    assert (pair.before.score, pair.after.score, pair.change) == (0, 0.75, 0.75)


def test_only_pairs_with_a_party_that_moved_are_listed():
    found = what_if({}, Assumption("south", "dam", YES))
    assert [(pair.left, pair.right) for pair in found.pairs] == [("north", "south"), ("south", "league")]


def test_a_position_taken_back_leaves_nothing_to_compare():
    found = what_if({"north": {"water": NO}, "south": {"water": YES}}, Assumption("north", "water", None))
    pair = found.pairs[0]
    assert (pair.before.score, pair.after.score, pair.change) == (0, None, None)
    assert found.assumed[0].after is None


def test_a_red_line_that_is_given_up_no_longer_blocks():
    held = {"north": {"water": RED, "dam": YES}, "south": {"water": YES, "dam": YES}}
    found = what_if(held, Assumption("north", "water", NO))
    assert ([b.target for b in found.blocking_before], found.blocking_after) == (["water"], [])


def test_the_fit_of_a_package_moves_with_its_own_issues_alone():
    held = {"north": {"water": NO, "dam": NO}}
    packages = {"draft": [term("water", Stance.SUPPORTS)]}
    found = what_if(held, Assumption("north", "water", YES), Assumption("north", "dam", YES), packages=packages)
    assert [(f.proposal, f.party, f.before.score, f.after.score, f.change) for f in found.fits] == [
        ("draft", "north", 0, 1, 1)
    ]
    assert found.fits[0].after.n_targets == 1


def test_terms_on_one_issue_share_its_weight_and_one_without_stance_has_none():
    packages = {
        "draft": [
            *(term("water", Stance.SUPPORTS), term("water", Stance.OPPOSES), term("dam", Stance.OPPOSES)),
            *(term("fish"), term("dam")),
        ]
    }
    (fit,) = what_if({}, *[Assumption("north", slug, YES) for slug in SLUGS], packages=packages).fits
    # (1 + 0) / 2 on the water, 0 on the dam, each with the weight of an unspecified salience
    assert (fit.after.score, fit.after.n_compared, fit.after.coverage) == (0.25, 3, 1)
    assert (fit.before.score, fit.change) == (None, None)


def test_a_wider_issue_that_alone_is_known_stands_for_its_part_in_a_package():
    terms = [term("water", Stance.SUPPORTS), term("dam", Stance.SUPPORTS)]
    targets = [WeighedTarget("water"), WeighedTarget("dam", ancestors=("water",))]
    found = score_weighings(weigh_terms(terms, {"water": NO}, issues=targets), method=Method.CITY_BLOCK)
    assert (found.score, found.coverage) == (0, 1)


@given(held_by_parties, assumptions)
def test_before_is_what_the_comparison_answers_and_after_what_it_would(held, assumed):
    after = {party: dict(cells) for party, cells in held.items()}
    for one in assumed:
        after[one.party].pop(one.target, None)
        if one.holding is not None:
            after[one.party][one.target] = one.holding
    found = what_if(held, *assumed)
    for sent, state in (("before", held), ("after", after)):
        ordered = {party: state[party] for party in PARTIES}
        expected = {(p.left, p.right): p.agreement for p in answer_agreement(question(state), ordered).pairs}
        assert {(p.left, p.right): getattr(p, sent) for p in found.pairs} == {
            (p.left, p.right): expected[p.left, p.right] for p in found.pairs
        }


@given(held_by_parties, assumptions)
def test_what_is_supposed_to_be_as_it_is_changes_nothing(held, assumed):
    as_it_is = [Assumption(one.party, one.target, held[one.party].get(one.target)) for one in assumed]
    found = what_if(held, *as_it_is)
    assert all(pair.before == pair.after and pair.change in {0, None} for pair in found.pairs)
    assert found.blocking_before == found.blocking_after


@given(held_by_parties, assumptions, st.randoms(use_true_random=False))
def test_the_order_of_suppositions_makes_no_difference(held, assumed, random):
    shuffled = random.sample(assumed, len(assumed))
    one, other = what_if(held, *assumed), what_if(held, *shuffled)
    assert (one.pairs, one.blocking_after, one.fits) == (other.pairs, other.blocking_after, other.fits)


@given(held_by_parties, assumptions)
def test_what_is_held_is_not_touched(held, assumed):
    before = {party: dict(cells) for party, cells in held.items()}
    answer = what_if(held, *assumed)
    assert held == before
    assert "nan" not in str(astuple(answer)).lower()
