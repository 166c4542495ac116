"""What the search knows a text by: its words without signs, marks on letters, and hyphens before a number.

Indexes have these expressions in them, so another one needs a migration, which `makemigrations` sees.
"""

from functools import reduce

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

# The language whose endings and stop words the search knows; words of other languages are found as they are written.
SEARCH_LANGUAGE = "english"

# Hyphens that are the keyboard's to whoever reads, each made one; then marks within words that nobody sees, left out.
HYPHENS, UNSEEN = "\u2010\u2011\u2013\u05be", "\u00ad\u2060\ufeff"
# Quotation marks, apostrophes, dashes, stops, spaces and symbols that no keyboard has. The two joiners (U+200C, U+200D)
# are letters to those whose words have them.
SIGNS = (
    "\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589"
    "\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u245f"
    "\u2500-\u2bff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
# Where a database's locale is C, as the embedded one's is, PostgreSQL takes each other sign for a letter of the word
# beside it: who looks for Northland would not find “Northland’s”. A number after a hyphen is no negative one, and a
# hyphen at no word's beginning excludes none.
WITHOUT_SIGNS = (
    f"regexp_replace(translate(%(expressions)s, '{HYPHENS}{UNSEEN}', '{'-' * len(HYPHENS)}'),"
    rf" '[{SIGNS}]|(?<=\S)-(?=[0-9])|-(?!\S)', ' ', 'g')"
)

# What is written without spaces between words (Thai, Lao, Burmese, Khmer, kana, ideographs): each letter is a word, and
# several are looked for as a phrase, so that a part of a run is found.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
SPACED = rf"regexp_replace(%(expressions)s, '[{UNSPACED}]', ' \& ', 'g')"
# Of a text, only what is one letter and a number: F16 of F-16 and F16, T72 and T72B3 of T-72B3.
LETTERS_WITH_NUMBERS = (
    f"regexp_replace(translate(%(expressions)s, '{HYPHENS}{UNSEEN}', '{'-' * len(HYPHENS)}'),"
    f" '(?:[^0-9]*[[:space:][:punct:]{SIGNS}])?([^[:space:][:punct:][:digit:]{SIGNS}{UNSPACED}])-?([0-9]+)"
    r"([0-9A-Za-z]*)|[^0-9]*[0-9]*[0-9A-Za-z]*', ' \1\2 \1\2\3', 'g')"
)

# Marks that stand above, below or within letters: Latin, Greek and Cyrillic, the points of Hebrew and Arabic.
MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
# Letters that no mark is parted from. Source: what passports write for them (ICAO Doc 9303, part 3, section 6).
ONE_FOR_ONE = ("øłđðħıŋ", "olddhin")
TWO_FOR_ONE = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"))
WITHOUT_MARKS = reduce(
    lambda template, pair: f"replace({template}, '{pair[0]}', '{pair[1]}')",
    TWO_FOR_ONE,
    f"regexp_replace(normalize(translate(lower(%(expressions)s), '{ONE_FOR_ONE[0]}', '{ONE_FOR_ONE[1]}'), NFKD),"
    f" '[{MARKS}]', '', 'g')",
)


def through(text: models.Expression, *templates: str) -> models.Expression:
    """A text after all these, the first one first. `templates`: SQL with `%(expressions)s` for the text."""
    for template in templates:
        text = models.Func(text, template=template, output_field=models.TextField())
    return text


def searched(text: models.Expression) -> models.Expression:
    """A text as the search reads it, one that is looked for and one that is found alike."""
    return through(text, WITHOUT_SIGNS, SPACED, WITHOUT_MARKS)


def words_of(*columns: str) -> models.Func:
    """What the search finds rows by.

    S-400 is a stop word and a number, which is many things; so it is known as S400 too. That word has no place in the
    text, or it would come between the number and the next word, and no phrase would be found across it.
    """
    text = models.Func(*columns, template="%(expressions)s", arg_joiner=" || ' ' || ", output_field=models.TextField())
    beside = SearchVector(through(text, LETTERS_WITH_NUMBERS, WITHOUT_MARKS), config=SEARCH_LANGUAGE)
    return models.Func(
        SearchVector(searched(text), config=SEARCH_LANGUAGE),
        models.Func(beside, function="strip", output_field=SearchVectorField()),
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=SearchVectorField(),
    )
