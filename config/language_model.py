"""The settings of the language model, from words to values. What is wrong with them stops the start."""

from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from positions.extraction.asking.settings import LlmSettings
from positions.extraction.lanes import LANES


def language_model(
    *, base_url: str, model: str, api_key: str, limits: tuple[int, int], prices: tuple[str, str], is_reviewed: bool
) -> LlmSettings | None:
    """The model to ask; None where no endpoint is named. `limits`: seconds of an answer, tokens of an article.

    Raises: ImproperlyConfigured.
    """
    if not base_url:
        return None
    if not is_web_address(base_url):
        raise ImproperlyConfigured(f"PARLEY_LLM_BASE_URL is {base_url!r}; it must begin with http:// or https://.")
    if not model:
        raise ImproperlyConfigured("PARLEY_LLM_BASE_URL is set and PARLEY_LLM_MODEL is not; name the model to ask.")
    if not (api_key.isascii() and api_key.isprintable()):
        raise ImproperlyConfigured("PARLEY_LLM_API_KEY holds characters that no key has; was it copied whole?")
    if 0 in limits:
        raise ImproperlyConfigured("PARLEY_LLM_TIMEOUT_SECONDS and PARLEY_LLM_TOKEN_BUDGET must be more than 0.")
    if bool(prices[0]) != bool(prices[1]):
        raise ImproperlyConfigured("Set both PARLEY_LLM_INPUT_PRICE and PARLEY_LLM_OUTPUT_PRICE, or neither.")
    return LlmSettings(
        base_url=base_url,
        model=model,
        api_key=api_key,
        timeout_seconds=limits[0],
        token_budget=limits[1],
        input_price=price("PARLEY_LLM_INPUT_PRICE", prices[0]),
        output_price=price("PARLEY_LLM_OUTPUT_PRICE", prices[1]),
        is_reviewed=is_reviewed,
    )


def is_web_address(url: str) -> bool:
    """Whether it begins with http:// or https:// and names a host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def price(name: str, value: str) -> Decimal | None:
    """A price; None for an empty word. Raises: ImproperlyConfigured."""
    try:
        amount = Decimal(value) if value else None
    except InvalidOperation:
        amount = Decimal(-1)
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a number, the price of a million tokens.")
    return amount


def lane(name: str, llm: LlmSettings | None) -> str:
    """The name of the lane that reads articles. Raises: ImproperlyConfigured for one that there is not or can't be."""
    if name not in LANES:
        raise ImproperlyConfigured(f"PARLEY_EXTRACTOR is {name!r}; it must be {', '.join(LANES)}.")
    if LANES[name].asks_model and llm is None:
        raise ImproperlyConfigured(
            f"PARLEY_EXTRACTOR is {name!r}, which asks a language model: set PARLEY_LLM_BASE_URL."
        )
    return name
