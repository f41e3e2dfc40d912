"""All open tickets are promised anew after a change of priorities, policies or calendars: in parts, each a transaction."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Model

from okno.catalog.models import Priority
from okno.contracts.book import book
from okno.contracts.choosing import decides
from okno.contracts.terms import terms_of
from okno.core import clock, rows
from okno.core.grouping import grouped
from okno.core.live import RESYNC, nudge
from okno.core.rows import Row
from okno.desk import agreed, clockface, clocks, courses, nearness, recounting
from okno.desk.actions._parts import claim, look, split
from okno.desk.actions._terms import told
from okno.desk.agreed import Terms
from okno.desk.courses import PROMISED
from okno.desk.journal import record, together
from okno.desk.lives import lives_of
from okno.desk.models import Clock, Recount, RecountPart, Ticket
from okno.people.actions.meet import robot
from okno.people.models import Person
from okno.sla.models import Metric, WorkCalendar

# What a recount reads of a ticket; the rest is wide.
ASKED: Final = ("organisation_id", "request_type_id", "service_id", "team_id", "priority_id", "kind", "door")
OWN: Final = (
    "id",
    "number",
    "version",
    "created_at",
    "changed_at",
    "promised",
    "next_due_at",
    "team_due_at",
    "near",
    "state",
    "waiting_for",
    "requester_id",
)
# What it writes.
CLOCK: Final = ("id", "calendar_id", "minutes", "due_at", "cancelled_at", "warn_at", "warn_step")
TICKET: Final = ("id", "promised", "next_due_at", "team_due_at", "near", "version", "changed_at")


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


def recount_all(help_wanted: Callable[[], None] = lambda: None) -> None:
    """Do the runs that were asked for, part by part, until nothing is left that no other worker has.

    `help_wanted` is called, in the transaction, where a run begins that another worker may share. What a worker has not
    ended when it dies is left to the others.
    """
    while _one_part() or _begun(help_wanted):
        pass


@transaction.atomic
def _begun(help_wanted: Callable[[], None]) -> bool:
    """Part the next run that was asked for; False where there is none."""
    run = Recount.objects.filter(begun_at=None).select_for_update(skip_locked=True).order_by("pk").first()
    if run is None:
        return False
    run.begun_at, run.total = clock.now(), Ticket.objects.live().count()
    run.save(update_fields=["begun_at", "total"])
    stretches = split(Ticket.objects.live())
    RecountPart.objects.bulk_create(
        RecountPart(recount=run, after=after, upto=upto) for after, upto in stretches
    )
    if len(stretches) > 1:
        help_wanted()
    return True


@transaction.atomic
def _one_part() -> bool:
    """Recount one part; False where none is left to claim."""
    part = claim(RecountPart.objects.select_related("recount"))
    if part is None:
        return False
    held = Ticket.objects.live().select_for_update(of=("self",), no_key=True).only(*OWN, *ASKED)
    tickets = look(part, held)
    seen = _recount(tickets, part.recount)
    run = Recount.objects.select_for_update().get(pk=part.recount_id)
    for name, count in seen.items():
        setattr(run, name, getattr(run, name) + count)
    if not run.parts.exists():
        run.ended_at = clock.now()
        nudge(**RESYNC)
    run.save()
    return True


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
    """False where nothing but the moment of a warning, or of the amber in lists, has moved."""


def _recount(tickets: list[Ticket], run: Recount) -> Counter[str]:
    """Promise these anew; returns by how many each figure of the run grows."""
    now, by = clock.now(), robot()
    changes = _changes(tickets, by, now)
    seen = Counter(looked=len(tickets))
    for change in changes:
        ticket = change.ticket
        clocks.remember(ticket, change.clocks)
        if change.is_told:
            ticket.version, ticket.changed_at = ticket.version + 1, max(now, ticket.changed_at)
        seen["otherwise"] += change.calendar is None
        moved = (change.due, ticket.next_due_at)
        if moved[0] and moved[1]:
            seen["earlier"] += moved[1] < moved[0]
            seen["later"] += moved[1] > moved[0]
    _write(changes)
    with together():
        for change in changes:
            if change.is_told:
                _tell(change, run, by=by, at=now)
    return seen


def _changes(tickets: list[Ticket], by: Person, now: datetime) -> list[_Change]:
    """Return what is promised otherwise, or due at another moment, than it was."""
    known, calendars = book(), WorkCalendar.objects.in_bulk()
    found_clocks = Clock.objects.filter(ticket__in=tickets).order_by("id")
    kept = grouped(found_clocks, lambda one: one.ticket_id)
    priorities = Priority.objects.select_related("calendar").in_bulk()
    wanted: dict[int, Terms] = {}
    alike: dict[Hashable, Terms] = {}  # most tickets are as many others, as far as policies ask
    for ticket in tickets:
        ticket.priority = priorities[ticket.priority_id]
        asked = tuple(getattr(ticket, name) for name in ASKED)
        alike[asked] = alike.get(asked) or terms_of(ticket, ticket.priority, known, now)
        wanted[ticket.pk] = agreed.handed(alike[asked], ticket.promised, now)
    lives = lives_of([one.pk for one in tickets if _asks_facts(one, wanted[one.pk], kept[one.pk])])
    found = []
    for ticket in tickets:
        before, due, mine = ticket.promised, ticket.next_due_at, kept[ticket.pk]
        for one in mine:
            one.calendar = calendars[one.calendar_id]
        terms = wanted[ticket.pk]
        if decides(terms) != decides(before):
            whole, changed = recounting.promise_anew(
                ticket,
                mine,
                terms,
                now,
                by=by,
                told=partial(lives.__getitem__, ticket.pk),
                calendars=calendars,
            )
            for one in whole:
                clocks.sum_up(one)
            found.append(_Change(ticket, before, due, whole, changed, None))
        else:
            dues = {one.pk: one.due_at for one in mine}
            moved = _moved(mine)
            if moved or ticket.near != nearness.told(clockface.nearest(mine)):
                is_told = any(one.due_at != dues[one.pk] for one in moved)
                found.append(_Change(ticket, before, due, mine, moved, (moved or mine)[0].calendar, is_told))
    return found


def _asks_facts(ticket: Ticket, wanted: Terms, kept: list[Clock]) -> bool:
    """True where something is promised for the first time: what its clock would have seen stands in the facts."""
    have = {one.metric for one in kept if courses.is_current(one, wanted)}
    if agreed.whose(wanted) != agreed.whose(ticket.promised):
        have.add(Metric.OLA)  # it begins now
    is_other = decides(wanted) != decides(ticket.promised)
    return is_other and any(agreed.part(wanted, one) and one not in have for one in PROMISED)


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
    rows.create(fresh)
    rows.update(Clock, [_columns(one, CLOCK) for change in changes for one in change.changed])
    rows.update(Ticket, [_columns(change.ticket, TICKET) for change in changes])


def _columns(row: Model, names: tuple[str, ...]) -> Row:
    return {name: getattr(row, name) for name in names}


def _tell(change: _Change, run: Recount, *, by: Person, at: datetime) -> None:
    ticket, data = change.ticket, told(change.ticket, change.before, change.due)
    kind = "ticket.promised_anew"
    if change.calendar is not None:
        kind = "ticket.recounted"
        data = {"calendar": change.calendar.name, "before": data["due_before"], "after": data["due_after"]}
    record(kind, ticket, by=by, at=at, why="; ".join(run.causes), is_saved=True, is_seen=False, **data)
