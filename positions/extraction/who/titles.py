"""Stage extraction: which words name an office: the Secretary of Labor is "the labor secretary".

In: a title as a catalog has it. Out: `Title`. Only `names` calls it.
"""

import re
from dataclasses import dataclass

WORD = re.compile(r"\w+")
# Between two offices of one person: "President and Commander-in-Chief".
BETWEEN = re.compile(r"\band\b|[,;/&(]")
# What begins to tell whose an office is: "chair of the council", "spokesman for the prime minister".
WHOSE = re.compile(r"\b(?:of|for|to|at|in)\b")
# What makes another office of one, and is never left out.
LESSER = frozenset(("vice", "deputy", "assistant", "associate", "under", "acting", "former", "ex"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """`offices`: of each the words before whose it is, the last of which says what it is; `words`: of all of it."""

    offices: tuple[tuple[str, ...], ...]
    words: frozenset[str]

    def is_meant_by(self, called: str) -> bool:
        """Whether a phrase names one of the offices: "minister" and "foreign minister" do a foreign minister's.

        "Prime minister" and "ministry" do not, nor "president" a vice president's.
        """
        asked = read_title(called)
        heads = {office[-1] for office in asked.offices}
        return asked.words <= self.words and any(
            office[-1] in heads and LESSER.intersection(office) <= asked.words for office in self.offices
        )


def read_title(text: str) -> Title:
    """A title taken apart."""
    lower = text.lower()
    offices = (tuple(WORD.findall(WHOSE.split(office, maxsplit=1)[0])) for office in BETWEEN.split(lower))
    return Title(offices=tuple(office for office in offices if office), words=frozenset(WORD.findall(lower)))
