"""A real Chromium for the tests of what people see: Debian's, driven by Playwright, against the live server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

# No sandbox: CI runs as root. The rest keeps the browser from calling home.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
]  # fmt: skip
ICON = "/positions/icon.svg"
MOTION_ENDED = """() => Promise.allSettled(document.getAnimations()
    .filter(motion => motion.effect.getComputedTiming().endTime !== Infinity).map(motion => motion.finished))"""


def chromium() -> str:
    """The browser's path. Skips the test where there is none, except in CI, which must have one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs Debian's package chromium")
        pytest.skip("no chromium on this machine")
    return path


@contextmanager
def running_browser() -> Iterator[Browser]:
    """One browser process, gone at the end of the block."""
    path = chromium()  # before Playwright starts: its own driver wants libraries that come with the browser
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(eq=False)
class Visit:
    """A person before a page: what the page logged as an error, and every request that failed, is kept."""

    page: Page
    address: str
    console_errors: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.console_errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        self.page.on("requestfailed", self._note_failed)
        self.page.on(
            "response", lambda r: self.failed_requests.append(f"{r.status} {r.url}") if r.status >= 400 else None
        )
        self.page.on("request", lambda r: self._note_foreign(r.url))

    def _note_failed(self, request: Request) -> None:
        """Not the icon of a page that was left before it came: the browser gives that up."""
        if not (request.url.endswith(ICON) and request.failure == "net::ERR_ABORTED"):
            self.failed_requests.append(request.url)

    def _note_foreign(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.foreign_requests.append(url)

    def open(self, path: str) -> Page:
        """Goes to a path of the live server; gives the page."""
        self.page.goto(self.address + path)
        return self.page

    def assert_clean(self) -> None:
        """No console error, no failed request, and no request to another origin."""
        assert (self.console_errors, self.failed_requests, self.foreign_requests) == ([], [], [])

    def assert_no_script_error(self) -> None:
        """Nothing that the page's policy forbids was tried, no script failed; a form that is refused is no error."""
        assert [text for text in self.console_errors if "Failed to load resource" not in text] == []

    def assert_accessible(self) -> None:
        """axe-core finds nothing on the page as it is now (WCAG 2.2 A and AA, and its best practices)."""
        self.page.evaluate(MOTION_ENDED)  # what still fades in has too little contrast
        found = Axe().run(self.page).response["violations"]
        told = [f"{rule['id']}: {rule['help']} at {node['target']}" for rule in found for node in rule["nodes"]]
        assert told == [], told


def new_visit(browser: Browser, address: str, **options: object) -> tuple[BrowserContext, Visit]:
    """A profile of its own (no cookies of others) with one page. `options`: as for Playwright's new_context."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **options})
    context.set_default_timeout(15_000)  # milliseconds; a busy machine with two cores stays far below
    return context, Visit(page=context.new_page(), address=address)
