import django.db.models.deletion
from django.db import migrations, models

# A run that goes on while the desk is brought up to date begins anew: it was not parted.
ANEW = """
UPDATE desk_recount SET begun_at = NULL, looked = 0, otherwise = 0, earlier = 0, later = 0 WHERE ended_at IS NULL;
DELETE FROM desk_late WHERE rehearsal_id IN (SELECT id FROM desk_rehearsal WHERE ended_at IS NULL);
UPDATE desk_rehearsal SET looked = 0, untold = 0, promises = '{}' WHERE ended_at IS NULL;
"""


class Migration(migrations.Migration):
    """Runs over many tickets are done in parts, by all workers that are free."""

    dependencies = [
        ("desk", "0032_from_when_on_amber"),
    ]

    operations = [
        migrations.RemoveField(model_name="recount", name="upto"),
        migrations.RemoveField(model_name="rehearsal", name="upto"),
        migrations.AddField(
            model_name="rehearsal", name="begun_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="RecountPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("after", models.BigIntegerField(help_text="the id before the first ticket")),
                ("upto", models.BigIntegerField(help_text="the id of the last ticket; none: to the end", null=True)),
                ("recount", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="desk.recount")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="RehearsalPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("after", models.BigIntegerField(help_text="the id before the first ticket")),
                ("upto", models.BigIntegerField(help_text="the id of the last ticket; none: to the end", null=True)),
                ("rehearsal", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="desk.rehearsal")),
            ],
            options={"abstract": False},
        ),
    ]
