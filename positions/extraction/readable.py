"""Stage extraction: whether a text can be worked on at all. In: a text. Out: nothing, or `ArticleNotReadable`."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from positions.extraction.contract import ArticleNotReadable, LanguageNotRead

# Unit: code points. About 64,000 English words, more than any article: measured at 17 seconds of one core, 75 where
# every sentence is about the talks, and 685 MB; a worker should stay below 700 MB.
MAX_TEXT_LENGTH = 400_000
# Unit: code points. Enough for the language to show; more only costs time.
LANGUAGE_SAMPLE_LENGTH = 4_000
# Unit: letters. Below this the language of a text is a guess (measured: single short sentences go wrong).
MIN_LETTERS_FOR_LANGUAGE = 40
# Probability, 0-1. The identifier gives real foreign-language articles 1.00; names alone can pull a short text away.
MIN_FOREIGN_PROBABILITY = 0.95
# Of all words of an English text about an eighth are these, of a text in another language hardly any: names that the
# identifier takes for Irish or Finnish do not make it so.
ENGLISH_WORDS = frozenset(("the", "of", "and", "that", "with"))
LEAST_ENGLISH_SHARE = 0.05
LANGUAGE_NAMES = {
    "ar": "Arabic", "de": "German", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "it": "Italian",
    "ja": "Japanese", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip


def check_readable(text: str) -> None:
    """Raises: ArticleNotReadable when the text is empty, too long or (as LanguageNotRead) not English."""
    check_words(text)
    if len(text) > MAX_TEXT_LENGTH:
        raise ArticleNotReadable(
            f"The text is {len(text):,} characters long; articles of up to {MAX_TEXT_LENGTH:,} are read."
        )
    language = foreign_language(text)
    if language:
        name = LANGUAGE_NAMES.get(language, f"another language ({language})")
        sentence = f"The text is in {name}; only English is read."
        raise LanguageNotRead(sentence, language=language)


def check_words(text: str) -> None:
    """Raises: ArticleNotReadable when the text has no words, in whatever language."""
    if not text.strip():
        raise ArticleNotReadable("The text is empty.")
    if not any(character.isalpha() for character in text):
        raise ArticleNotReadable("The text holds no words.")
    if "\x00" in text:
        raise ArticleNotReadable("The text holds NUL characters; it was decoded wrongly.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ArticleNotReadable("The text holds half a character (a lone surrogate); it was decoded wrongly.")


def foreign_language(text: str) -> str | None:
    """The ISO 639-1 code of a language other than English, when it is beyond doubt."""
    sample = text[:LANGUAGE_SAMPLE_LENGTH]
    if sum(character.isalpha() for character in sample) < MIN_LETTERS_FOR_LANGUAGE:
        return None
    words = sample.lower().split()
    if sum(word in ENGLISH_WORDS for word in words) >= LEAST_ENGLISH_SHARE * len(words):
        return None
    language, probability = load_identifier().classify(sample)
    return str(language) if language != "en" and probability >= MIN_FOREIGN_PROBABILITY else None


@lru_cache(maxsize=1)
def load_identifier() -> LanguageIdentifier:
    """The language identifier, loaded once a process when it is first needed."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
