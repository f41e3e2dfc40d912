"""Sweeps of the desk: planned tickets wake, silence closes what was resolved. Each ticket in a transaction of its own."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from okno.catalog.usual import usual_calendar
from okno.contracts.actions.set_up import begun_versions
from okno.core import clock, jobs
from okno.core.said import own_words
from okno.desk.actions.be_present import forget_the_gone
from okno.desk.actions.bulk import go_on
from okno.desk.actions.close import close
from okno.desk.actions.index import index as for_search
from okno.desk.actions.index import index_chats, index_missing, index_oldest
from okno.desk.actions.look_after_approvals import look_after_approvals
from okno.desk.actions.pass_on import look_after, look_at_people
from okno.desk.actions.recount_all import ask_for_recount, recount_all
from okno.desk.actions.rehearse import go_on_rehearsing
from okno.desk.actions.wait import resume
from okno.desk.actions.warn import warn
from okno.desk.models import BulkRun, Recount, Rehearsal, Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.desk.occasions import loop_plan, why_silent
from okno.people.actions.meet import robot
from okno.staffing import who

LONGEST_LOOK_BACK = 60  # days; a calendar without working days closes nothing sooner
AT_MOST = 500  # tickets of one run; the rest is the next run's
ABANDONED = timedelta(minutes=1)  # a run of changes that was begun before and has not ended
INDEXED_AT_MOST = 10_000  # an older desk is filled by and by; `okno reindex` does it at once
# The workers may have been away; what is older the sweep of the oldest reads.
CHATS_LOOK_BACK = timedelta(hours=6)
log = logging.getLogger(__name__)


@jobs.every("* * * * *")
def wake_planned(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Go on with the tickets whose planned moment has come; their clocks run from that moment on."""
    due = Ticket.objects.waiting().filter(waiting_until__lte=clock.now()).order_by("waiting_until")
    by, why = robot(), own_words(gettext_noop("The planned moment has come."))
    _each(due, lambda ticket: resume(ticket, by=by, why=why, at=ticket.waiting_until))


@jobs.every("* * * * * */5", seconds=300)
def warn_of_deadlines(timestamp: int) -> None:  # noqa: ARG001
    """Tell of promises that come near their deadlines, or have missed them."""
    warn()


@jobs.every("3-59/10 * * * *", seconds=300)
def close_silent(timestamp: int) -> None:  # noqa: ARG001
    """Close resolved tickets about which the customer was silent for as many working days as the desk waits."""
    days = loop_plan().silence_days
    if not days:
        return
    until = silent_since(clock.now(), days)
    due = Ticket.objects.resolved().filter(resolved_at__lte=until).order_by("resolved_at")
    by = robot()
    why = why_silent(days)
    _each(due, lambda ticket: close(ticket, by=by, why=why))


@jobs.every("* * * * *", seconds=55)
def look_after_hands(timestamp: int) -> None:  # noqa: ARG001
    """Pass on what lies with somebody who is silent, away or gone."""
    look_after_hands_now()


@jobs.task(name="okno.desk.jobs.look_after_hands_now", queue="sweeps", seconds=55)
def look_after_hands_now() -> None:
    """Do so at once, where somebody has just said who is away."""
    now = clock.now()
    look_at_people(now)
    due = Ticket.objects.filter(hands_due_at__lte=now).order_by("hands_due_at")
    duty_of = who.asked(now)
    _each(due, lambda ticket: look_after(ticket, duty_of))


@jobs.every("* * * * *", seconds=55)
def approvals_due(timestamp: int) -> None:  # noqa: ARG001
    """Look after approvals whose working hours are over."""
    look_after_approvals()


@jobs.every("13 * * * *", seconds=60)
def forget_presence(timestamp: int) -> None:  # noqa: ARG001
    """Forget who looked at what."""
    forget_the_gone()


@jobs.every("1-59/5 * * * *", seconds=280)
def renew_search(timestamp: int) -> None:  # noqa: ARG001
    """Give a document to tickets that have none for the search; where all have one, read the oldest ones anew."""
    if index_missing(INDEXED_AT_MOST) == 0:
        index_oldest(AT_MOST)


@jobs.every("* * * * * 5-59/15", seconds=60)
def renew_search_of_chats(timestamp: int) -> None:  # noqa: ARG001
    """Let the search read together what was said in chats."""
    index_chats(clock.now() - CHATS_LOOK_BACK)


@jobs.task(name="index", queue="reactions", seconds=600)
def index_tickets(tickets: list[int]) -> None:
    """Let the search read these tickets anew: what they say has changed without a fact of their own."""
    for_search(tickets)


@jobs.task(name="recount", queue="reactions", seconds=600, priority=jobs.AWAITED)
def recount() -> None:
    """Promise all open tickets anew: something by which promises are made has changed."""
    recount_all(help_wanted=lambda: jobs.later(recount))


def recount_later(cause: str) -> None:
    """Let a worker promise all open tickets anew, in this transaction's name; `cause` says in words what has changed."""
    ask_for_recount(cause)
    jobs.wake(recount)


@jobs.task(name="rehearse", queue="reactions", seconds=600, priority=jobs.AWAITED)
def rehearse(rehearsal: int) -> None:
    """Run a draft over the facts of the past."""
    go_on_rehearsing(rehearsal, help_wanted=lambda: jobs.later(rehearse, rehearsal=rehearsal))


def rehearse_later(rehearsal: Rehearsal) -> None:
    """Let a worker rehearse it."""
    jobs.later(rehearse, rehearsal=rehearsal.pk)


@jobs.every("* * * * *")
def begin_versions(timestamp: int) -> None:  # noqa: ARG001
    """Promise anew where a version of a policy has begun today; and go on with a run that was left alone."""
    for version in begun_versions():
        recount_later(_("The policy “%(name)s” has a new version in force.") % {"name": version.policy})
    if Recount.objects.filter(ended_at=None).exists():
        jobs.wake(recount)


@jobs.every("* * * * *", seconds=300)
def go_on_with_runs(timestamp: int) -> None:  # noqa: ARG001
    """Go on with a run whose process is gone."""
    for run in BulkRun.objects.filter(ended_at=None, begun_at__lt=clock.now() - ABANDONED)[:AT_MOST]:
        go_on(run)


def silent_since(now: datetime, days: int) -> datetime:
    """Return the same hour so many working days ago, by the usual calendar: Thursday noon is silent until Tuesday noon."""
    calendar = usual_calendar()
    moment, worked = now, 0
    for _day in range(LONGEST_LOOK_BACK):
        moment -= timedelta(days=1)
        midnight = moment.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        worked += calendar.between(midnight, midnight + timedelta(days=1)) > 0
        if worked == days:
            break
    return moment


def _each(due: TicketQuerySet, act: Callable[[Ticket], object]) -> None:
    """Claim the tickets one by one; another worker skips what is claimed, and one that fails holds up no other."""
    failed: list[int] = []
    for _turn in range(AT_MOST):
        with transaction.atomic():
            ticket = due.exclude(pk__in=failed).select_for_update(skip_locked=True, of=("self",)).first()
            if ticket is None:
                return
            try:
                with transaction.atomic():
                    act(ticket)
            except Exception:
                log.exception("the sweep could not change ticket %s", ticket.number)
                failed.append(ticket.pk)
