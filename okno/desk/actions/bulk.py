"""One deed to many tickets: a run of verbs, each in its own transaction; goes on after a crash, can be taken back."""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock, jobs
from okno.core.live import nudge
from okno.core.refusals import BadInput, Refusal
from okno.desk import access, bulk
from okno.desk.actions._ground import lock
from okno.desk.actions.do_deeds import do_deeds
from okno.desk.models import BulkItem, BulkRun, Outcome, Reason
from okno.desk.refusals import NothingToUndo, TooLateToUndo
from okno.people.models import Person

AT_MOST = 1000
AT_ONCE = 50  # more than these become a job
UNDO_FOR = timedelta(minutes=10)
log = logging.getLogger(__name__)


class NoneChosen(BadInput):
    message = _("Choose at least one ticket first.")


class TooMany(BadInput):
    message = _("A thousand tickets can be changed at once, not more.")


def start(deed: str, value: str, numbers: Collection[int], *, by: Person) -> BulkRun:
    """Do a deed to these tickets: at once where they are few, else by a worker; returns the run as it is then."""
    with transaction.atomic():
        run = begin(deed, value, numbers, by=by)
        is_job = _leave_to_worker(run)
    return run if is_job else _done(run)


def start_undo(run: BulkRun, *, by: Person) -> BulkRun:
    """Take a run back: at once where the tickets are few, else by a worker."""
    with transaction.atomic():
        run = undo(run, by=by)
        is_job = _leave_to_worker(run)
    return run if is_job else _done(run)


def _leave_to_worker(run: BulkRun) -> bool:
    is_job = run.items.count() > AT_ONCE
    if is_job:
        jobs.later(change_many, run=run.pk)
    return is_job


def _done(run: BulkRun) -> BulkRun:
    go_on(run)
    run.refresh_from_db()
    return run


@jobs.task(name="bulk", queue="reactions", seconds=600, priority=jobs.AWAITED)
def change_many(run: int) -> None:
    """Do what a person wished for many tickets, or take it back."""
    go_on(BulkRun.objects.get(pk=run))


@transaction.atomic
def begin(deed: str, value: str, numbers: Collection[int], *, by: Person) -> BulkRun:
    """Write down what is to be done to which tickets; `go_on` does it."""
    assert deed in bulk.KNOWN, "the form lets nothing else through"
    wanted = set(numbers)
    if not wanted:
        raise NoneChosen
    if len(wanted) > AT_MOST:
        raise TooMany
    known = access.tickets_for(by).filter(number__in=wanted).order_by("pk").values_list("pk", flat=True)
    run = BulkRun(by=by, deed=deed, value=value, begun_at=clock.now(), missing=len(wanted) - len(known))
    run.ended_at = None if known else run.begun_at
    run.save()
    BulkItem.objects.bulk_create(BulkItem(run=run, ticket_id=pk) for pk in known)
    return run


@transaction.atomic
def undo(run: BulkRun, *, by: Person) -> BulkRun:
    """Stop the run and wish it taken back; `go_on` does it. Raises TooLateToUndo ten minutes after its end."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk, by=by)
    now = clock.now()
    if run.undone_at is not None:
        raise NothingToUndo
    if run.ended_at is not None and now > run.ended_at + UNDO_FOR:
        raise TooLateToUndo
    run.undone_at, run.ended_at = now, None
    run.save(update_fields=["undone_at", "ended_at"])
    BulkItem.objects.filter(run=run, outcome=Outcome.WAITS).update(outcome=Outcome.SKIPPED)
    return run


def go_on(run: BulkRun) -> None:
    """Do what the run has still to do, ticket by ticket in the order of their ids; may run twice, and side by side."""
    for _turn in range(AT_MOST):
        if not _next(run):
            break
    with transaction.atomic():
        run = BulkRun.objects.select_for_update().get(pk=run.pk)
        if run.ended_at is None and not BulkItem.objects.all().to_do(run).exists():
            run.ended_at = clock.now()
            run.save(update_fields=["ended_at"])
            nudge(bulk=run.pk, to=run.by_id)


@transaction.atomic
def _next(run: BulkRun) -> bool:
    """Change one ticket, and write in the same transaction what came of it; False where nothing waits."""
    item = BulkItem.objects.all().to_do(run).order_by("ticket_id").select_for_update(skip_locked=True).first()
    if item is None:
        return False
    try:
        with transaction.atomic():
            (_take_back if run.undone_at else _do)(run, item)
    except Refusal as refusal:
        _not_done(run, item, bulk.why_not(refusal, item.ticket))
    except Exception:
        log.exception("a bulk run could not change ticket %s", item.ticket_id)
        _not_done(run, item, Reason.FAULT)
    item.save()
    nudge(bulk=run.pk, to=run.by_id)
    return True


def _do(run: BulkRun, item: BulkItem) -> None:
    item.ticket = lock(item.ticket)
    by = _by(run)
    deeds = bulk.deeds_of(run.deed, run.value, by)
    for purpose in {deed.verb.to for deed in deeds}:
        access.ticket_for(by, item.ticket.number, to=purpose)
    before = item.ticket.version
    item.before = bulk.picture_before(item.ticket)
    do_deeds(item.ticket, deeds, by=by)
    item.ticket.refresh_from_db()
    item.version = item.ticket.version
    item.outcome = Outcome.DONE if item.version != before else Outcome.SAME


def _take_back(run: BulkRun, item: BulkItem) -> None:
    item.ticket = lock(item.ticket)
    by = _by(run)
    access.ticket_for(by, item.ticket.number, to=bulk.purpose_of_undo(run.deed))
    if item.ticket.version != item.version:
        item.outcome, item.reason = Outcome.KEPT, Reason.CHANGED
    else:
        bulk.put_back(item.ticket, item.before, by=by)
        item.outcome = Outcome.UNDONE


def _by(run: BulkRun) -> Person:
    """Return the person as he is now: whoever was dismissed in the middle changes nothing more (SEC-15)."""
    return Person.objects.get_queryset().get(pk=run.by_id)


def _not_done(run: BulkRun, item: BulkItem, reason: Reason) -> None:
    item.outcome = Outcome.KEPT if run.undone_at else Outcome.REFUSED
    item.reason = reason
