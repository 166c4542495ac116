"""Names as people write them: one party by every spelling of its name, two parties never by one."""

import unicodedata

import pytest

from positions.catalog.names import KnownNames, alike, slug_from

NAMES = {
    "Hải Đường": "hai",
    "Côte d’Ivry": "ivry",
    "İstinye": "istinye",
    "Perula": "perula",
    "Pérula": "p2",
    "ארץ טל": "erez",
    "US": "america",
    "Us": "ussuri",
    "Congo": "congo-brazzaville",
    "Republic of the East": "drc",
}
FORMER = {"congo": "drc", "ivory": "ivry", "hai": "p2"}
KNOWN = KnownNames(NAMES.items(), slugs=NAMES.values(), former=FORMER)


@pytest.mark.parametrize(
    ("written", "slugs"),
    [
        (unicodedata.normalize("NFD", "Hải Đường"), {"hai"}),
        ("CÔTE D'IVRY", {"ivry"}),
        ("ISTINYE", {"istinye"}),
        ("\u200fארץ  טל", {"erez"}),
        (unicodedata.normalize("NFD", "Pérula"), {"p2"}),
        ("perula", {"perula"}),
        ("US", {"america"}),
        ("us", {"america", "ussuri"}),
        ("Hai Duong", set()),
        ("Congo", {"congo-brazzaville"}),
        ("CONGO", {"congo-brazzaville"}),
        ("congo", {"congo-brazzaville", "drc"}),
        ("ivory", {"ivry"}),
        ("Ivory", {"ivry"}),
        ("hai", {"hai"}),
    ],
)
def test_a_name_is_found_however_it_is_typed_but_accents_tell_names_apart(written, slugs):
    assert KNOWN.slugs_of(written) == slugs


def test_a_former_slug_is_still_borne():
    assert [KNOWN.bearer_of(slug) for slug in ("drc", "ivory", "hai", "atlantis")] == ["drc", "ivry", "hai", None]


def test_the_nearest_name_is_told_as_it_is_spelled():
    assert KNOWN.nearest("Cote dIvry") == "; did you mean “Côte d’Ivry”?"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da-nang"),
        ("Straße nach Ægirøy", "strasse-nach-aegiroy"),
        ("İzmir (Isırgan)", "izmir-isirgan"),
        ("Côte d’Ivry – Sud‐Est", "cote-d-ivry-sud-est"),
        ("Congo №2", "congo-no2"),
        ("Рада EU", ""),
        ("新国 2", ""),
        ("!", ""),
    ],
)
def test_a_slug_loses_marks_and_no_letter(name, slug):
    assert slug_from(name) == slug


def test_an_i_without_its_dot_is_another_letter():
    assert alike("Isırgan") != alike("Isirgan")
