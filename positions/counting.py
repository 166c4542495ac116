"""A number with its noun, as sentences for people write it. Pure; everybody may call it."""


def counted(number: int, noun: str, *, plural: str = "") -> str:
    """`1 statement`, `2,000 statements`; `plural` where an s at the end does not make it."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
