"""Warnings of deadlines: each step once, for the deadline that holds, and nothing in the ticket moves by it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.core import clock as time
from okno.desk.actions.assign import take
from okno.desk.actions.classify import set_priority
from okno.desk.actions.merge import merge
from okno.desk.actions.reply import reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import resume, wait
from okno.desk.actions.warn import AT_ONCE, warn
from okno.desk.models import Clock, Fact, Ticket, WaitingFor, Warned, WarningPlan
from okno.people.models import Person
from okno.sla.warnings import moment
from tests import make

pytestmark = pytest.mark.django_db
AFTER = timedelta(seconds=3)


@pytest.fixture
def ticket(boris: Person) -> Ticket:
    """A critical ticket in Boris' hands: 120 minutes by day and night; reaction is kept."""
    made = make.ticket(priority=Priority.objects.get(code="critical"))
    take(made, by=boris)
    reply(made, "Смотрю.", by=boris)
    return Ticket.objects.get(pk=made.pk)


def resolution(ticket: Ticket) -> Clock:
    return Clock.objects.select_related("calendar").get(ticket=ticket, metric="resolution")


def at(ticket: Ticket, step: int) -> datetime:
    return moment(resolution(ticket), step) + AFTER


def told(ticket: Ticket) -> list[tuple[str, int]]:
    facts = Fact.objects.filter(ticket=ticket, kind__startswith="clock.").order_by("id")
    return [(fact.kind.removeprefix("clock."), fact.data["share"]) for fact in facts]


def warned_until(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        warn()


def test_the_chosen_steps_are_told_once_each_and_the_others_not(ticket: Ticket) -> None:
    for step in (50, 75, 75, 90, 100, 100):
        warned_until(at(ticket, step))
    assert told(ticket) == [("warned", 75), ("warned", 90), ("missed", 100)]
    assert resolution(ticket).warn_at is None
    fact = Fact.objects.filter(ticket=ticket, kind="clock.warned").earliest("id")
    assert (fact.by.is_robot, fact.data["whom"], fact.why) == (True, ["owner"], "Рабочих минут: 90 из 120.")
    assert datetime.fromisoformat(fact.data["due"]) == resolution(ticket).due_at


def test_a_desk_that_was_down_tells_the_last_step_alone(ticket: Ticket) -> None:
    warned_until(at(ticket, 100) + timedelta(days=2))
    assert told(ticket) == [("missed", 100)]


def test_a_warning_leaves_the_ticket_as_it_was(ticket: Ticket) -> None:
    before = Ticket.objects.values("version", "changed_at", "next_due_at", "last_message_at").get(
        pk=ticket.pk
    )
    warned_until(at(ticket, 90))
    assert told(ticket) == [("warned", 90)]
    assert Ticket.objects.values(*before).get(pk=ticket.pk) == before


def test_what_waits_or_is_over_or_merged_away_is_not_warned_of(ticket: Ticket, boris: Person) -> None:
    waits, solved, gone = (make.ticket(priority=ticket.priority) for _ in range(3))
    for one in (waits, solved, gone):
        take(one, by=boris)
        reply(one, "Смотрю.", by=boris)
    late = at(gone, 100)
    wait(waits, WaitingFor.CUSTOMER, by=boris)
    resolve(solved, by=boris)
    merge(gone, ticket, by=boris)
    warned_until(late)
    assert [told(one) for one in (waits, solved, gone)] == [[], [], []]


def test_a_pause_puts_the_warning_off_and_repeats_none(ticket: Ticket, boris: Person) -> None:
    warned_until(at(ticket, 75))
    noon = at(ticket, 75)
    with time_machine.travel(noon, tick=False):
        wait(ticket, WaitingFor.CUSTOMER, by=boris)
    warned_until(noon + timedelta(hours=5))
    with time_machine.travel(noon + timedelta(hours=6), tick=False):
        resume(ticket, by=boris)
        warn()
    assert told(ticket) == [("warned", 75)]
    warned_until(at(ticket, 90))
    assert told(ticket) == [("warned", 75), ("warned", 90)]


def test_a_later_deadline_is_warned_of_anew_and_an_old_one_not_twice(ticket: Ticket, boris: Person) -> None:
    critical, medium = ticket.priority, Priority.objects.get(code="medium")
    first = at(ticket, 90)
    warned_until(first)
    with time_machine.travel(first, tick=False):
        set_priority(ticket, medium, by=boris)
        warn()
        assert resolution(ticket).warn_at > first
        set_priority(ticket, critical, by=boris)
        warn()
    assert told(ticket) == [("warned", 90)]
    with time_machine.travel(first, tick=False):
        set_priority(ticket, medium, by=boris)
    warned_until(at(ticket, 75))
    assert told(ticket) == [("warned", 90), ("warned", 75)]
    with time_machine.travel(at(ticket, 75), tick=False):
        set_priority(ticket, critical, by=boris)
        warn()
    assert told(ticket)[2:] == [("missed", 100)]


def test_who_is_told_at_which_step_is_chosen_for_each_promise(ticket: Ticket) -> None:
    WarningPlan.objects.update_or_create(pk=1, defaults={"steps": {"resolution": {"50": ["team", "lead"]}}})
    for step in (50, 75, 90, 100):
        warned_until(at(ticket, step))
    facts = Fact.objects.filter(ticket=ticket, kind__startswith="clock.").order_by("id")
    assert [(fact.data["share"], fact.data["whom"]) for fact in facts] == [(50, ["team", "lead"]), (100, [])]


def test_clocks_of_an_older_desk_are_summed_and_what_they_missed_is_told_to_nobody(ticket: Ticket) -> None:
    late = make.ticket(at=time.now() - timedelta(days=30))
    Clock.objects.update(warn_at=time.now(), warn_step=0, warned=0, warned_at=None)
    warn()
    assert told(ticket) == told(late) == []
    assert resolution(ticket).warn_step == 50
    assert resolution(late).warn_at is None
    warned_until(at(ticket, 75))
    assert told(ticket) == [("warned", 75)]


def test_more_than_a_batch_is_told_without_a_statement_for_each(
    ticket: Ticket, django_assert_max_num_queries: Callable[..., object]
) -> None:
    due = [make.ticket(priority=ticket.priority) for _ in range(12)]
    with time_machine.travel(at(due[-1], 100), tick=False), django_assert_max_num_queries(16):
        assert warn() == 2 * 12 + 12 + 1 <= AT_ONCE
    assert Warned.objects.count() == 37
