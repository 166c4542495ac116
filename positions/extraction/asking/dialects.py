"""Stage extraction: what servers that call themselves compatible do not all know, and how to do without it.

A question is first asked with everything. When a server refuses one of its parameters by name, that one is given up or
said in another word, and the question is asked again. The answer is checked by us in any case.
"""

from typing import Any

# Names under which the longest answer may be asked for, in the order in which they are tried; then not at all.
LIMITS = ("max_tokens", "max_completion_tokens")
# How a shape may be asked for, strictest first.
FORMATS = ("json_schema", "json_object", None)
# What servers call a question that does not fit, in lower case.
TOO_LONG = (
    "context_length_exceeded", "maximum context length", "context length", "context window", "context size",
    "prompt is too long", "input is too long", "too many tokens", "reduce the length", "exceed_context_size",
)  # fmt: skip
REFUSALS = {400, 404, 405, 415, 422, 500, 501}
FORMAT_WORDS = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured output")


class Dialect:
    """What to ask a server with. Starts with everything that the protocol has."""

    def __init__(self) -> None:
        self.limit: str | None = LIMITS[0]
        self.format: str | None = FORMATS[0]
        self.extras: dict[str, Any] = {"temperature": 0, "seed": 1}
        self.has_system_role = True

    def body(
        self, messages: list[dict[str, str]], *, schema: dict[str, Any], most_output_tokens: int
    ) -> dict[str, Any]:
        """The request but for the model's name."""
        body: dict[str, Any] = {"messages": messages if self.has_system_role else without_system(messages)}
        body |= self.extras
        if self.limit:
            body[self.limit] = most_output_tokens
        if self.format == "json_schema":
            shape = {"name": "statements", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def give_up(self, parameter: str, reason: str) -> bool:
        """Do without that parameter, or say it otherwise; False where there is nothing left to give up."""
        if parameter == "response_format":
            self.format = FORMATS[FORMATS.index(self.format) + 1]
        elif parameter == self.limit:
            self.limit = LIMITS[1] if self.limit == LIMITS[0] and LIMITS[1] in reason else None
        elif parameter == "system":
            self.has_system_role = False
        else:
            return self.extras.pop(parameter, None) is not None
        return True

    def give_up_limit(self) -> bool:
        """Ask without a longest answer, which servers add to the question's length; False where that is so already."""
        had_limit, self.limit = self.limit is not None, None
        return had_limit


def without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same with what the system says at the head of the first question."""
    system, first, *others = messages
    return [{"role": "user", "content": f"{system['content']}\n\n{first['content']}"}, *others]


def is_too_long(reason: str) -> bool:
    """Whether a server says that the question, perhaps with the longest answer to it, is too long for it."""
    text = reason.lower()
    return any(words in text for words in TOO_LONG)


def is_about_format(reason: str) -> bool:
    """Whether a server complains about the shape that its answer shall have."""
    text = reason.lower()
    return any(word in text for word in FORMAT_WORDS)


def unknown_parameter(status: int, reason: str, body: dict[str, Any]) -> str | None:
    """Which parameter of the request the server does not take; None where it is about something else."""
    if status not in REFUSALS:
        return None
    text = reason.lower()
    for name in (*LIMITS, "temperature", "seed"):
        if name in body and name in text:
            return name
    if "system" in text and "role" in text and body["messages"][0]["role"] == "system":
        return "system"
    if "response_format" in body and (status in {400, 422} or is_about_format(reason)):
        return "response_format"
    return None
