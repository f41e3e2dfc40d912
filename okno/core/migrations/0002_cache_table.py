from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's DatabaseCache: counters of rate limits, one for all processes. It may be lost, so it is not logged."""

    dependencies = [("core", "0001_first")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE core_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX core_cache_expires ON core_cache (expires);
            """,
            "DROP TABLE core_cache",
        )
    ]
