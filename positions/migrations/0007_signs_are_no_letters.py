from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from positions.models.fields import words_of


class Migration(migrations.Migration):
    dependencies = [("positions", "0006_roles_correct_articles")]

    operations = [
        migrations.RemoveIndex("position", "position_words"),
        migrations.AddIndex("position", GinIndex(words_of("summary", "condition"), name="position_words")),
        migrations.RemoveIndex("statement", "statement_words"),
        migrations.AddIndex("statement", GinIndex(words_of("quote", "speaker", "condition"), name="statement_words")),
    ]
