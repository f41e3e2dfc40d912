from django.db import migrations, models

# What is the key in files was free before: of those that are called the same, the newer ones get their number.
RENAME = """
UPDATE desk_savedview view SET name = left(view.name, 48) || ' (' || view.id || ')'
FROM (SELECT id, row_number() OVER (PARTITION BY team_id, name ORDER BY id) AS turn
      FROM desk_savedview WHERE team_id IS NOT NULL) AS known
WHERE known.id = view.id AND known.turn > 1
"""


class Migration(migrations.Migration):
    """Views of teams are settings: with an archive, a history, and a name that is one in its team."""

    dependencies = [("desk", "0029_request_types")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="in use"),
        ),
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("team__isnull", False)), fields=("team", "name"), name="one_view_a_name_in_team"
            ),
        ),
    ]
