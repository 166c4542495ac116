from django.db import migrations, models

HELP = "Whether readers may be told: talks that it named, or that listed what it named, were no draft then."


class Migration(migrations.Migration):
    """Of names that were given up before, nobody knows whether it was in a draft: those are not told."""

    dependencies = [("positions", "0002_what_people_coded_is_not_to_be_read")]

    operations = [
        migrations.AddField(
            "formerslug", "was_public", models.BooleanField(default=False, help_text=HELP), preserve_default=False
        )
    ]
