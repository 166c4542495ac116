"""Which language model the llm lane asks, and within which limits. Plain values: the caller reads them from wherever
it keeps its settings."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """An OpenAI-compatible endpoint, its model, and what one article may cost.

    Units: `timeout_seconds` for one answer, from the question to its last byte; `token_budget` in tokens, in and out,
    of one article; prices for a million tokens in any currency, None: not known.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout_seconds: int = 300
    token_budget: int = 600_000
    input_price: Decimal | None = None
    output_price: Decimal | None = None
    is_reviewed: bool = True
    """Whether a second question has the model check its own statements and look for what it missed."""

    def cost(self, *, n_input_tokens: int, n_output_tokens: int) -> Decimal | None:
        """What those tokens cost; None where a price is not known."""
        if self.input_price is None or self.output_price is None:
            return None
        return (n_input_tokens * self.input_price + n_output_tokens * self.output_price) / 1_000_000
