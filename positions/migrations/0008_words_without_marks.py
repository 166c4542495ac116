from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

# As `positions.models.search_words` had them that day.
WITHOUT_SIGNS = (
    "regexp_replace(translate(%(expressions)s, '\u2010\u2011\u2013\u05be\u00ad\u2060\ufeff', '----'), '["
    "\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589"
    "\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u245f"
    "\u2500-\u2bff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "]|(?<=\\S)-(?=[0-9])|-(?!\\S)', ' ', 'g')"
)
SPACED = (
    "regexp_replace(%(expressions)s, '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff"
    "\U00020000-\U0003ffff]', ' \\& ', 'g')"
)
WITHOUT_MARKS = (
    "replace(replace(replace(replace(regexp_replace(normalize(translate(lower(%(expressions)s), 'øłđðħıŋ', 'olddhin'),"
    " NFKD), '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]', '',"
    " 'g'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')"
)


LETTERS_WITH_NUMBERS = (
    "regexp_replace(translate(%(expressions)s, '\u2010\u2011\u2013\u05be\u00ad\u2060\ufeff', '----'),"
    " '(?:[^0-9]*[[:space:][:punct:]"
    "\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589"
    "\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u245f"
    "\u2500-\u2bff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "])?([^[:space:][:punct:][:digit:]"
    "\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589"
    "\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u245f"
    "\u2500-\u2bff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
    "])-?([0-9]+)([0-9A-Za-z]*)|[^0-9]*[0-9]*[0-9A-Za-z]*', ' \\1\\2 \\1\\2\\3', 'g')"
)


def through(text: models.Func, *templates: str) -> models.Func:
    for template in templates:
        text = models.Func(text, template=template, output_field=models.TextField())
    return text


def words_of(*columns: str) -> models.Func:
    text = models.Func(*columns, template="%(expressions)s", arg_joiner=" || ' ' || ", output_field=models.TextField())
    beside = SearchVector(through(text, LETTERS_WITH_NUMBERS, WITHOUT_MARKS), config="english")
    return models.Func(
        SearchVector(through(text, WITHOUT_SIGNS, SPACED, WITHOUT_MARKS), config="english"),
        models.Func(beside, function="strip", output_field=SearchVectorField()),
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=SearchVectorField(),
    )


class Migration(migrations.Migration):
    """The old indexes go last: whoever reads meanwhile waits for none to be made."""

    dependencies = [("positions", "0007_signs_are_no_letters")]

    operations = [
        migrations.AddIndex("article", GinIndex(words_of("title", "outlet", "author"), name="article_words")),
        migrations.AddIndex("position", GinIndex(words_of("summary", "condition"), name="position_words")),
        migrations.AddIndex("statement", GinIndex(words_of("quote", "speaker", "condition"), name="statement_words")),
        migrations.RemoveIndex("position", "position_search"),
        migrations.RemoveIndex("statement", "statement_search"),
    ]
