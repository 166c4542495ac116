"""Names beside rows and columns: no two alike, cut between letters, each in its own direction."""

import unicodedata

from positions.charts.chart import Names
from positions.charts.labels import labels_of, shortened

SUBSIDIES = {
    "amber": "Reduction of domestic support in agriculture: amber box",
    "blue": "Reduction of domestic support in agriculture: blue box",
    "cotton": "Cotton",
}


def test_names_that_begin_alike_are_cut_where_they_differ_and_not_drawn_as_one():
    assert labels_of(SUBSIDIES, 44) == {
        "amber": "Reduction of domestic…agriculture: amber box",
        "blue": "Reduction of domestic…agriculture: blue box",
        "cotton": "Cotton",
    }


def test_names_that_differ_in_their_middle_alone_have_their_slugs_beside_them():
    names = {side: f"The free harbours of the {side} lakes and the islands that belong to them" for side in ("a", "b")}
    assert list(labels_of(names, 24).values()) == ["The free ha…long to them (a)", "The free ha…long to them (b)"]


def test_a_cut_leaves_a_mark_on_its_letter():
    name = unicodedata.normalize("NFD", "Hải Đường")
    assert [shortened(name, n) for n in (3, 4, 5)] == ["H…", "Ha\u0309…", "Ha\u0309i…"]


def test_a_name_from_right_to_left_keeps_to_itself_and_its_cut_stands_at_its_own_end():
    assert labels_of({"wadi": "سلطنة وادي النور الكبرى"}, 10) == {"wadi": "\u2068سلطنة واد…\u2069"}
    names = Names.of(parties={"erez": "ארץ טל", "northland": "Northland"}, targets={})
    assert (names.party("erez"), names.party("northland")) == ("\u2068ארץ טל\u2069", "Northland")
