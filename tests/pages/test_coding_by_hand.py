"""An article is coded by selecting words in it; a quotation from elsewhere by filling in a form."""

from datetime import date

import pytest

from positions.models import Article, Position, Statement
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, press, sign_in
from tests.world import RiverTalks, write_article

TEXT = "🕊️ The ministers met again.\n\nMs Holm said that Northland “will never build the dam”. Nobody answered."
WORDS = "“will never build the dam”"


@pytest.fixture
def coder(visit: Visit, talks: RiverTalks) -> Visit:
    sign_in(visit, administrator())
    return visit


def select(visit: Visit, words: str) -> None:
    """Drags the mouse over the words."""
    box = visit.page.evaluate(
        """words => {
            const node = document.querySelector("#coding-text [data-start]").firstChild;
            const at = node.data.indexOf(words);
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + words.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return { left, right, middle: (top + bottom) / 2 };
        }""",
        words,
    )
    mouse = visit.page.mouse
    mouse.move(box["left"] + 1, box["middle"])
    mouse.down()
    mouse.move(box["right"] - 1, box["middle"], steps=5)
    mouse.up()


def test_selected_words_become_a_statement_and_then_a_position(coder, talks):
    article = write_article(TEXT, published_on=date(2024, 3, 5))
    page = coder.open(f"/admin/desk/articles/{article.uuid}/")
    select(coder, WORDS)
    assert page.get_by_label("Words", exact=True).input_value() == WORDS
    page.get_by_label("Opposes").check()
    page.get_by_label("Party").select_option("northland")
    page.get_by_label("Target").select_option("dam")
    page.get_by_label("Known how").select_option("quoted")
    coder.assert_accessible()
    page.get_by_role("button", name="Store, and review it now").click()
    page.get_by_text("Begins Northland: opposes on 5 March 2024.").wait_for()
    press(page, "a")
    statement = Statement.objects.get()
    assert article.text[statement.start : statement.end] == statement.quote == WORDS
    assert statement.coder.username == "grace"
    assert Position.objects.get().stance == "opposes"
    coder.assert_clean()


def test_words_may_be_pasted_and_must_stand_in_the_article(coder, talks):
    article = write_article(TEXT)
    page = coder.open(f"/admin/desk/articles/{article.uuid}/")
    page.get_by_label("Words", exact=True).fill("will surely build the dam")
    page.get_by_label("Opposes").check()
    page.get_by_label("Party").select_option("northland")
    page.get_by_label("Target").select_option("dam")
    page.get_by_label("Known how").select_option("paraphrased")
    page.get_by_role("button", name="Store, and go on").click()
    page.get_by_text("These words don't stand in the article as they are; quotes are verbatim.").wait_for()
    page.get_by_label("Words", exact=True).fill("will never\nbuild the dam")
    page.get_by_role("button", name="Store, and go on").click()
    page.get_by_text("Stored: Northland: opposes").wait_for()
    assert Statement.objects.get().quote == "will never build the dam"
    coder.assert_clean()


def test_a_quotation_from_elsewhere_is_recorded_with_its_source(coder, talks):
    page = coder.open("/admin/desk/quotation/")
    page.get_by_role("textbox", name="Quotation").fill("We shall build it.")
    page.get_by_label("Said on").fill("2024-03-07")
    page.get_by_label("Supports").check()
    page.get_by_label("Party").select_option("northland")
    page.get_by_label("Target").select_option("dam")
    page.get_by_label("Known how").select_option("quoted")
    page.get_by_label("Speaker").fill("Ada Holm")
    page.get_by_role("button", name="Store, and review it now").click()
    page.get_by_text("Say where the quotation is from").wait_for()
    coder.assert_accessible()
    page.get_by_label("Headline").fill("Speech at Northport")
    page.get_by_role("button", name="Store, and review it now").click()
    page.get_by_text("Begins Northland: supports on 7 March 2024.").wait_for()
    press(page, "a")
    assert (Article.objects.get().extent, Position.objects.get().stance) == ("excerpt", "supports")
    coder.assert_clean()


def test_the_next_statement_of_a_long_article_is_looked_for_where_the_last_one_was(coder, talks):
    article = write_article("\n\n".join([*(f"Paragraph {number} says nothing." for number in range(60)), TEXT]))
    page = coder.open(f"/admin/desk/articles/{article.uuid}/")
    text = page.get_by_role("region", name="Text of the article")
    text.evaluate("region => { region.scrollTop = region.scrollHeight; }")
    there = text.evaluate("region => region.scrollTop")
    page.get_by_label("Words", exact=True).fill(WORDS)
    page.get_by_label("Opposes").check()
    page.get_by_role("button", name="Store, and go on").click()
    page.get_by_text("Nothing was stored. Look at: Party, Target, Known how.").wait_for()
    assert page.evaluate("document.activeElement.name") == "party"
    coder.assert_accessible()
    page.get_by_label("Party").select_option("northland")
    page.get_by_label("Target").select_option("dam")
    page.get_by_label("Known how").select_option("quoted")
    page.get_by_role("button", name="Store, and go on").click()
    page.get_by_text("Stored: Northland: opposes").wait_for()
    assert page.get_by_label("Known how").input_value() == "quoted"
    assert abs(text.evaluate("region => region.scrollTop") - there) < 60  # pixels: notices move the window's share
    coder.assert_clean()


def test_what_is_missing_is_in_sight_on_a_narrow_screen_and_nothing_runs_out_of_it(coder, talks):
    article = write_article(TEXT * 9)
    coder.page.set_viewport_size({"width": 390, "height": 800})
    page = coder.open(f"/admin/desk/articles/{article.uuid}/")
    page.get_by_label("Words", exact=True).fill(WORDS)
    page.get_by_role("button", name="Store, and go on").click()
    page.get_by_text("Nothing was stored. Look at: Stance, Party, Target, Known how.").wait_for()
    assert page.evaluate("document.activeElement.name") == "stance"
    box = page.get_by_label("Supports").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 800
    assert page.evaluate("document.documentElement.scrollWidth") == 390
