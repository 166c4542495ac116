"""Names beside rows and columns: no two alike, cut between letters, each in its own direction."""

import unicodedata

from positions.charts.chart import Names
from positions.charts.labels import labels_of, shortened, width_of

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


def test_names_in_capitals_that_begin_alike_are_not_drawn_as_one():
    names = {n: f"WITHDRAWAL OF FORCES FROM THE EASTERN BANK: PHASE {n}" for n in ("ONE", "TWO")}
    assert labels_of(names, 44) == {n: f"WITHDRAWAL OF FORCE…TERN BANK: PHASE {n}" for n in ("ONE", "TWO")}


def test_a_name_is_cut_where_it_would_leave_its_room_in_any_script():
    for name in ("DOCTRINE " * 9, "Доктрина " * 9, "旱年水量份额" * 9):
        cut = shortened(name, 60, room=300)
        assert cut.endswith("…")
        assert 270 < width_of(cut) <= 300
        assert all(width_of(label) <= 440 for label in labels_of({"a": f"{name}a", "b": f"{name}b"}, 44).values())
    assert shortened("Dam", 60, room=300) == "Dam"


def test_a_cut_leaves_a_mark_on_its_letter():
    name = unicodedata.normalize("NFD", "Hải Đường")
    assert [shortened(name, n) for n in (3, 4, 5)] == ["H…", "Ha\u0309…", "Ha\u0309i…"]


def test_a_name_from_right_to_left_keeps_to_itself_and_its_cut_stands_at_its_own_end():
    assert labels_of({"wadi": "سلطنة وادي النور الكبرى"}, 10) == {"wadi": "\u2068سلطنة واد…\u2069"}
    names = Names.of(parties={"erez": "ארץ טל", "northland": "Northland"}, targets={})
    assert (names.party("erez"), names.party("northland")) == ("\u2068ארץ טל\u2069", "Northland")
