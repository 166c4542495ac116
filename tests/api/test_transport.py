"""How answers travel: compressed, and to pages of other origins."""

import gzip

import pytest
from django.test import Client

from tests.api.asking import COMPARISON
from tests.world import RiverTalks

ZIPPED = {"accept-encoding": "gzip"}


@pytest.fixture
def pages_of_others(settings) -> None:
    """As with PARLEY_CORS_ORIGINS: one site's pages may ask."""
    settings.MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE]
    settings.CORS_ALLOWED_ORIGINS = ["https://map.example"]


def test_an_answer_is_compressed_where_that_is_accepted(client: Client, talks: RiverTalks):
    plain, zipped = client.get(COMPARISON), client.get(COMPARISON, headers=ZIPPED)
    assert (zipped["Content-Encoding"], gzip.decompress(zipped.content)) == ("gzip", plain.content)
    assert "Content-Encoding" not in plain


@pytest.mark.parametrize("address", [COMPARISON, "/api/v1/schema/", "/negotiations/river-talks/"])
@pytest.mark.parametrize("refusal", ["gzip;q=0", "gzip;Q=0", "gzip ; q=0.000, identity", "br, gzip;q=0"])
def test_who_refuses_gzip_gets_none_and_caches_are_told(client: Client, talks: RiverTalks, address: str, refusal: str):
    plain = client.get(address, headers={"accept-encoding": refusal})
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Content-Encoding" in client.get(address, headers={"accept-encoding": "gzip;q=0.5"})


def test_the_tag_of_a_compressed_answer_is_another_strong_one_and_fits(client: Client, talks: RiverTalks):
    plain, zipped = client.get(COMPARISON)["ETag"], client.get(COMPARISON, headers=ZIPPED)["ETag"]
    assert zipped == f'"{plain.strip(chr(34))}-gzip"'
    for etag in (plain, zipped):
        assert client.get(COMPARISON, headers={**ZIPPED, "if-none-match": etag}).status_code == 304


def test_the_same_answer_compressed_has_the_same_bytes(client: Client, talks: RiverTalks):
    first, second = (client.get(COMPARISON, headers=ZIPPED).content for _ in range(2))
    assert first == second


def test_without_a_setting_pages_of_others_may_not_ask(client: Client, talks: RiverTalks):
    assert "Access-Control-Allow-Origin" not in client.get(COMPARISON, headers={"origin": "https://map.example"})


@pytest.mark.parametrize(("origin", "allowed"), [("https://map.example", True), ("https://evil.example", False)])
@pytest.mark.usefixtures("pages_of_others")
def test_pages_of_the_origins_that_are_set_may_ask(client: Client, talks: RiverTalks, origin, allowed):
    etag = client.get(COMPARISON)["ETag"]
    for headers in ({"origin": origin}, {"origin": origin, "if-none-match": etag}):
        response = client.get(COMPARISON, headers=headers)
        assert ("Access-Control-Allow-Origin" in response) is allowed
        assert "Access-Control-Allow-Credentials" not in response
    assert "ETag" in client.get(COMPARISON, headers={"origin": origin}).get("Access-Control-Expose-Headers", "ETag")


@pytest.mark.usefixtures("pages_of_others")
def test_pages_of_others_see_where_something_is_now_and_what_a_file_is_called(client: Client, talks: RiverTalks):
    seen = client.get(COMPARISON, headers={"origin": "https://map.example"})["Access-Control-Expose-Headers"]
    assert {"Content-Location", "Content-Disposition", "Repr-Digest"} <= set(seen.split(", "))


@pytest.mark.usefixtures("pages_of_others")
def test_a_page_may_ask_beforehand_whether_it_may_send_if_match(client: Client, db: None):
    asked = {
        "origin": "https://map.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "if-match, authorization",
    }
    response = client.options(COMPARISON, headers=asked)
    assert {"if-match", "authorization"} <= set(response["Access-Control-Allow-Headers"].split(", "))


def test_head_has_the_headers_of_get(client: Client, talks: RiverTalks):
    get, head = client.get(COMPARISON), client.head(COMPARISON)
    for name in ("ETag", "Cache-Control", "Vary", "Content-Type"):
        assert head[name] == get[name]
    assert client.head(COMPARISON, headers={"if-none-match": get["ETag"]}).status_code == 304
