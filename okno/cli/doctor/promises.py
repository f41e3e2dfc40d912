"""The promises: the clocks that are kept, beside what the facts make of them."""

from collections.abc import Iterator

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _
from okno.desk.audit import audit
from okno.desk.models import Clock

LOOKED_AT = 500  # tickets; `okno recount --check` looks at all
NAMED = 5


def clocks() -> Iterator[Finding]:
    """Sum the clocks of the tickets that were changed last from their facts."""
    name, found = _("clocks of tickets"), audit(LOOKED_AT)
    if not found.differ:
        seen = _("%(count)d tickets agree with their facts") % {"count": found.agree}
        yield well(name, seen)
        return
    numbers = ", ".join(str(ticket) for ticket in found.differ[:NAMED])
    yield care(
        name,
        _("%(count)d tickets differ from their facts: %(numbers)s")
        % {"count": len(found.differ), "numbers": numbers},
        _("A calendar may just have changed; where they still differ in a minute, run “okno recount”."),
    )


def uncounted() -> Iterator[Finding]:
    """Look for promises whose deadline nobody can compute."""
    name, lost = _("deadlines"), Clock.objects.uncounted()
    count = lost.count()
    if not count:
        yield well(name, _("each running clock has a deadline or stands still"))
        return
    first = lost.order_by("ticket_id").values_list("ticket__number", "calendar__name")[:NAMED]
    tickets = ", ".join(f"№ {number} ({calendar})" for number, calendar in first)
    yield ill(
        name,
        _("%(count)d clocks have no deadline: %(tickets)s") % {"count": count, "tickets": tickets},
        _(
            "Their calendars have no working time; mend them in the settings, the deadlines follow by themselves."
        ),
    )
