"""The view for frames in pages of other origins."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import Client

from tests.browser import Visit

pytestmark = pytest.mark.usefixtures("river")
EMBED = "/negotiations/river-talks/embed/?valid_on=2024-03-06"


@pytest.fixture
def elsewhere(live_server):
    """A page of another origin with the frame in it, as the page of the talks tells one to write it."""
    html = (
        f'<!doctype html><title>Elsewhere</title><iframe data-parley src="{live_server.url}{EMBED}" width="100%" '
        f'height="200"></iframe><script src="{live_server.url}/static/pages/frame.js" async></script>'
    )

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Not on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_frame_of_another_origin_is_as_high_as_its_content(visit: Visit, elsewhere: str):
    page = visit.page
    page.goto(elsewhere)
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="opposes").first.wait_for()
    page.wait_for_function("document.querySelector('iframe').clientHeight > 400")
    inside = frame.locator("html").evaluate("root => [root.scrollHeight, innerHeight]")
    assert inside[0] <= inside[1] + 1
    assert page.context.cookies() == []
    assert visit.console_errors == []


def test_the_heading_of_the_table_is_seen_whole_in_a_narrow_frame(visit: Visit):
    visit.page.set_viewport_size({"width": 360, "height": 700})
    page = visit.open(EMBED)
    right_of = "selector => document.querySelector(selector).getBoundingClientRect().right"
    assert page.evaluate(right_of, "#grid-title") <= page.evaluate(right_of, ".scroller")
    assert page.evaluate(right_of, "#grid") > page.evaluate(right_of, ".scroller")


def test_only_the_view_for_frames_may_be_framed(client: Client):
    embed, page = client.get(EMBED), client.get("/negotiations/river-talks/")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert embed.cookies == {}
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
