from django.db import migrations, models

from okno.core.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('core', '0001_first'),
        ('core', '0002_cache_table'),
        ('core', '0003_heartbeat_and_queue'),
        ('core', '0004_sizes_of_pictures'),
        ('core', '0005_files_last_asked_for'),
    ]

    initial = True

    dependencies = [
        ('procrastinate', '0041_post_retry_failed_job'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('size', models.PositiveBigIntegerField(help_text='bytes')),
                    ('kind', models.CharField(default='application/octet-stream', help_text='media type told by the bytes', max_length=100)),
                    ('width', models.PositiveIntegerField(null=True)),
                    ('height', models.PositiveIntegerField(null=True)),
                    ('scan', models.CharField(choices=[('not_scanned', 'not scanned'), ('clean', 'clean'), ('infected', 'infected'), ('failed', 'scan failed')], default='not_scanned', max_length=12)),
                    ('asked_at', models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.CharField(help_text='web, worker or mail', max_length=20)),
                    ('place', models.CharField(help_text='machine and process', max_length=120)),
                    ('started_at', models.DateTimeField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('part', 'place'), name='one_heart_a_process')],
                },
            ),
        ]),
        # Django's DatabaseCache: counters of rate limits, one for all processes. It may be lost, so it is not logged.
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
        ),
        # Two small indexes on the queue: waiting jobs by name (wake), failed jobs (the doctor, REL-43).
        migrations.RunSQL(
            """
            CREATE INDEX core_jobs_waiting ON procrastinate_jobs (task_name) WHERE status = 'todo';
            CREATE INDEX core_jobs_failed ON procrastinate_jobs (id) WHERE status = 'failed';
            """,
            "DROP INDEX core_jobs_waiting; DROP INDEX core_jobs_failed",
        ),
    ]
