"""What a colleague promises in so many words: a clock of its own, until the moment that was promised."""

from datetime import UTC, datetime

from django.db import transaction

from okno.core import clock
from okno.core.text import one_line
from okno.desk import clockface, clocks
from okno.desk.actions._ground import lock, not_merged
from okno.desk.actions.wait import DateIsPast
from okno.desk.courses import GIVEN
from okno.desk.journal import record
from okno.desk.models import Ticket
from okno.desk.refusals import NotNow
from okno.people.models import Person
from okno.sla.models import Metric

WORDS = 200


@transaction.atomic
def give_promise(ticket: Ticket, metric: str, until: datetime, *, by: Person, words: str = "") -> None:
    """Promise the customer an answer or a deed until a moment; promising the same once more changes nothing."""
    ticket = lock(ticket)
    not_merged(ticket)
    if ticket.is_over or metric not in GIVEN:
        raise NotNow
    now = clock.now()
    if until <= now:
        raise DateIsPast
    given = clocks.give(ticket, Metric(metric), until, now)
    if given is None:
        return
    record(
        "promise.given",
        ticket,
        by=by,
        at=now,
        metric=given.metric,
        until=until.astimezone(UTC).isoformat(),
        calendar=given.calendar_id,
        minutes=given.minutes,
        words=one_line(words, WORDS),
    )


@transaction.atomic
def take_promise_back(ticket: Ticket, given: int, *, by: Person) -> None:
    """Take a promise back that still runs: it was agreed upon otherwise; it counts in no report."""
    ticket = lock(ticket)
    not_merged(ticket)
    running = [one for one in clockface.of(ticket) if one.pk == given and one.metric in GIVEN and one.runs]
    if not running:
        return
    now, clock_row = clock.now(), running[0]
    clocks.withdraw(ticket, clock_row, now)
    start = clock_row.started_at.astimezone(UTC).isoformat()
    words = clock_row.get_metric_display()
    record("promise.withdrawn", ticket, by=by, at=now, metric=clock_row.metric, given=start, words=words)
