from django.db import migrations


class Migration(migrations.Migration):
    """Raw letters are not compressed by the table: it costs more time at the door than it saves on the disk."""

    dependencies = [("channels", "0001_first")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE channels_inbound ALTER COLUMN raw SET STORAGE EXTERNAL",
            "ALTER TABLE channels_inbound ALTER COLUMN raw SET STORAGE EXTENDED",
        )
    ]
