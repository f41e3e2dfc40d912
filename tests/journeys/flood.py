"""Many tickets at once in the desk of the stage, by the verb that every door uses: python -m tests.journeys.flood COUNT

The doors are walked through elsewhere, and whom such a flood is told is another story: its wishes are not kept.
"""

import sys

import django
from django.db import connection, transaction


def flood(count: int) -> None:
    """Let a monitor report that so many machines stand still."""
    from okno.core import clock
    from okno.desk.actions.hear import Heard, hear
    from okno.desk.journal import together
    from okno.people.actions.meet import meet
    from okno.people.models import Channel

    with transaction.atomic():
        monitor = meet(Channel.MAIL, "monitor@zavod.test", name="Монитор станков")
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
            last = cursor.fetchone()[0]
        with together():
            for number in range(count):
                subject = f"Machine {number} stopped"
                hear(Heard(text="Stopped.", subject=subject, at=clock.now(), is_automatic=True), by=monitor)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s AND task_name = 'react'", [last])


if __name__ == "__main__":
    django.setup()
    flood(int(sys.argv[1]))
