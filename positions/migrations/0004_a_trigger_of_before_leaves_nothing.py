from django.db import migrations

# Snapshots had another trigger until take-downs reached them; only databases from before 0001_schema have its function.
LEFT = "DROP FUNCTION IF EXISTS pgtrigger_snapshot_is_append_only_24458();"


class Migration(migrations.Migration):
    dependencies = [("positions", "0003_former_slugs_that_readers_saw")]

    operations = [migrations.RunSQL(LEFT, migrations.RunSQL.noop)]
