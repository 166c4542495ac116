from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

# As `positions.models.fields` had it that day.
TEMPLATE = (
    "regexp_replace(translate(%(expressions)s, '\u2010\u2011\u2013\u05be\u00ad\u2060\ufeff', '----'), '["
    "\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b9-\u02bc\u037e\u0387\u055a-\u055f\u0589"
    "\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u200b\u200e-\u206f\u20a0-\u20cf\u2190-\u245f"
    "\u2500-\u2bff\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "]|(?<=\\S)-(?=[0-9])|-(?!\\S)', ' ', 'g')"
)


def words_of(*columns: str) -> SearchVector:
    texts = [models.Func(column, template=TEMPLATE, output_field=models.TextField()) for column in columns]
    return SearchVector(*texts, config="english")


class Migration(migrations.Migration):
    """The old indexes go last: whoever reads meanwhile waits for none to be made."""

    dependencies = [("positions", "0006_roles_correct_articles")]

    operations = [
        migrations.AddIndex("position", GinIndex(words_of("summary", "condition"), name="position_search")),
        migrations.AddIndex("statement", GinIndex(words_of("quote", "speaker", "condition"), name="statement_search")),
        migrations.RemoveIndex("position", "position_words"),
        migrations.RemoveIndex("statement", "statement_words"),
    ]
