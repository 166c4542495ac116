"""What phrases would match in the articles that are stored: tried out before they become cues."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from positions.models import Negotiation
from positions.models.search_words import WITHOUT_SIGNS

# Articles that are searched, the latest first; 500 of 700 words take about a second.
MOST_ARTICLES = 500
# Sentences shown of each phrase, and characters of each.
N_SHOWN, LONGEST = 3, 240

# Sentences are told apart by their full stops, words by PostgreSQL's English stems: near to how the rules read, without
# their parser, which a web process does not load.
QUERY = f"""
WITH read AS (
    SELECT a.id, a.text FROM positions_article a
    WHERE a.text <> '' AND EXISTS (
        SELECT 1 FROM positions_extractionrun r WHERE r.article_id = a.id AND r.negotiation_id = %(negotiation)s)
    ORDER BY a.id DESC LIMIT %(articles)s
), sentences AS (
    SELECT read.id, s.sentence, to_tsvector('english', {WITHOUT_SIGNS % {"expressions": "s.sentence"}}) AS words
    FROM read, regexp_split_to_table(read.text, '(?<=[.!?]["”’]?)\\s+|\\n+') AS s(sentence)
), found AS (
    SELECT p.place, sentences.id, sentences.sentence,
           row_number() OVER (PARTITION BY p.place ORDER BY sentences.id DESC) AS rank
    FROM unnest(%(phrases)s::text[]) WITH ORDINALITY AS p(phrase, place)
    JOIN sentences ON sentences.words @@ phraseto_tsquery('english', {WITHOUT_SIGNS % {"expressions": "p.phrase"}})
)
SELECT place, count(*), count(DISTINCT id), array_agg(left(sentence, %(longest)s)) FILTER (WHERE rank <= %(shown)s)
FROM found GROUP BY place
"""  # noqa: S608 - constants alone


@dataclass(frozen=True)
class CueTrial:
    """How often one phrase would match. `sentences`: the latest few."""

    phrase: str
    n_sentences: int = 0
    n_articles: int = 0
    sentences: Sequence[str] = ()


def try_cues(negotiation: Negotiation, phrases: Sequence[str]) -> list[CueTrial]:
    """Each phrase in the latest articles that were read for these talks, in the order given. One query."""
    if not phrases:
        return []
    asked: dict[str, int | list[str]] = {
        "negotiation": negotiation.pk,
        "articles": MOST_ARTICLES,
        "phrases": list(phrases),
        "longest": LONGEST,
        "shown": N_SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, asked)
        found = {place: (n, articles, tuple(sentences)) for place, n, articles, sentences in cursor.fetchall()}
    return [CueTrial(phrase, *found.get(place, ())) for place, phrase in enumerate(phrases, start=1)]
