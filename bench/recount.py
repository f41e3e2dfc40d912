"""All open tickets promised anew: a calendar is edited, and a policy is switched on. bin/bench recount [tickets]"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

TICKETS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def fill() -> None:
    """Write open tickets of the last days as rows, each with the three clocks of its priority and its first fact."""
    import json

    from django.db import connection

    from bench.million import rows
    from okno.catalog.models import Priority
    from okno.contracts.terms import own_terms
    from okno.desk.models import Clock, Fact, Ticket
    from okno.people.actions.meet import meet

    people = [meet("mail", f"person{n}@romashka.test", name=f"Человек {n}").pk for n in range(500)]
    priority = Priority.objects.select_related("calendar").get(is_default=True)
    promised = json.dumps(own_terms(priority))
    opened = "now() - (n % 4000) * interval '1 minute'"
    rows(
        Ticket, TICKETS, 1, number="n + 1000000", subject="'Принтер гудит ' || n", state="'open'", door="'mail'",
        priority_id=str(priority.pk), requester_id=f"(ARRAY{people})[1 + n % {len(people)}]", created_at=opened,
        changed_at=opened, promised=f"'{promised}'::jsonb",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM desk_ticket")
        first = cursor.fetchone()[0]
    for metric in ("reaction", "first_reply", "resolution"):
        rows(
            Clock, TICKETS, first, ticket_id="n", metric=f"'{metric}'", calendar_id=str(priority.calendar_id),
            minutes=str(priority.minutes_for(metric)), pauses="'[]'",
            started_at="(SELECT created_at FROM desk_ticket WHERE id = n)",
        )  # fmt: skip
    rows(
        Fact, TICKETS, first, ticket_id="n", kind="'ticket.opened'", by_id=str(people[0]), at="now()",
        data=f"jsonb_build_object('promised', '{promised}'::jsonb)",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def counted(cause: str) -> tuple[str, str, str]:
    """Let all open tickets be promised anew, and return how long it took."""
    from okno.desk.actions.recount_all import _begun, ask_for_recount, recount_all
    from okno.desk.models import Recount

    ask_for_recount(cause)
    _begun(lambda: None)
    took, busy = ground.by_workers(recount_all)
    run = Recount.objects.latest("pk")
    moved = f"{run.looked:,} tickets, {run.otherwise:,} promised otherwise, {run.earlier:,} earlier, {run.later:,} later"
    return f"{cause} ({moved})", f"{took:.1f} s, of the workers {busy:.1f} s", "<= 60 s"


def main() -> None:
    """Print the table."""
    with ground.desk():
        fill()
        from okno.people.actions.meet import robot
        from okno.setup.actions.save import save
        from okno.setup.setups import CALENDARS, POLICIES, VERSIONS

        found = [counted("the clocks are summed for the first time"), counted("nothing has changed")]
        calendar = CALENDARS.rows().get(name="Рабочие часы")
        week = {day: [["10:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
        save(CALENDARS, calendar, {"week": week}, by=robot())
        found.append(counted("the calendar is edited"))
        save(POLICIES, None, {"name": "Почта", "door": "mail"}, by=robot())
        version = {
            "policy": "Почта",
            "calendar": "Круглосуточно",
            "minutes": {"normal": {"resolution": 300, "update": 240}},
        }
        save(VERSIONS, None, {"name": "Почта · 1", "valid_from": "2020-01-01", **version}, by=robot())
        found.append(counted("a policy is switched on that promises one thing more"))
        ground.table(f"All open tickets promised anew: {TICKETS:,}, two workers", found)


if __name__ == "__main__":
    main()
