"""The matrix as PostgreSQL writes it is the one that the records make, whatever was said."""

from datetime import date, timedelta
from itertools import product

import orjson
from django.contrib.auth.models import User
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from positions import history, review
from positions.correction import Wording, correct_article
from positions.extraction.contract import Term
from positions.models import Position, Revision
from positions.queries.comparing.matrices import MatrixQuestion, compare_positions
from positions.queries.comparing.rendered import render_matrix
from positions.review import Amendment
from positions.vocabulary import Act, Attribution, EvidenceDepth, Salience, Stance
from tests.world import RiverTalks, river_talks, say

FIRST = date(2024, 2, 1)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
numbers = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4
)
terms = st.builds(Term, text=words, value=numbers, unit=st.none() | words)
ends = st.decimals(0, 50, places=2)
contents = st.builds(
    history.Content,
    stance=st.sampled_from([stance for stance in Stance if stance is not Stance.UNSPECIFIED]),
    act=st.sampled_from(list(Act)),
    salience=st.sampled_from(list(Salience)),
    salience_value=st.none() | st.floats(0, 1),
    scale=st.none() | st.tuples(ends, ends.map(lambda end: end + 50)),
    terms=st.lists(terms, max_size=3).map(tuple),
    condition=words,
    summary=words,
)
said = st.tuples(st.integers(0, 9), st.sampled_from([Stance.SUPPORTS, Stance.OPPOSES]), words, st.booleans())


def both_say_the_same(talks: RiverTalks, **asked: object) -> None:
    question = MatrixQuestion(**asked)  # type: ignore[arg-type]
    now = timezone.now()
    made = compare_positions(talks.negotiation, question, now=now, stale_after_days=3)
    sent = render_matrix(talks.negotiation, question, now=now, stale_after_days=3)
    assert as_read(sent) == as_read(made)


def as_read(answer: object) -> object:
    return orjson.loads(orjson.dumps(answer, option=orjson.OPT_UTC_Z))


class RenderedMatrix(TestCase):
    @settings(max_examples=8, deadline=None)
    @given(content=contents, pieces=st.lists(said, max_size=3), withdrawn=st.booleans(), headline=words)
    def test_whatever_was_said_at_any_two_times(self, content, pieces, withdrawn, headline):
        talks = river_talks(by=User.objects.create_user("ada"))
        history.record_position(party=talks.northland, target=talks.dam, content=content, valid_from=FIRST, by=talks.by)
        for day, stance, speaker, is_amended in pieces:
            statement = say(
                talks, talks.southland, talks.dam, stance, FIRST + timedelta(days=day), quote=f"“{speaker}” 𝄞" * 20
            )
            if is_amended:
                amendment = Amendment(speaker=speaker, attribution=Attribution.PARAPHRASED)
                review.amend_statement(statement, by=talks.by, amendment=amendment)
            else:
                review.accept_statement(statement, by=talks.by)
            if is_amended:
                wording = Wording(title=headline, outlet=speaker, published_on=None)
                correct_article(statement.article, wording, reason="It was wrong.", by=talks.by, n_seen=0)
        if withdrawn:
            held = Position.objects.as_of(valid_on=FIRST).get(party=talks.northland)
            history.withdraw_position(held, on=FIRST + timedelta(days=5), by=talks.by)
        for known_at in [None, *Revision.objects.values_list("committed_at", flat=True)[1:3]]:
            for day, depth in product((-1, 0, 5, 400), EvidenceDepth):
                both_say_the_same(
                    talks, targets=["dam"], valid_on=FIRST + timedelta(days=day), known_at=known_at, evidence=depth
                )
