"""Stage extraction: one question to a language model behind an OpenAI-compatible server, and its answer.

The only file that imports the HTTP client. It asks again where the server was busy, gives up where asking again can't
help, and leaves out what a server does not know (see `dialects`). In: messages and a JSON schema. Out: the answer.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from positions.extraction.asking.dialects import Dialect, is_about_format, is_too_long, unknown_parameter
from positions.extraction.asking.settings import LlmSettings
from positions.extraction.contract import ModelBusy, ModelRefused, ReplyBroken

Message = dict[str, str]

# Of the OpenAI API: overload and passing faults. 529 is "overloaded" at one provider.
PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 529}
MOST_ATTEMPTS = 5
# Unit: seconds. Waits double from the first to the longest; a server that asks for more than that is left for later.
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
CONNECT_TIMEOUT_SECONDS = 15.0
# Unit: bytes. An answer to one article has some 50 thousand.
LARGEST_ANSWER_BYTES = 8_000_000
# Unit: characters of a server's message that are passed on.
LONGEST_REASON = 300
# Rough, for English; used where the server counts no tokens itself.
CHARACTERS_PER_TOKEN = 4
# No tokenizer packs English prose that tightly: a server that counts fewer tokens did not read all of it.
MOST_CHARACTERS_PER_TOKEN = 9


class PromptTooLong(Exception):
    """The question does not fit into the model's context window; a shorter part may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model said. `is_cut_off`: it ran into a limit before it was done."""

    text: str
    is_cut_off: bool
    n_input_tokens: int
    n_output_tokens: int
    is_estimated: bool
    model: str
    fingerprint: str


class ChatEndpoint:
    """Asks one model. What its server turned out not to know is remembered for as long as this lives."""

    def __init__(
        self,
        settings: LlmSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.dialect = Dialect()
        self._sleep = sleep
        self._clock = clock

    def _client(self) -> httpx.Client:
        """A client for one question: they are seconds apart, and nothing stays open."""
        settings = self.settings
        return httpx.Client(
            headers={"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {},
            timeout=httpx.Timeout(settings.timeout_seconds, connect=CONNECT_TIMEOUT_SECONDS),
            trust_env=not is_here(settings.base_url),
        )

    @property
    def url(self) -> str:
        return f"{self.settings.base_url.rstrip('/').removesuffix('/chat/completions')}/chat/completions"

    def ask(self, messages: list[Message], *, schema: dict[str, Any], most_output_tokens: int) -> Answer:
        """The model's answer.

        Raises: ModelBusy where asking later may help, ModelRefused where it can't, PromptTooLong, ReplyBroken where
        the answer is not of the protocol.
        """
        while True:
            body = self.dialect.body(messages, schema=schema, most_output_tokens=most_output_tokens)
            response = self._post({"model": self.settings.model, **body})
            if response.status == 200:
                return self._answer(response, messages)
            reason = self._printable(response.reason)
            if is_too_long(response.reason):
                if self.dialect.give_up_limit():
                    continue
                raise PromptTooLong(reason)
            parameter = unknown_parameter(response.status, response.reason, body)
            if parameter is None or not self.dialect.give_up(parameter, response.reason):
                raise ModelRefused(f"The language model's server answered {response.status}: {reason}")

    def _post(self, body: dict[str, Any]) -> "Response":
        """The first response that is not a passing fault."""
        reason = ""
        for attempt in range(MOST_ATTEMPTS):
            try:
                response = self._send(body)
            except (httpx.TransportError, httpx.DecodingError) as error:
                reason = f"The language model's server does not answer: {error or type(error).__name__}."
                wait = backoff(attempt)
            else:
                if not response.is_passing:
                    return response
                reason = f"The language model's server answered {response.status}: {self._printable(response.reason)}"
                wait = max(backoff(attempt), response.retry_after or 0)
            if wait > LONGEST_WAIT_SECONDS:
                raise ModelBusy(f"{reason} It asks to be left alone for {wait:.0f} seconds.")
            if attempt + 1 < MOST_ATTEMPTS:
                self._sleep(wait)
        raise ModelBusy(f"{reason} ({MOST_ATTEMPTS} attempts)")

    def _send(self, body: dict[str, Any]) -> "Response":
        """One request, whole within the time limit, however slowly its bytes drip in."""
        deadline = self._clock() + self.settings.timeout_seconds
        content = bytearray()
        try:
            with self._client() as client, client.stream("POST", self.url, json=body) as response:
                for piece in response.iter_bytes():
                    content += piece
                    if self._clock() > deadline:
                        raise httpx.ReadTimeout(f"no whole answer within {self.settings.timeout_seconds} seconds")
                    if len(content) > LARGEST_ANSWER_BYTES:
                        raise ReplyBroken(f"The answer is larger than {LARGEST_ANSWER_BYTES:,} bytes.")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ModelRefused(f"The address of the language model is no web address: {error}.") from error
        return Response(status=response.status_code, headers=response.headers, content=bytes(content)).honest()

    def _answer(self, response: "Response", messages: list[Message]) -> Answer:
        """What a response of status 200 holds."""
        tree = response.tree
        try:
            choice = tree["choices"][0]
            text = words_of(choice["message"])
            end = choice.get("finish_reason")
        except (KeyError, IndexError, TypeError, AttributeError):
            raise ReplyBroken(
                f"The server's answer is not of the protocol: {self._printable(response.reason)}"
            ) from None
        refusal = choice["message"].get("refusal")
        if refusal or end == "content_filter":
            said = self._printable(str(refusal or "its filter stopped the answer"))
            raise ModelRefused(f"The language model declined to answer: {said}")
        asked = sum(len(message["content"]) for message in messages)
        return self._counted(tree, text, is_cut_off=end == "length", n_characters=asked)

    def _counted(self, tree: dict[str, Any], text: str, *, is_cut_off: bool, n_characters: int) -> Answer:
        usage = tree.get("usage") if isinstance(tree.get("usage"), dict) else None
        n_input, n_output = (count(usage, key) for key in ("prompt_tokens", "completion_tokens"))
        if n_input and n_input < n_characters / MOST_CHARACTERS_PER_TOKEN:
            raise ModelRefused(
                f"The server read only {n_input:,} tokens of a question of about "
                f"{n_characters // CHARACTERS_PER_TOKEN:,}: its context window is too small and it cut the question "
                "off without saying so. Raise it (Ollama: OLLAMA_CONTEXT_LENGTH)."
            )
        return Answer(
            text=text,
            is_cut_off=is_cut_off,
            n_input_tokens=n_input or n_characters // CHARACTERS_PER_TOKEN,
            n_output_tokens=n_output or len(text) // CHARACTERS_PER_TOKEN,
            is_estimated=not n_input,
            model=str(tree.get("model") or self.settings.model)[:200],
            fingerprint=str(tree.get("system_fingerprint") or "")[:200],
        )

    def _printable(self, reason: str) -> str:
        """One line of moderate length, without the key, whatever a server writes."""
        line = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
        key = self.settings.api_key
        line = line.replace(key, "***") if key else line
        return line if len(line) <= LONGEST_REASON else f"{line[:LONGEST_REASON]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A server's response, read to its end."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def tree(self) -> Any:
        """Its JSON; None where it is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    def honest(self) -> "Response":
        """Itself; with the status that belongs to it where a gateway reports an error as a success."""
        tree = self.tree
        error = tree.get("error") if isinstance(tree, dict) and self.status == 200 and "choices" not in tree else None
        code = error.get("code") if isinstance(error, dict) else None
        return replace(self, status=code if isinstance(code, int) and code >= 400 else 502) if error else self

    @property
    def reason(self) -> str:
        """What the server says went wrong, in its words."""
        tree = self.tree
        error = tree.get("error", tree.get("detail", tree)) if isinstance(tree, dict) else None
        if isinstance(error, dict) and isinstance(error.get("message"), str):
            return " ".join(str(error.get(key) or "") for key in ("message", "param", "code")).strip()
        return json.dumps(error) if error else self.content.decode("utf-8", "replace")

    @property
    def is_passing(self) -> bool:
        """Whether the same question may be answered in a while."""
        if self.status not in PASSING or "insufficient_quota" in self.reason:
            return False
        return self.status != 500 or not is_about_format(self.reason)

    @property
    def retry_after(self) -> float | None:
        """How many seconds the server asks to wait; None where it does not say."""
        for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            try:
                return max(0.0, float(self.headers[name]) * unit)
            except (KeyError, ValueError):
                continue
        try:
            until, now = (parsedate_to_datetime(self.headers[name]) for name in ("retry-after", "date"))
            return max(0.0, (until - now).total_seconds())
        except (KeyError, ValueError, TypeError):
            return None


def is_here(base_url: str) -> bool:
    """Whether the server runs on this machine: a proxy for the world outside would not find it."""
    return urlsplit(base_url).hostname in {"localhost", "127.0.0.1", "::1"}


def backoff(attempt: int) -> float:
    """Seconds to wait after so many failures before."""
    return min(FIRST_WAIT_SECONDS * 2.0**attempt, LONGEST_WAIT_SECONDS)


def words_of(message: dict[str, Any]) -> str:
    """A message's text, be it one string or parts of which some are text. Raises: KeyError, TypeError for neither."""
    content = message["content"]
    if content is None:
        return ""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if part.get("type") == "text")
    if not isinstance(content, str):
        raise TypeError
    return content.encode("utf-8", "ignore").decode()  # halves of characters can't be sent back


def count(usage: dict[str, Any] | None, key: str) -> int:
    """A number of tokens; 0 where the server gives none."""
    value = (usage or {}).get(key)
    return value if isinstance(value, int) and value > 0 else 0
