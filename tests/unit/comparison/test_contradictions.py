"""One party, one target, one time, two stances: found, ranked, and counted once."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.contradictions import AcceptedStatement, find_contradictions, speakers_of
from positions.comparison.records import Article, Evidence
from positions.vocabulary import Act, Attribution, Salience, Speakers, Stance
from tests.unit.comparison.records_of_positions import day

YES, NO, MAYBE, UNSURE = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL, Stance.UNDECIDED


def said(
    stance: Stance,
    on: int,
    speaker: str | None = "Ada Holm",
    *,
    article: int = 1,
    party: str = "northland",
    target: str = "dam",
) -> AcceptedStatement:
    source = Article(id=UUID(int=article), title="", url="", outlet="", published_on=None)
    evidence = Evidence(
        id=UUID(int=article),
        quote="The quota stays.",
        start=0,
        end=16,
        speaker=speaker,
        attribution=Attribution.QUOTED,
        said_on=day(on),
        article=source,
    )
    return AcceptedStatement(party, target, stance, Act.DECLARATION, Salience.UNSPECIFIED, "", evidence)


def found(*statements: AcceptedStatement, window: int = 7, most: int = 100):
    return find_contradictions(statements, window_days=window, most=most)


def test_two_speakers_of_one_party_say_opposite_things_on_one_day():
    n_found, (one,) = found(said(YES, 3), said(NO, 3, "Bo Lind"))
    assert n_found == 1
    assert (one.party, one.target, one.severity, one.days_apart, one.speakers) == (
        "northland",
        "dam",
        1.0,
        0,
        Speakers.DIFFERENT,
    )
    assert (one.first.stance, one.second.stance) == (YES, NO)


@pytest.mark.parametrize(("window", "n"), [(6, 0), (7, 1)])
def test_both_edges_of_the_window(window: int, n: int):
    assert found(said(YES, 0), said(NO, 7), window=window)[0] == n


def test_other_parties_and_other_targets_contradict_nobody():
    assert found(said(YES, 0), said(NO, 0, party="southland"), said(NO, 0, target="water-share")) == (0, [])


def test_who_is_undecided_contradicts_nothing():
    assert found(said(YES, 0), said(UNSURE, 0, "Bo Lind")) == (0, [])


def test_wire_copies_count_as_one():
    copies = [said(YES, 0, article=number) for number in range(5)]
    n_found, (one,) = found(*copies, said(NO, 1, "Bo Lind"))
    assert (n_found, one.first.n_statements, one.second.n_statements) == (1, 5, 1)


def test_articles_that_name_nobody_are_voices_of_their_own():
    n_found, listed = found(said(YES, 0, None, article=1), said(NO, 0, None, article=2), said(NO, 0, None, article=3))
    assert (n_found, {one.speakers for one in listed}) == (2, {Speakers.UNKNOWN})


def test_the_gravest_come_first_then_two_voices_then_the_nearest():
    _, listed = found(
        said(MAYBE, 0, "Cy Berg", target="a"),
        said(YES, 0, target="a"),
        said(NO, 0, target="b"),
        said(YES, 3, target="b"),
        said(NO, 0, target="c"),
        said(YES, 5, "Cy Berg", target="c"),
        said(NO, 0, target="d"),
        said(YES, 1, "Cy Berg", target="d"),
    )
    assert [one.target for one in listed] == ["d", "c", "b", "a"]


def test_of_two_that_are_as_grave_and_as_near_the_later_comes_first():
    _, listed = found(
        said(NO, 0, target="a"), said(YES, 1, target="a"), said(NO, 5, target="b"), said(YES, 6, target="b")
    )
    assert [one.target for one in listed] == ["b", "a"]


def test_as_many_as_asked_for_are_listed_and_all_are_counted():
    statements = [said(stance, 0, name) for stance in (YES, NO) for name in ("Ada Holm", "Bo Lind", "Cy Berg")]
    n_found, listed = found(*statements, most=2)
    assert (n_found, len(listed)) == (9, 2)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ada Holm", "Holm", Speakers.SAME),
        ("ada holm", "Ada Holm", Speakers.SAME),
        ("Ada Holm", "Bo Holm", Speakers.DIFFERENT),
        (None, "Ada Holm", Speakers.UNKNOWN),
        (None, None, Speakers.UNKNOWN),
    ],
)
def test_a_shorter_name_is_the_same_person(one: str | None, other: str | None, expected: Speakers):
    assert speakers_of(one, other) is speakers_of(other, one) is expected


@given(
    st.lists(
        st.builds(
            said,
            st.sampled_from([YES, NO, MAYBE, UNSURE]),
            st.integers(0, 20),
            st.sampled_from(["Ada Holm", "Bo Lind", None]),
            article=st.integers(1, 4),
        ),
        max_size=12,
    ),
    st.integers(0, 20),
)
def test_every_two_that_differ_within_the_window_are_found_whatever_the_order(
    statements: list[AcceptedStatement], window: int
):
    voices = {(s.evidence.said_on, s.evidence.speaker or s.evidence.article.id, s.stance) for s in statements}
    expected = sum(
        1
        for one in voices
        for other in voices
        if (str(one) < str(other))
        and one[2] != other[2]
        and UNSURE not in {one[2], other[2]}
        and abs((one[0] - other[0]).days) <= window
    )
    assert found(*statements, window=window)[0] == expected
    assert found(*reversed(statements), window=window)[0] == expected
