from django.db import migrations, models

# What the last fact that promised anything has promised.
FORWARD = """
UPDATE desk_ticket AS ticket SET promised = last.promised
FROM (
    SELECT DISTINCT ON (ticket_id) ticket_id, data -> 'promised' AS promised FROM desk_fact
    WHERE kind IN ('ticket.opened', 'ticket.priority_set') AND data ? 'promised'
    ORDER BY ticket_id, id DESC
) AS last
WHERE last.ticket_id = ticket.id
"""


class Migration(migrations.Migration):
    """What is promised again and again has a clock for each round; a ticket knows what is promised about it."""

    dependencies = [("desk", "0014_pauses_know_why")]

    operations = [
        migrations.AddField(
            "clock",
            "until",
            models.DateTimeField(
                help_text="a moment that was promised itself; it decides, whatever the minutes say", null=True
            ),
        ),
        migrations.AlterField(
            "clock",
            "metric",
            models.CharField(
                choices=[
                    ("reaction", "reaction"),
                    ("first_reply", "first reply"),
                    ("next_reply", "next reply"),
                    ("update", "regular update"),
                    ("resolution", "resolution"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint("clock", "one_clock_a_metric"),
        migrations.AddConstraint(
            "clock",
            models.UniqueConstraint(fields=["ticket", "metric", "started_at"], name="one_clock_a_round"),
        ),
        migrations.AddField(
            "ticket",
            "promised",
            models.JSONField(
                default=dict, help_text="calendar, minutes by metric, the policy and its reason"
            ),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
