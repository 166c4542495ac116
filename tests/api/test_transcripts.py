"""docs/transcripts.md is what a server really answers; `make transcripts` writes it anew."""

import os
import re
import shutil
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from positions import follow_ups, review
from positions.tokens import make_token
from positions.vocabulary import Scope, Stance
from tests.api.posting import may_decide
from tests.api.transcripts import BLOCK, PAGE, Transcript
from tests.world import river_talks, say

needs_curl = pytest.mark.skipif(shutil.which("curl") is None and not os.environ.get("CI"), reason="there is no curl")


@pytest.fixture
def transcript(transactional_db: None, live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Transcript:
    """Talks in which Northland said one thing; another waits."""
    monkeypatch.setattr(follow_ups, "wake", lambda *_, **__: None)
    settings.RATE_PUBLIC = 20
    by = may_decide(User.objects.create_user("ada", is_staff=True))
    talks = river_talks(by=by)
    review.accept_statement(say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 1)), by=by)
    waiting = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 2))
    token = make_token(by, scopes=list(Scope), lifetime=None).secret
    return Transcript(live_server.url, {"TOKEN": token, "STATEMENT": str(waiting.uuid)})


@needs_curl
def test_every_transcript_is_what_the_server_answers(transcript: Transcript):
    page = PAGE.read_text(encoding="utf-8")

    def answered(block: re.Match[str]) -> str:
        cache.clear()  # each block is counted by itself
        return f"```console\n{transcript.of(block[1])}```"

    now = BLOCK.sub(answered, page)
    if os.environ.get("TRANSCRIPTS"):
        PAGE.write_text(now, encoding="utf-8")
    assert now == page or os.environ.get("TRANSCRIPTS"), "run `make transcripts`"
