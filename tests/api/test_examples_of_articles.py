"""What the schema shows of articles is a real answer."""

from typing import Any

from django.contrib.auth.models import User

from positions.models import Article
from positions.statements import extract_article
from positions.vocabulary import Scope
from tests.api.asking import ask
from tests.api.posting import bearer, posted
from tests.api.test_examples_of_writes import check
from tests.world import river_talks

SUBMITTED = {
    "text": "Northland rejects the upper dam. Southland said on Monday that it supports the League's draft of March.",
    "title": "Northland rejects the dam",
    "url": "https://news.example.org/dam",
    "outlet": "The Silver Post",
    "published_on": "2024-03-05",
}


def test_articles_and_runs_look_as_the_schema_says_and_shows(curator: User, described: Any):
    river_talks(by=curator)
    staff = bearer(curator, scopes=[Scope.READ, Scope.SUBMIT])
    submitted = posted(staff, "/api/v1/articles/", SUBMITTED, status=202)
    check(described, "submit_article", submitted, status="202")
    extract_article(Article.objects.get().pk)
    article = ask(staff, submitted["address"])
    check(described, "get_article", article)
    check(described, "list_articles", ask(staff, "/api/v1/articles/"))
    check(described, "get_extraction_run", ask(staff, f"/api/v1/extraction-runs/{article['runs'][0]['id']}/"))
