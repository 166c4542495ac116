"""Long articles are read in parts, parts that are too much in halves, and what two parts find is found once."""

from itertools import pairwise

import pytest

from positions.extraction.asking.chat import ChatEndpoint
from positions.extraction.asking.parts import OVERLAP, PART_LENGTH, Part, halves, in_parts
from positions.extraction.contract import ModelRefused
from positions.extraction.llm import LlmExtractor
from tests.model_server import ModelServer, Reply, coded, fails, finds, reviews, says
from tests.unit.extraction.conftest import CATALOG, SOURCE

LINE = "Southland wants fishing rights in round {}. Nothing else was said on the day, and everybody went home.\n\n"


def article(n_lines: int) -> str:
    return "".join(LINE.format(n) for n in range(n_lines))


def seen(question: dict) -> str:
    """The article's words in a question."""
    return question["messages"][1]["content"].split("<article ")[1].split("</article")[0]


def every_line(question: dict) -> Reply:
    """Finds the stance of each line that the question shows."""
    if len(question["messages"]) > 2:
        return reviews(usage={})
    rounds = [line.split("round ")[1].split(".")[0] for line in seen(question).splitlines() if "round " in line]
    quotes = [f"Southland wants fishing rights in round {n}." for n in rounds if n]
    return finds(*[coded(q, "southland", "fishing-rights", "supports") for q in quotes], usage={})


def read(server: ModelServer, text: str, **settings):
    endpoint = ChatEndpoint(server.settings(**settings), sleep=lambda _: None)
    extractor = LlmExtractor(server.settings(**settings), endpoint=endpoint)
    return extractor.read(text, catalog=CATALOG, source=SOURCE)


@pytest.mark.parametrize("text", ["x" * 100_000, article(1_000), "a. " * 30_000, "", "short"])
def test_parts_cover_a_text_and_overlap_a_little(text):
    parts = in_parts(text)
    assert (parts[0].start, parts[-1].end) == (0, len(text))
    for left, right in pairwise(parts):
        assert left.start < right.start < left.end < right.end
        assert left.end - right.start <= OVERLAP
    assert all(part.length <= PART_LENGTH for part in parts)


def test_halves_cover_a_part_until_it_is_too_short():
    text = article(200)
    left, right = halves(text, Part(1_000, 15_000))
    assert (left.start, right.end) == (1_000, 15_000)
    assert left.end > right.start
    assert halves(text, Part(0, 2_000)) is None


def test_each_stance_of_a_long_article_is_found_once():
    text = article(400)
    with ModelServer(every_line) as server:
        found = read(server, text)
        n_parts = len(in_parts(text))
        assert len(server.asked) == 2 * n_parts > 2
    assert [s.quote.split()[-1] for s in found.statements] == [f"{n}." for n in range(400)]
    assert found.account.n_parts == n_parts
    assert found.account.dropped["said already"] > 0


def test_a_later_part_is_told_how_the_article_begins():
    text = "Ada Holm of Northland spoke first.\n\n" + article(400)
    with ModelServer(every_line) as server:
        read(server, text)
        first, second = server.asked[0]["messages"][1]["content"], server.asked[2]["messages"][1]["content"]
    assert "<beginning" not in first
    assert "Ada Holm" in second.split("<beginning")[1].split("</beginning")[0]


def test_an_article_of_sixty_thousand_words_is_read_in_parts_within_the_budget():
    filler = "The river rose, the markets fell, and the envoys went home without a word to anybody at all.\n\n" * 9
    text = "".join(LINE.format(n) + filler for n in range(330))
    assert len(text.split()) > 59_000
    with ModelServer(every_line) as server:
        found = read(server, text)
    assert len(found.statements) == 330


def test_an_answer_that_is_cut_off_is_asked_for_in_halves():
    def cut_off_when_long(question: dict) -> Reply:
        if len(question["messages"]) == 2 and len(seen(question)) > 6_000:
            return says('{"statements": [{"quote": "South', end="length", usage={})
        return every_line(question)

    with ModelServer(cut_off_when_long) as server:
        found = read(server, article(100))
    assert len(found.statements) == 100


def test_a_question_too_long_for_the_model_is_asked_in_halves():
    def refuse_when_long(question: dict) -> Reply:
        if len(seen(question)) > 6_000:
            return fails(400, "maximum context length is 4096 tokens")
        return every_line(question)

    with ModelServer(refuse_when_long) as server:
        assert len(read(server, article(100)).statements) == 100


def test_thoughts_that_ate_the_answer_get_more_room_once():
    with ModelServer(
        says("", end="length"),
        finds(coded("Southland wants fishing rights", "southland", "fishing-rights", "supports")),
        reviews(),
    ) as server:
        assert len(read(server, article(1)).statements) == 1
        rooms = [question["max_tokens"] for question in server.asked]
    assert rooms == [16_000, 64_000, 16_000]


def test_a_short_text_that_is_still_too_much_fails_with_a_reason():
    refusal = fails(400, "maximum context length is 512 tokens")
    with ModelServer(refusal) as server, pytest.raises(ModelRefused, match="Even a short part"):
        read(server, article(10))
