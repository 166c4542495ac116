"""Asking a language model whose server is busy, slow, broken, or knows less of the protocol than it says."""

import itertools
from typing import Any

import pytest

from positions.extraction.asking.chat import MOST_ATTEMPTS, ChatEndpoint, PromptTooLong
from positions.extraction.contract import ModelBusy, ModelRefused, ReplyBroken
from tests.model_server import ModelServer, Reply, closed_port, fails, says

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Who are you?"}]
OVERLOADED = "Rate limit reached"


def endpoint(server: ModelServer, **settings: Any) -> tuple[ChatEndpoint, list[float]]:
    """An endpoint that never really waits, and how long it would have."""
    waits: list[float] = []
    return ChatEndpoint(server.settings(**settings), sleep=waits.append), waits


def ask(endpoint: ChatEndpoint, messages: list[dict[str, str]] = QUESTION):
    return endpoint.ask(messages, schema={"type": "object"}, most_output_tokens=100)


HI = says("hi", usage={"prompt_tokens": 10, "completion_tokens": 1})


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
def test_an_overloaded_server_is_asked_again_after_growing_waits(status):
    with ModelServer(*[fails(status, OVERLOADED)] * 3, HI) as server:
        model, waits = endpoint(server)
        assert ask(model).text == "hi"
    assert waits == [1, 2, 4]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "2500"}, 2.5),
        ({"retry-after": "Wed, 25 Nov 2026 10:00:30 GMT", "date": "Wed, 25 Nov 2026 10:00:00 GMT"}, 30),
        ({"retry-after": "soon"}, 1),
        ({"retry-after": "-5"}, 1),
        ({"retry-after": "nan"}, 1),
    ],
)
def test_a_server_that_says_how_long_to_wait_is_heeded(headers, seconds):
    with ModelServer(fails(429, OVERLOADED, headers=headers), HI) as server:
        model, waits = endpoint(server)
        ask(model)
    assert waits == [pytest.approx(seconds)]


def test_a_server_that_asks_for_a_long_rest_is_left_for_later():
    with ModelServer(fails(429, OVERLOADED, headers={"retry-after": "3600"})) as server:
        model, waits = endpoint(server)
        with pytest.raises(ModelBusy, match="3600 seconds"):
            ask(model)
    assert (waits, len(server.asked)) == ([], 1)


def test_a_server_that_stays_overloaded_is_given_up_with_its_words():
    with ModelServer(fails(503, "loading model")) as server:
        model, _ = endpoint(server)
        with pytest.raises(ModelBusy, match="503: loading model"):
            ask(model)
        assert len(server.asked) == MOST_ATTEMPTS


def test_a_server_that_is_not_there_is_named_as_such():
    with closed_port() as address, ModelServer(HI) as server:
        model, waits = endpoint(server, base_url=address)
        with pytest.raises(ModelBusy, match="does not answer"):
            ask(model)
    assert len(waits) == MOST_ATTEMPTS - 1


@pytest.mark.parametrize(
    "refusal",
    [
        fails(401, "Incorrect API key provided: sk-secret"),
        fails(404, "The model `tiny-model` does not exist"),
        fails(429, "You exceeded your current quota", code="insufficient_quota"),
        Reply(status=403, body=b"<html>Forbidden</html>"),
        Reply(status=307, headers={"location": "http://127.0.0.1:1/"}),
    ],
)
def test_what_asking_again_cannot_mend_is_refused_at_once_without_the_key(refusal):
    with ModelServer(refusal) as server:
        model, waits = endpoint(server)
        with pytest.raises(ModelRefused, match=f"answered {refusal.status}") as failure:
            ask(model)
        assert (waits, len(server.asked)) == ([], 1)
    assert "sk-secret" not in str(failure.value)


@pytest.mark.parametrize(
    ("status", "message", "gone", "there"),
    [
        (400, "'max_tokens': use 'max_completion_tokens' instead.", "max_tokens", "max_completion_tokens"),
        (400, "max_tokens is too large: 16000", "max_tokens", "response_format"),
        (400, "Unsupported value: 'temperature' does not support 0 with this model.", "temperature", "seed"),
        (422, '[{"type":"extra_forbidden","loc":["body","seed"]}]', "seed", "temperature"),
        (400, "json_schema response format is not supported", "json_schema", "json_object"),
        (500, "failed to parse grammar", "json_schema", "json_object"),
    ],
)  # fmt: skip
def test_a_parameter_that_a_server_does_not_know_is_given_up(status, message, gone, there):
    with ModelServer(fails(status, message), HI) as server:
        model, _ = endpoint(server)
        assert ask(model).text == "hi"
        ask(model)
        first, second, third = ("".join(str(question)) for question in server.asked)
    assert f"'{gone}'" in first
    assert f"'{gone}'" not in second
    assert f"'{there}'" in second
    assert second == third


def test_a_server_that_knows_nothing_but_messages_is_still_asked():
    refusals = [
        fails(400, f"unknown field {name}")
        for name in ("response_format", "response_format", "seed", "temperature", "max_tokens")
    ]
    with ModelServer(*refusals, fails(400, "System role not supported"), HI) as server:
        model, _ = endpoint(server)
        assert ask(model).text == "hi"
        last = server.asked[-1]
    assert set(last) == {"model", "messages", "path"}
    assert [message["role"] for message in last["messages"]] == ["user"]
    assert "Be brief." in last["messages"][0]["content"]


def test_a_server_that_refuses_everything_is_given_up():
    with ModelServer(fails(400, "no")) as server:
        model, _ = endpoint(server)
        with pytest.raises(ModelRefused, match="answered 400: no"):
            ask(model)
        assert len(server.asked) < 10


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.",
        "the request exceeds the available context size. try increasing it",
        "input length exceeds the context length",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ],
)
def test_a_question_too_long_for_the_model_is_told_from_other_refusals(message):
    with ModelServer(fails(400, message)) as server:
        model, _ = endpoint(server)
        with pytest.raises(PromptTooLong):
            ask(model)
    assert ["max_tokens" in question for question in server.asked] == [True, False]


@pytest.mark.parametrize(
    "body",
    [b"<html>Welcome</html>", b"", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": 3}}]}'],
)
def test_an_answer_that_is_not_of_the_protocol_is_said_to_be_that(body):
    with ModelServer(Reply(body=body)) as server:
        model, _ = endpoint(server)
        with pytest.raises(ReplyBroken, match="not of the protocol"):
            ask(model)


def test_an_answer_packed_otherwise_than_it_says_is_asked_for_again():
    with ModelServer(Reply(body=b"{}", headers={"content-encoding": "gzip"}), HI) as server:
        model, waits = endpoint(server)
        assert ask(model).text == "hi"
    assert waits == [1]


def test_an_error_that_a_gateway_sends_as_a_success_is_an_error():
    busy = Reply(body={"error": {"message": "upstream is busy", "code": 503}})
    with ModelServer(busy, HI) as server:
        model, waits = endpoint(server)
        assert ask(model).text == "hi"
    assert waits == [1]


@pytest.mark.parametrize("reply", [says(None, end="content_filter"), says(None, refusal="I can't help with that.")])
def test_a_model_that_declines_is_no_model_that_found_nothing(reply):
    with ModelServer(reply) as server:
        model, _ = endpoint(server)
        with pytest.raises(ModelRefused, match="declined"):
            ask(model)


def test_an_answer_in_parts_is_read_as_one():
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "h"}, {"type": "text", "text": "i"}]
    with ModelServer(says(parts, usage={})) as server:
        model, _ = endpoint(server)
        assert ask(model).text == "hi"


def test_an_answer_that_drips_in_for_ever_is_given_up():
    dripping = Reply(pieces=lambda: itertools.repeat(b" "))
    ticks = itertools.count(step=20)
    with ModelServer(dripping) as server:
        model = ChatEndpoint(
            server.settings(timeout_seconds=100), sleep=lambda _: None, clock=lambda: float(next(ticks))
        )
        with pytest.raises(ModelBusy, match="no whole answer within 100 seconds"):
            ask(model)


def test_a_server_that_says_nothing_is_given_up_in_time():
    with ModelServer(Reply(pieces=lambda: iter([b"{"])), HI) as server:
        model, _ = endpoint(server)
        with pytest.raises(ReplyBroken):
            ask(model)


def test_an_answer_without_end_is_given_up():
    with ModelServer(Reply(pieces=lambda: itertools.repeat(b" " * 1_000_000))) as server:
        model, _ = endpoint(server)
        with pytest.raises(ReplyBroken, match="larger than"):
            ask(model)
