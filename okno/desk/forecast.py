"""How long tickets like this one took: what a customer may expect. Never a promise; the deadline stands beside it.

Alike are tickets of the same service and priority, solved in the last months; to a request in own words, which has no service
yet, all that were asked in own words with that priority. Counted is working time of the calendar by
which this ticket is promised, from the opening to the solution, with all that was waited for: so it feels to the customer.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Final

from django.db import connection

from okno.core import clock
from okno.core.remembered import remembered
from okno.desk import clockface
from okno.desk.models import Ticket
from okno.sla import clocks as sums
from okno.sla.models import WorkCalendar
from okno.sla.worktime import BadCalendar, Calendar, NeverWorks

FEWEST: Final = 10  # fewer say nothing
MOST: Final = 200  # the newest ones are enough
LOOKS_BACK: Final = timedelta(days=180)
KEPT: Final = 600  # seconds for which a process remembers what it has read
_ROUGH: Final = 900  # seconds: nobody can foretell a minute
_PAST: Final = """
SELECT asked.service, asked.priority, alike.created_at, alike.resolved_at
FROM (SELECT DISTINCT service, priority FROM unnest(%s::bigint[], %s::bigint[]) AS asked (service, priority)) asked
CROSS JOIN LATERAL (
    SELECT created_at, resolved_at FROM desk_ticket
    WHERE service_id = asked.service AND priority_id = asked.priority
      AND resolved_at >= %s AND merged_into_id IS NULL
    ORDER BY resolved_at DESC LIMIT %s
) alike
"""

_IN_OWN_WORDS: Final = """
SELECT 0, asked.priority, alike.created_at, alike.resolved_at
FROM (SELECT DISTINCT unnest(%s::bigint[]) AS priority) asked
CROSS JOIN LATERAL (
    SELECT created_at, resolved_at FROM desk_ticket
    WHERE priority_id = asked.priority AND resolved_at >= %s
      AND request_type_id IS NULL AND part_of_id IS NULL AND merged_into_id IS NULL
    ORDER BY resolved_at DESC LIMIT %s
) alike
"""

# The service (0: in own words), the priority, and the calendar by which it is promised.
Kind = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Half of those alike took between `low` and `high` of working time; so this one is likely ready between two moments."""

    low: timedelta
    high: timedelta
    count: int
    begin: datetime | None = None  # none where it takes longer already than nearly all of them
    end: datetime | None = None


def forecast(ticket: Ticket, now: datetime) -> Forecast | None:
    """Return what to expect of a live ticket; None where too few were alike."""
    if ticket.service_id is None or not ticket.is_live or "calendar" not in ticket.promised:
        return None
    known = past(ticket.service_id, ticket.priority_id)
    if len(known) < FEWEST:
        return None
    try:
        calendar = sums.calendar_of(clockface.calendar_of(ticket, ticket.promised["calendar"]))
        return expected([calendar.between(*one) for one in known], ticket.created_at, now, calendar)
    except (NeverWorks, BadCalendar):
        return None


def expected(spent: Sequence[int], since: datetime, now: datetime, calendar: Calendar) -> Forecast | None:
    """Return what to expect of a ticket opened at `since` when others took so many seconds of work. Pure.

    The moments come from those alone that took longer than this one has taken already.
    """
    if len(spent) < FEWEST:
        return None
    low, _middle, high = quantiles(spent, n=4, method="inclusive")
    usual = Forecast(timedelta(seconds=int(low)), timedelta(seconds=int(high)), len(spent))
    gone = calendar.between(since, now)
    longer = [one for one in spent if one > gone]
    if len(longer) < FEWEST:
        return usual
    soonest, _middle, latest = quantiles(longer, n=4, method="inclusive")
    begin, end = calendar.add(since, int(soonest)), calendar.add(since, int(latest))
    return Forecast(
        usual.low, usual.high, usual.count, max(_round(begin, up=False), now), _round(end, up=True)
    )


@remembered(KEPT, at_most=64)
def usual(kinds: tuple[Kind, ...]) -> dict[Kind, Forecast]:
    """Return for kinds of requests how long half of the last ones took, for those of which enough is known; two statements."""
    told = defaultdict[tuple[int, int], list[tuple[datetime, datetime]]](list)
    for are_free in (False, True):
        asked = [kind for kind in kinds if (kind[0] == 0) is are_free]
        for service, priority, begin, end in _past_of(asked, are_free=are_free):
            told[service, priority].append((begin, end))
    found = {}
    for kind in kinds:
        moments = told[kind[:2]]
        if len(moments) < FEWEST:
            continue
        try:
            calendar = sums.calendar_of(WorkCalendar.objects.get(pk=kind[2]))
            low, _middle, high = quantiles(
                [calendar.between(*one) for one in moments], n=4, method="inclusive"
            )
        except (NeverWorks, BadCalendar):
            continue
        found[kind] = Forecast(timedelta(seconds=int(low)), timedelta(seconds=int(high)), len(moments))
    return found


def _past_of(kinds: Sequence[Kind], *, are_free: bool) -> list[tuple[int, int, datetime, datetime]]:
    """Return service, priority and the two moments of what was solved of these kinds; nothing is asked for none."""
    if not kinds:
        return []
    asked = [[kind[1] for kind in kinds]] if are_free else [[kind[at] for kind in kinds] for at in (0, 1)]
    with connection.cursor() as cursor:
        cursor.execute(_IN_OWN_WORDS if are_free else _PAST, [*asked, clock.now() - LOOKS_BACK, MOST])
        return list(cursor.fetchall())


@remembered(KEPT, at_most=1024)
def past(service: int, priority: int) -> tuple[tuple[datetime, datetime], ...]:
    """Return from when to when those alike were worked at, the newest first."""
    alike = Ticket.objects.standing().filter(
        service=service, priority=priority, resolved_at__gte=clock.now() - LOOKS_BACK
    )
    moments = alike.order_by("-resolved_at").values_list("created_at", "resolved_at")[:MOST]
    return tuple((begin, end) for begin, end in moments if end is not None)


def _round(moment: datetime, *, up: bool) -> datetime:
    rest = moment.timestamp() % _ROUGH
    return moment + timedelta(seconds=(-moment.timestamp() % _ROUGH) if up else -rest)
