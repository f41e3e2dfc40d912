"""A desk of years: a million tickets of which few are open, and a million clocks that run of which few are due."""

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

TICKETS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
OPEN, DUE = TICKETS // 50, 1_000


def rows(model: Any, count: int, first: int, **written: str) -> None:
    """Write rows on the server: an expression over `n` for some columns, what the model begins with for all others."""
    from django.db import connection, models

    columns = {
        field.column: _begins(field)
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented way
        if not isinstance(field, models.GeneratedField) and not field.primary_key
    } | written
    table, names = model._meta.db_table, ", ".join(columns)  # noqa: SLF001 - as above
    last = first + count - 1
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM generate_series({first}, {last}) AS n"
        )


def _begins(field: Any) -> str:
    value = field.get_default()
    if value is None and field.null:
        return "NULL"
    return {list: "'{}'", dict: "'{}'", bool: str(value).lower(), int: str(value)}.get(
        type(value), f"'{value or ''}'"
    )


def fill() -> None:
    """Make teams, colleagues and people by the verbs, tickets and clocks as rows: an hour or a year lies between deadlines."""
    from django.db import connection

    from okno.catalog.models import Priority
    from okno.desk.models import Clock, Ticket
    from okno.people.actions.hire import hire
    from okno.people.actions.meet import meet
    from okno.people.actions.organise import gather
    from okno.people.models import Membership, Role

    teams = [gather(f"Команда {number}", line=1 + number % 3).pk for number in range(6)]
    agents = [hire(f"agent{n}@desk.test", f"Специалист {n}", Role.AGENT).pk for n in range(12)]
    for number, agent in enumerate(agents):
        for team in (number % 6, (number + 1) % 6):
            Membership.objects.create(team_id=teams[team], person_id=agent)
    people = [meet("mail", f"person{n}@romashka.test", name=f"Человек {n}").pk for n in range(500)]
    priority = Priority.objects.get(is_default=True)

    def one_of(ids: list[int]) -> str:
        return f"(ARRAY{ids})[1 + n % {len(ids)}]"

    is_open = f"n % {TICKETS // OPEN} = 0"
    rows(
        Ticket, TICKETS, 5000, number="n + 1000000", subject="'Принтер гудит ' || n", last_words="'Он снова гудит.'",
        state=f"CASE WHEN {is_open} THEN 'open' ELSE 'closed' END", priority_id=str(priority.pk),
        requester_id=one_of(people), team_id=one_of(teams), owner_id=f"CASE WHEN n % 3 = 0 THEN NULL ELSE {one_of(agents)} END",
        created_at="now() - n * interval '20 seconds'", changed_at="now() - n * interval '19 seconds'",
        next_due_at=f"CASE WHEN {is_open} THEN now() + (n % 9973 - 300) * interval '5 minutes' END",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT min(id) FROM desk_ticket")
        first = cursor.fetchone()[0]
    due = f"n % {TICKETS // DUE} = 0"
    # A ticket has one clock here: what the sweep finds and moves are clocks, whichever ticket they belong to.
    rows(
        Clock, TICKETS, first, ticket_id="n", metric="'resolution'", calendar_id=str(priority.calendar_id), minutes="960",
        started_at="now() - interval '1 day'", pauses="'[]'",
        due_at=f"CASE WHEN {due} THEN now() - interval '1 minute' ELSE now() + interval '30 days' + n * interval '1 second' END",
        warn_at=f"CASE WHEN {due} THEN now() - interval '1 minute' ELSE now() + interval '20 days' + n * interval '1 second' END",
        warn_step="50",
    )  # fmt: skip


def warned() -> list[tuple[str, str, str]]:
    """Measure the sweep over what is due, then the jobs that tell the people."""
    from django.db import connection

    from okno.desk.actions.warn import warn
    from okno.desk.models import Fact
    from okno.notify.models import News
    from okno.sla.models import WorkCalendar

    # A day and night have passed: every due clock has missed its deadline.
    WorkCalendar.objects.update(is_always=True)
    start = time.perf_counter()
    seen = warn()
    swept = time.perf_counter() - start
    told = Fact.objects.filter(kind="clock.missed").count()
    assert seen == told == DUE, (seen, told)
    start = time.perf_counter()
    assert warn() == 0
    idle = time.perf_counter() - start
    start = time.perf_counter()
    _react()
    spread = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_clock WHERE stopped_at IS NULL")
        running = cursor.fetchone()[0]
    return [
        (
            f"{DUE} due of {running} running clocks: facts, timers and jobs written",
            f"{swept:.2f} s",
            "<= 1 s",
        ),
        ("the sweep where nothing is due", f"{idle * 1000:.1f} ms", "—"),
        (
            f"then the news for their people ({News.objects.count()} rows), one process",
            f"{spread:.2f} s",
            "—",
        ),
    ]


def _react() -> None:
    """Run the jobs that wait, as one worker would."""
    from django.db import connection, transaction
    from procrastinate.contrib.django import app

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo' AND task_name LIKE 'react%%'"
            " RETURNING task_name, args"
        )
        found = cursor.fetchall()
    for name, arguments in found:
        with transaction.atomic():
            app.tasks[name].func(**json.loads(arguments))


def pages() -> list[tuple[str, str, str]]:
    """Measure the queues in the order of deadlines."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from okno.people.models import Person

    client = Client(HTTP_HOST="desk.test")
    agent = Person.objects.get(email="agent1@desk.test")
    client.force_login(agent, backend="okno.login.backends.ByMailAddress")
    found = []
    for slug in ("due", "team", "unassigned", "mine"):
        url = reverse("workspace:queue", args=[slug])
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200, url
            asked = seen.captured_queries
        spent = sum(float(one["time"]) for one in asked) * 1000
        taken = ground.median_ms(lambda url=url: client.get(url))
        found.append(
            (f"queue page ({slug}), {len(asked)} statements of {spent:.0f} ms", f"{taken:.1f} ms", "<= 50 ms")
        )
    return found


def main() -> None:
    """Measure and print."""
    with ground.desk():
        from django.db import connection

        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            fill()
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")
        print(f"  the world was made in {time.perf_counter() - start:.0f} s")
        ground.table(f"Pages with {TICKETS} tickets, {OPEN} of them open; median of 100, one client", pages())
        ground.table(f"Warnings with {TICKETS} running clocks", warned())


if __name__ == "__main__":
    main()
