"""One wire story in many outlets is one group; different stories on one subject are not."""

import pytest

from positions.ingestion import SourceText, store_article
from positions.ingestion.near_duplicates import bands_of, is_same_story, shingles_of
from positions.models import Article
from tests.layouts import BODY

pytestmark = pytest.mark.django_db
WIRE = " ".join(BODY)
OTHER = (
    "The price of bread rose again in the capital on Friday, the office of statistics said, for the fifth month. "
    "Bakers blame the harvest, millers the price of power, and the opposition blames both the bakers and the millers. "
    "A law that would cap the price of a loaf has been in parliament since winter and will not be voted on this year."
)


def store(text: str) -> Article:
    return Article.objects.get(pk=store_article(SourceText(text=text)).article.pk)


def groups() -> list[int | None]:
    return list(Article.objects.order_by("id").values_list("near_duplicate_group", flat=True))


@pytest.mark.parametrize(
    "edited",
    [
        f"CAPITAL (Wire) - {WIRE} Additional reporting by our correspondent in the north.",
        WIRE.replace("she said", "the minister said").replace("Tuesday", "March 5"),
        " ".join(BODY[:-2]),
        " ".join([BODY[1], BODY[0], *BODY[2:]]),
        WIRE.upper(),
    ],
)
def test_an_outlets_own_cut_of_a_wire_story_is_in_its_group(edited):
    first, second = store(WIRE), store(edited)
    assert groups() == [first.pk, first.pk]
    assert second.sha256 != first.sha256


def test_another_story_stands_alone():
    store(WIRE)
    store(OTHER)
    store(" ".join(OTHER.split()[::-1]))
    assert groups() == [None, None, None]


def test_a_third_copy_joins_the_group_of_the_first():
    first = store(WIRE)
    store(f"{WIRE} More follows.")
    store(f"{WIRE} This is the last update of the day.")
    assert groups() == [first.pk] * 3


def test_a_text_too_short_to_be_known_again_stands_alone():
    store("Northland rejects the dam.")
    store("Northland rejects the dam!")
    assert groups() == [None, None]


def test_bands_are_the_same_in_every_process():
    assert bands_of(shingles_of("one two three four five"))[:2] == [-575254549934044871, -392196951458482440]


def test_two_texts_without_words_are_no_story():
    assert not is_same_story(frozenset(), frozenset())
