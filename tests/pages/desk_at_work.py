"""People at the desk: signed in, with statements that wait."""

from datetime import date

from django.contrib.auth.models import User
from playwright.sync_api import Page

from positions.extraction.contract import ExtractedStatement
from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun, Statement
from positions.statements import store_found
from positions.vocabulary import Act, Attribution, Salience, Stance
from tests.browser import Visit
from tests.world import RiverTalks, signed_in, write_article

OPENING = "The ministers met for the third time, and the room was cold. "


def sign_in(visit: Visit, user: User) -> None:
    """Puts the session's cookie into the browser: the door itself has a test of its own."""
    client = signed_in(user)
    cookie = client.cookies["sessionid"]
    visit.page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": visit.address}])


def administrator(name: str = "grace") -> User:
    return User.objects.create_superuser(name)


def suggest(talks: RiverTalks, sentences: list[str], *, day: int = 5, **values: object) -> list[Statement]:
    """One article in which the machine found a statement in each of the sentences, in their order."""
    text = OPENING + " ".join(sentences) + " Nobody answered."
    article = write_article(text, published_on=date(2024, 3, day), title=f"Report of {day} March")
    found = [suggestion(text, sentence, **values) for sentence in sentences]
    store_found(run_on(article, talks), found)
    return list(article.statements.order_by("pk"))


def suggestion(text: str, quote: str, **values: object) -> ExtractedStatement:
    start = text.index(quote)
    given = {
        "party": "northland",
        "target": "water-share",
        "stance": Stance.OPPOSES,
        "act": Act.DECLARATION,
        "attribution": Attribution.QUOTED,
        "speaker": "Ada Holm",
        "salience": Salience.UNSPECIFIED,
        "terms": (),
        "condition": "",
        "confidence": 0.7,
        "explanation": "“stays” beside “quota”, a cue of the target.",
    }
    return ExtractedStatement(quote=quote, start=start, end=start + len(quote), **(given | values))


def run_on(article: Article, talks: RiverTalks) -> ExtractionRun:
    queue_extraction(article, negotiations=[talks.negotiation])
    return article.runs.get()


def press(page: Page, key: str) -> None:
    """Presses a key, once the page and its script are there, and waits for the sheet that it brings."""
    page.wait_for_load_state()
    before = page.locator("#sheet").element_handle()
    page.keyboard.press(key)
    page.wait_for_function("old => !old.isConnected", arg=before)


def told(page: Page, text: str) -> None:
    """The desk says so, above the statement."""
    page.locator("#desk-notice", has_text=text).wait_for()
