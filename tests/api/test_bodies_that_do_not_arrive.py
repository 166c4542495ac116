"""A body that the web server gave up on is no fault of the server's, and may be sent again."""

import io

from django.test import Client

from tests.api.asking import RIVER
from tests.world import RiverTalks


class CutOff(io.RawIOBase):
    """What is left of a request whose client was given up (`config.web`)."""

    def read(self, size: int = -1) -> bytes:
        raise ConnectionResetError


def test_it_is_asked_for_again(talks: RiverTalks, client: Client):
    rest = {"wsgi.input": CutOff(), "CONTENT_LENGTH": "2"}
    response = client.post(f"{RIVER}comparison/what-if/", {}, content_type="application/json", **rest)
    assert (response.status_code, response["Retry-After"]) == (408, "1")
    assert response.json()["type"] == "/docs/problems/not-arrived"


def test_a_form_that_is_too_large_is_refused_also_where_the_rest_never_arrives(client: Client, db: None):
    rest = {"wsgi.input": CutOff(), "CONTENT_LENGTH": "99000000"}
    assert client.post("/admin/login/", {}, content_type="multipart/form-data", **rest).status_code == 413
