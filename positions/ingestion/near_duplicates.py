"""Texts that are nearly the same: one wire story in many outlets is one group and one independent source.

In: an article with its text. Out: the number of its group, and a fingerprint by which later ones find it. A signature
by MinHash (datasketch) is cut into bands; two texts with a band in common are compared word by word. The bands lie in
an indexed array of PostgreSQL, so a search reads a handful of rows whatever the number of articles.

Weighed: datasketch's own LSH index (in memory or in Redis: lost, or a second truth), rensa (fast, young), simhash
(short texts collide), pg_trgm (an extension that not every PostgreSQL has, and slow on long texts).
Source: Broder, “On the resemblance and containment of documents” (1997).
"""

import hashlib
import re
import struct
from functools import cache
from importlib import import_module
from typing import Any

from django.db import connection, transaction

from positions.models import Article, ArticleFingerprint

# Runs of this many words are compared: long enough that two texts on one subject share few by chance.
SHINGLE_WORDS = 4
# 128 values in 32 bands of 4: two texts that share half of their runs are found in 87 of 100 cases, three fifths in 99.
N_BANDS = 32
BAND_ROWS = 4
# Share of the runs of both, or of the shorter text, from which two texts carry the same story.
SAME_OF_BOTH = 0.5
SAME_OF_SHORTER = 0.7
# Below this many runs of words a text says too little to be known again.
FEWEST_SHINGLES = 12
# How many candidates are compared word by word, those with the most bands in common first.
MOST_CANDIDATES = 10
WORD = re.compile(r"\w+")


@cache
def _minhash() -> Any:
    """Loaded when the first text comes: it brings half of SciPy with it, and most commands store no text."""
    return import_module("datasketch").MinHash


def shingles_of(text: str) -> frozenset[str]:
    """The different runs of words of a text."""
    words = WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1))


def bands_of(shingles: frozenset[str]) -> list[int]:
    """A number of 64 bits for each band; equal only where the band and its place are."""
    minhash = _minhash()(num_perm=N_BANDS * BAND_ROWS)
    minhash.update_batch([shingle.encode() for shingle in shingles])
    values = minhash.hashvalues.reshape(N_BANDS, BAND_ROWS)
    return [_number(place, values[place].tobytes()) for place in range(N_BANDS)]


def _number(place: int, band: bytes) -> int:
    (number,) = struct.unpack("<q", hashlib.blake2b(band, digest_size=8, salt=struct.pack("<H", place)).digest())
    return int(number)


def is_same_story(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two texts share enough of their runs of words."""
    n_shared = len(left & right)
    return (
        n_shared >= SAME_OF_BOTH * len(left | right) or n_shared >= SAME_OF_SHORTER * min(len(left), len(right))
    ) and n_shared > 0


def join_group(article: Article, shingles: frozenset[str], bands: list[int]) -> int | None:
    """Puts an article with its likes; gives their group's number, which is the id of the first of them.

    Called while texts are stored one at a time, so that of two that come at once the second finds the first.
    """
    if len(shingles) < FEWEST_SHINGLES:
        return None
    group = _find_group(article, shingles, bands)
    if group is not None:
        Article.objects.filter(pk__in=[article.pk, group]).update(near_duplicate_group=group)
    ArticleFingerprint.objects.update_or_create(article=article, defaults={"bands": bands, "n_shingles": len(shingles)})
    return group


def _find_group(article: Article, shingles: frozenset[str], bands: list[int]) -> int | None:
    if article.previous and article.previous.near_duplicate_group:
        return article.previous.near_duplicate_group
    candidates = Article.objects.in_bulk(list_candidates(bands, but=article.pk))
    for candidate in candidates.values():
        if is_same_story(shingles, shingles_of(candidate.text)):
            return candidate.near_duplicate_group or candidate.pk
    return article.previous_id


def list_candidates(bands: list[int], *, but: int) -> list[int]:
    """Ids of articles with a band in common, those with the most first."""
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner takes bands for more common than they are and would read the whole table (200 ms at 20,000 rows).
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            """
            SELECT article_id FROM positions_articlefingerprint
            WHERE bands && %(bands)s::bigint[] AND article_id <> %(but)s
            ORDER BY cardinality(ARRAY(SELECT unnest(bands) INTERSECT SELECT unnest(%(bands)s::bigint[]))) DESC,
                article_id
            LIMIT %(most)s
            """,
            {"bands": bands, "but": but, "most": MOST_CANDIDATES},
        )
        found = [article_id for (article_id,) in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
        return found
