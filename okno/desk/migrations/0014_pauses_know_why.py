from django.db import migrations, models

# What the facts know of each pause: for what it was, and who said so; one that nobody can tell keeps its two moments.
FORWARD = """
UPDATE desk_clock AS clock SET pauses = (
    SELECT jsonb_agg(
        jsonb_build_object(
            'from', pause -> 0,
            'to', pause -> 1,
            'why', coalesce(fact.why, ''),
            'by', CASE WHEN fact.why = 'over' THEN reopened.by_id ELSE fact.by_id END
        )
        ORDER BY place
    )
    FROM jsonb_array_elements(clock.pauses) WITH ORDINALITY AS old (pause, place)
    LEFT JOIN LATERAL (
        SELECT by_id, CASE
            WHEN kind = 'ticket.waiting' THEN data ->> 'waiting_for'
            WHEN data ->> 'then' = 'wait' THEN 'customer'
            ELSE 'over' END AS why
        FROM desk_fact
        WHERE ticket_id = clock.ticket_id AND at = (pause ->> 0)::timestamptz
            AND (
                kind IN ('ticket.waiting', 'ticket.resolved', 'ticket.confirmed', 'ticket.closed')
                OR kind = 'message.replied' AND data ->> 'then' IN ('wait', 'resolve')
            )
        ORDER BY id LIMIT 1
    ) AS fact ON true
    LEFT JOIN LATERAL (
        SELECT by_id FROM desk_fact
        WHERE ticket_id = clock.ticket_id AND at = (pause ->> 1)::timestamptz
            AND kind IN ('ticket.reopened', 'message.heard')
        ORDER BY id LIMIT 1
    ) AS reopened ON true
)
WHERE jsonb_typeof(pauses -> 0) = 'array'
"""
BACKWARD = """
UPDATE desk_clock AS clock SET pauses = (
    SELECT jsonb_agg(jsonb_build_array(pause -> 'from', pause -> 'to') ORDER BY place)
    FROM jsonb_array_elements(clock.pauses) WITH ORDINALITY AS new (pause, place)
)
WHERE jsonb_typeof(pauses -> 0) = 'object'
"""


class Migration(migrations.Migration):
    """A pause knows for what it was and who said so."""

    dependencies = [("desk", "0013_macros")]

    operations = [
        migrations.AlterField(
            "clock",
            "pauses",
            models.JSONField(default=list, help_text="{from, to, why: one of Waited, by: a person's id}"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
