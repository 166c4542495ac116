"""Stage extraction: which words name an office: the Secretary of Labor is "the labor secretary".

In: a title as a catalog has it. Out: `Title`. Only `names` calls it.
"""

import re
from dataclasses import dataclass

WORD = re.compile(r"\w+")
# Between two offices of one person: "President and Commander-in-Chief". After "of" it joins what one office is about.
BETWEEN = re.compile(r"\band\b|[,;/&(]")
# What begins to tell whose an office is, or what it is about: "chair of the council", "minister for trade".
WHOSE = re.compile(r"\b(?:of|for|to|at|in)\b")
PLACED = re.compile(r"\b(?:to|at|in)\b")
# What makes another office of one, and is never left out.
LESSER = frozenset(("vice", "deputy", "assistant", "associate", "under", "acting", "former", "ex"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`head`: the word that says what it is; `own`: those before whose it is; `words`: and what it is about."""

    head: str
    own: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The offices of one person."""

    offices: tuple[Office, ...]

    def is_meant_by(self, called: str) -> bool:
        """Whether a phrase names one of the offices: "minister" and "foreign minister" do a foreign minister's.

        "Prime minister" and "ministry" do not, nor "president" a vice president's.
        """
        return any(is_named(office, asked) for asked in read_title(called).offices for office in self.offices)


def is_named(office: Office, asked: Office) -> bool:
    """ "Trade minister" names the Minister of Trade; whose an office is, is left out or said as it is."""
    return asked.head == office.head and asked.words <= office.words and LESSER & office.own <= asked.words


def read_title(text: str) -> Title:
    """A title taken apart."""
    return Title(offices=tuple(office for part in parts(text.lower()) if (office := read_office(part)) is not None))


def parts(title: str) -> list[str]:
    """The texts of its offices: what follows the first "of" is about the last of those before."""
    whose = WHOSE.search(title)
    own, about = (title[: whose.start()], title[whose.start() :]) if whose else (title, "")
    *others, last = BETWEEN.split(own)
    return [*others, last + about]


def read_office(text: str) -> Office | None:
    own = WORD.findall(WHOSE.split(text, maxsplit=1)[0])
    return (
        Office(head=own[-1], own=frozenset(own), words=frozenset(WORD.findall(PLACED.split(text)[0]))) if own else None
    )
