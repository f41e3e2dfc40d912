"""A draft of a policy rehearsed on past tickets, each with seven facts. bin/bench rehearsal [tickets]"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ground

TICKETS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
LIFE = (  # minutes after the opening
    ("ticket.taken", 5, "{}"),
    ("message.replied", 12, '{"then": "wait"}'),
    ("message.heard", 90, '{"state_before": "waiting", "asks": true}'),
    ("message.replied", 140, '{"then": "stay"}'),
    ("ticket.waiting", 200, '{"waiting_for": "third_party"}'),
    ("ticket.resolved", 900, "{}"),
)


def fill() -> None:
    """Write closed tickets of the last two months as rows, with the facts of a usual life."""
    import json

    from bench.million import rows
    from okno.catalog.models import Priority
    from okno.contracts.terms import own_terms
    from okno.desk.models import Fact, Ticket
    from okno.people.actions.meet import meet

    person = meet("mail", "anna@romashka.test", name="Анна").pk
    priority = Priority.objects.select_related("calendar").get(is_default=True)
    opened = "now() - (n % 86400) * interval '1 minute' - interval '1 day'"
    rows(
        Ticket, TICKETS, 1, number="n + 1000000", state="'closed'", door="'mail'", priority_id=str(priority.pk),
        requester_id=str(person), created_at=opened, changed_at=opened,
    )  # fmt: skip
    first = Ticket.objects.order_by("pk").values_list("pk", flat=True)[0]
    start = json.dumps({"promised": own_terms(priority)})
    for kind, minutes, data in (("ticket.opened", 0, start), *LIFE):
        at = f"(SELECT created_at FROM desk_ticket WHERE id = n) + interval '{minutes} minutes'"
        rows(
            Fact,
            TICKETS,
            first,
            ticket_id="n",
            kind=f"'{kind}'",
            by_id=str(person),
            at=at,
            data=f"'{data}'::jsonb",
        )


def main() -> None:
    """Print the table."""
    with ground.desk():
        fill()
        from django.db import connection

        from okno.desk.actions.rehearse import _begun, go_on_rehearsing, rehearse_version
        from okno.people.actions.meet import robot
        from okno.setup.actions.save import save
        from okno.setup.setups import POLICIES, VERSIONS

        connection.cursor().execute("ANALYZE")
        save(POLICIES, None, {"name": "Почта", "door": "mail"}, by=robot())
        table = {"normal": {"first_reply": 10, "next_reply": 30, "update": 240, "resolution": 300}}
        plain = {"name": "Почта · 1", "policy": "Почта", "calendar": "Круглосуточно", "minutes": table}
        draft, _change = save(VERSIONS, None, plain, by=robot())
        run = rehearse_version(draft, months=3, by=robot())
        _begun(run.pk, lambda: None)
        took, busy = ground.by_workers(lambda: go_on_rehearsing(run.pk))
        run.refresh_from_db()
        told = f"a draft rehearsed on {run.looked:,} tickets, {run.late.count():,} late then or under it"
        ground.table(
            "Rehearsal, two workers", [(told, f"{took:.1f} s, of the workers {busy:.1f} s", "≤ 20 s")]
        )


if __name__ == "__main__":
    main()
