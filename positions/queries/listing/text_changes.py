"""By what one version of a text differs from the one before it."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from positions.queries.listing.article_records import TextChange

# Texts are compared sentence by sentence: what an outlet changes is rarely less and rarely more.
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[”\"’')\]]*|\n|$)\s*")
# Units: sentences of one text; pairs of equal ones. With more between the first change and the last, all between them
# is told as one: to look for what is equal there takes 0.3 s with so many, and grows with their square.
MOST_SENTENCES = 2_000
MOST_PAIRS = 20_000


def list_text_changes(before: str, after: str) -> list[TextChange]:
    """Passages that were added, taken out or put otherwise, in the order of the later text."""
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    n_first = _count_equal(old, new)
    old, new = old[n_first:], new[n_first:]
    n_last = _count_equal(reversed(old), reversed(new))
    old, new = old[: len(old) - n_last], new[: len(new) - n_last]
    return [
        TextChange(before="".join(old[a:b]).strip(), after="".join(new[c:d]).strip())
        for a, b, c, d in _differences([s.strip() for s in old], [s.strip() for s in new])
    ]


def _count_equal(old: Iterable[str], new: Iterable[str]) -> int:
    """How many sentences are the same from where both begin."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].strip() == pair[1].strip(), pairs))


def _differences(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    times = Counter(new)
    if max(len(old), len(new)) > MOST_SENTENCES or sum(times[sentence] for sentence in old) > MOST_PAIRS:
        return [(0, len(old), 0, len(new))]
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    return [(a, b, c, d) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
