"""A browser for the session, a fresh profile for each test.

Playwright's synchronous calls run on an event loop of their own, which Django takes for asynchronous code; the tests
touch the database between clicks, from one thread, so that is allowed here.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import Visit, new_visit, running_browser

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One for all tests. Closed before the database goes: an open browser keeps the live server's threads, and with
    them their sessions of the database, alive.
    """
    with running_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A visitor of the live server, 1280 × 800, not signed in."""
    context, visit = new_visit(browser, live_server.url)
    yield visit
    context.close()
