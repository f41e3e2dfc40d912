from typing import Any

from django.db import migrations

# The sweep of warnings sums what has step 0, and tells nobody of what an older desk has missed already.
SOME = """
UPDATE desk_clock SET warn_at = now(), warn_step = 0
WHERE id IN (
    SELECT id FROM desk_clock
    WHERE id > %s AND stopped_at IS NULL AND cancelled_at IS NULL AND due_at IS NOT NULL AND warn_at IS NULL
    ORDER BY id LIMIT 5000
)
RETURNING id
"""


def forward(_apps: Any, editor: Any) -> None:
    """Ask for the sum of each running clock, in batches: no verb waits for long."""
    last = 0
    with editor.connection.cursor() as cursor:
        while True:
            cursor.execute(SOME, [last])
            done = [row[0] for row in cursor.fetchall()]
            if not done:
                return
            last = max(done)


class Migration(migrations.Migration):
    """Clocks from before the warnings get their timer."""

    atomic = False
    dependencies = [("desk", "0016_warnings")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
