"""Quotes in an answer that was kept as plain values: they go once the words of their article must go."""

from typing import Any


def empty_quotes(value: Any, article: str) -> int:
    """In place, wherever a quote stands beside the article that it is from; gives how many there were.

    `article`: its public id.
    """
    if isinstance(value, list):
        return sum(empty_quotes(item, article) for item in value)
    if not isinstance(value, dict):
        return 0
    n_emptied = sum(empty_quotes(item, article) for item in value.values())
    source = value.get("article")
    if isinstance(source, dict) and source.get("id") == article and value.get("quote"):
        value["quote"] = ""
        if "end" in value:
            value["end"] = value["start"]  # as the same answer has it now
        n_emptied += 1
    return n_emptied
