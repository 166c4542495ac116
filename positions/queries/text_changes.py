"""By what one version of a text differs from the one before it."""

import difflib
import re

from positions.queries.article_records import TextChange

# Texts are compared sentence by sentence: what an outlet changes is rarely less and rarely more.
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[”\"’')\]]*|\n|$)\s*")


def list_text_changes(before: str, after: str) -> list[TextChange]:
    """Passages that were added, taken out or put otherwise, in the order of the later text."""
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    matcher = difflib.SequenceMatcher(a=[s.strip() for s in old], b=[s.strip() for s in new], autojunk=False)
    return [
        TextChange(before="".join(old[a:b]).strip(), after="".join(new[c:d]).strip())
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]
