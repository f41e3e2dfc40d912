from django.db import migrations, models


class Migration(migrations.Migration):
    """Signs of life, and two small indexes on the queue: waiting jobs by name (wake), failed jobs (the doctor, REL-43)."""

    dependencies = [
        ("core", "0002_cache_table"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(help_text="web, worker or mail", max_length=20)),
                ("place", models.CharField(help_text="machine and process", max_length=120)),
                ("started_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("part", "place"), name="one_heart_a_process")],
            },
        ),
        migrations.RunSQL(
            """
            CREATE INDEX core_jobs_waiting ON procrastinate_jobs (task_name) WHERE status = 'todo';
            CREATE INDEX core_jobs_failed ON procrastinate_jobs (id) WHERE status = 'failed';
            """,
            "DROP INDEX core_jobs_waiting; DROP INDEX core_jobs_failed",
        ),
    ]
