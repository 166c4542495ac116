"""What a reading cost and what was dropped on the way: kept beside the statements, never in their place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from positions.counting import counted
from positions.extraction.contract import ExtractedStatement

# Why a suggestion was dropped, in words that follow a number: "3 quote not in the text".
NOT_VERBATIM = "quote not in the text"
UNKNOWN_SLUG = "party or target not in the catalog"
ADDRESSED_TO_MACHINE = "quote is an instruction to the reader's machine"
WITHDRAWN = "withdrawn on review"
REPEATED = "said already"
DOUBTFUL = "in doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Of one article: calls, tokens, money, suggestions dropped by reason, suggestions repaired.

    Units: `cost` in the currency of the configured prices, None where none is configured. `is_estimated`: the server
    counted no tokens, so they were estimated from the length of the texts.
    """

    model: str = ""
    model_fingerprint: str = ""
    prompt_hash: str = ""
    n_calls: int = 0
    n_parts: int = 0
    n_input_tokens: int = 0
    n_output_tokens: int = 0
    is_estimated: bool = False
    cost: Decimal | None = None
    n_repaired: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_dropped(self) -> int:
        return sum(self.dropped.values())

    def sentence(self) -> str:
        """Tokens, cost and what was dropped, in one line."""
        if not self.n_calls:
            return ""
        about = "about " if self.is_estimated else ""
        words = [
            f"{about}{self.n_input_tokens:,} tokens in, {self.n_output_tokens:,} out in {counted(self.n_calls, 'call')}"
        ]
        if self.cost is not None:
            words.append(f"cost {self.cost:.4f}")
        words += [f"dropped: {n} {reason}" for reason, n in sorted(self.dropped.items())]
        if self.n_repaired:
            words.append(f"{counted(self.n_repaired, 'quote')} repaired")
        return "; ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What an extractor made of one article: statements in the order of the text, and the account of it."""

    statements: list[ExtractedStatement]
    account: Account = Account()

    def above(self, confidence: float) -> "Extraction":
        """The same without what is less sure, 0-1, which is counted as dropped."""
        sure = [statement for statement in self.statements if statement.confidence >= confidence]
        dropped = Counter(self.account.dropped) + Counter({DOUBTFUL: len(self.statements) - len(sure)})
        return Extraction(statements=sure, account=replace(self.account, dropped=dict(dropped)))


class Drops(Counter[str]):
    """Counts suggestions that came to nothing, by reason."""

    def drop(self, reason: str) -> None:
        self[reason] += 1
