"""All open tickets are promised anew after a change of priorities, policies or calendars: in batches, each a transaction."""

import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import connection, transaction

from okno.catalog.models import Priority
from okno.contracts.book import book
from okno.contracts.choosing import decides
from okno.contracts.terms import terms_of
from okno.core import clock
from okno.core.grouping import grouped
from okno.core.live import nudge
from okno.desk import clocks, replay
from okno.desk.actions._terms import told
from okno.desk.journal import record, together
from okno.desk.models import Clock, Fact, Recount, Ticket
from okno.desk.replay import Terms
from okno.people.actions.meet import robot
from okno.people.models import Person
from okno.sla.models import BY_TERMS, WorkCalendar

BATCH: Final = 500
# What a recount reads of a ticket; the rest is wide.
ASKED: Final = ("organisation_id", "service_id", "team_id", "priority_id", "kind", "door")
OWN: Final = (
    "id",
    "number",
    "version",
    "created_at",
    "changed_at",
    "promised",
    "next_due_at",
    "requester_id",
)
_CLOCKS = """
UPDATE desk_clock AS clock
SET calendar_id = new.calendar, minutes = new.minutes, due_at = new.due, cancelled_at = new.cancelled,
    warn_at = new.warn_at, warn_step = new.warn_step
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::int[])
    AS new (id, calendar, minutes, due, cancelled, warn_at, warn_step)
WHERE clock.id = new.id
"""
_TICKETS = """
UPDATE desk_ticket AS ticket
SET promised = new.promised::jsonb, next_due_at = new.due, version = new.version, changed_at = new.changed
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::int[], %s::timestamptz[])
    AS new (id, promised, due, version, changed)
WHERE ticket.id = new.id
"""


@transaction.atomic
def ask_for_recount(cause: str) -> Recount:
    """Write down that all open tickets are to be promised anew; a run that has not begun yet does it for this change too."""
    waiting = Recount.objects.filter(begun_at=None).select_for_update(skip_locked=True).order_by("pk").first()
    if waiting is None:
        return Recount.objects.create(causes=[cause], asked_at=clock.now())
    if cause not in waiting.causes:
        waiting.causes = [*waiting.causes, cause]
        waiting.save(update_fields=["causes"])
    return waiting


def recount_all() -> None:
    """Do the runs that were asked for, the oldest first; after a crash a run goes on where it stood."""
    while (run := _begun()) is not None:
        while _next(run.pk):
            pass


@transaction.atomic
def _begun() -> Recount | None:
    run = Recount.objects.filter(ended_at=None).select_for_update(skip_locked=True).order_by("pk").first()
    if run is not None and run.begun_at is None:
        run.begun_at, run.total = clock.now(), Ticket.objects.live().count()
        run.save(update_fields=["begun_at", "total"])
    return run


@transaction.atomic
def _next(pk: int) -> bool:
    """Recount one batch; False where the run is at its end. Two workers take turns."""
    run = Recount.objects.filter(pk=pk, ended_at=None).select_for_update().first()
    if run is None:
        return False
    found = Ticket.objects.live().filter(pk__gt=run.upto).select_for_update(of=("self",)).order_by("pk")
    tickets = list(found.only(*OWN, *ASKED)[:BATCH])
    if tickets:
        _recount(tickets, run)
        run.upto, run.looked = tickets[-1].pk, run.looked + len(tickets)
    else:
        run.ended_at = clock.now()
    run.save()
    nudge(recount=run.pk)
    return run.ended_at is None


@dataclass(slots=True)
class _Change:
    """What a batch changes in one ticket."""

    ticket: Ticket
    before: Terms
    due: datetime | None
    clocks: list[Clock]
    changed: list[Clock]
    calendar: WorkCalendar | None
    """The one that has changed, where the terms have not."""
    is_told: bool = True
    """False where nothing but the moment of a warning has moved."""


def _recount(tickets: list[Ticket], run: Recount) -> None:
    now, by = clock.now(), robot()
    changes = _changes(tickets, now)
    for change in changes:
        ticket = change.ticket
        ticket.next_due_at = clocks.nearest(change.clocks)
        if change.is_told:
            ticket.version, ticket.changed_at = ticket.version + 1, max(now, ticket.changed_at)
        run.otherwise += change.calendar is None
        moved = (change.due, ticket.next_due_at)
        if moved[0] and moved[1]:
            run.earlier += moved[1] < moved[0]
            run.later += moved[1] > moved[0]
    _write(changes)
    with together():
        for change in changes:
            if change.is_told:
                _tell(change, run, by=by, at=now)


def _changes(tickets: list[Ticket], now: datetime) -> list[_Change]:
    """Return what is promised otherwise, or due at another moment, than it was."""
    known, calendars = book(), WorkCalendar.objects.in_bulk()
    rows = Clock.objects.filter(ticket__in=tickets).order_by("id")
    kept = grouped(rows, lambda one: one.ticket_id)
    priorities = Priority.objects.select_related("calendar").in_bulk()
    wanted: dict[int, Terms] = {}
    alike: dict[Hashable, Terms] = {}  # most tickets are as many others, as far as policies ask
    for ticket in tickets:
        ticket.priority = priorities[ticket.priority_id]
        asked = tuple(getattr(ticket, name) for name in ASKED)
        wanted[ticket.pk] = alike.get(asked) or terms_of(ticket, ticket.priority, known, now)
        alike[asked] = wanted[ticket.pk]
    facts = _facts_of(one for one in tickets if _asks_facts(one, wanted[one.pk], kept[one.pk]))
    found = []
    for ticket in tickets:
        before, due, mine = ticket.promised, ticket.next_due_at, kept[ticket.pk]
        for one in mine:
            one.calendar = calendars[one.calendar_id]
        terms = wanted[ticket.pk]
        if decides(terms) != decides(before):
            whole, changed = clocks.promise_anew(
                ticket,
                mine,
                terms,
                now,
                told=partial(facts.__getitem__, ticket.pk),
                calendar=calendars[terms["calendar"]],
            )
            for one in whole:
                clocks.sum_up(one)
            found.append(_Change(ticket, before, due, whole, changed, None))
        else:
            dues = {one.pk: one.due_at for one in mine}
            if moved := _moved(mine):
                is_told = any(one.due_at != dues[one.pk] for one in moved)
                found.append(_Change(ticket, before, due, mine, moved, moved[0].calendar, is_told))
    return found


def _asks_facts(ticket: Ticket, wanted: Terms, kept: list[Clock]) -> bool:
    """True where something is promised for the first time: what its clock would have seen stands in the facts."""
    have = {one.metric for one in kept if replay.is_current(one)}
    is_other = decides(wanted) != decides(ticket.promised)
    return is_other and any(metric in wanted and metric not in have for metric in BY_TERMS)


def _facts_of(tickets: Iterable[Ticket]) -> dict[int | None, list[Fact]]:
    pks = [ticket.pk for ticket in tickets]
    return grouped(
        Fact.objects.filter(ticket__in=pks).only("ticket", "kind", "by", "at", "data").order_by("id")
        if pks
        else (),
        lambda one: one.ticket_id,
    )


def _moved(kept: list[Clock]) -> list[Clock]:
    """Sum what runs by the calendars as they are now; returns what is due, or warns, at another moment."""
    moved = []
    for one in kept:
        if one.runs:
            before = (one.due_at, one.comes)
            clocks.sum_up(one)
            if before != (one.due_at, one.comes):
                moved.append(one)
    return moved


def _write(changes: list[_Change]) -> None:
    fresh = [one for change in changes for one in change.clocks if one._state.adding]  # noqa: SLF001 - Django's own mark
    Clock.objects.bulk_create(fresh)
    old = [one for change in changes for one in change.changed]
    rows = [
        (one.pk, one.calendar_id, one.minutes, one.due_at, one.cancelled_at, one.warn_at, one.warn_step)
        for one in old
    ]
    told = [
        (one.pk, json.dumps(one.promised), one.next_due_at, one.version, one.changed_at)
        for one in (change.ticket for change in changes)
    ]
    with connection.cursor() as cursor:
        for statement, lines in ((_CLOCKS, rows), (_TICKETS, told)):
            if lines:
                cursor.execute(statement, [list(column) for column in zip(*lines, strict=True)])


def _tell(change: _Change, run: Recount, *, by: Person, at: datetime) -> None:
    ticket, data = change.ticket, told(change.ticket, change.before, change.due)
    kind = "ticket.promised_anew"
    if change.calendar is not None:
        kind = "ticket.recounted"
        data = {"calendar": change.calendar.name, "before": data["due_before"], "after": data["due_after"]}
    record(kind, ticket, by=by, at=at, why="; ".join(run.causes), is_saved=True, **data)
