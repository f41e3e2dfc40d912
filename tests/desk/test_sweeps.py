"""What the desk does by the clock: planned tickets wake, silence closes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.core import clock
from okno.desk import jobs
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.desk.models import Clock, Fact, State, Ticket, WaitingFor
from okno.people.models import Person
from okno.sla.clocks import pauses
from tests import make

pytestmark = pytest.mark.django_db

THURSDAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)  # noon in Moscow


def test_a_planned_ticket_wakes_at_its_moment_and_says_why(boris: Person) -> None:
    ticket = make.ticket()
    until = clock.now() + timedelta(hours=2)
    wait(ticket, WaitingFor.PLANNED, by=boris, until=until)
    jobs.wake_planned(0)
    assert Ticket.objects.get(pk=ticket.pk).state == State.WAITING
    with time_machine.travel(until + timedelta(seconds=40)):
        jobs.wake_planned(0)
        jobs.wake_planned(0)
    assert Ticket.objects.get(pk=ticket.pk).state == State.OPEN
    fact = Fact.objects.get(ticket=ticket, kind="ticket.resumed")
    assert (fact.by.is_robot, bool(fact.why), fact.at) == (True, True, until)


def test_the_clocks_run_from_the_planned_moment_not_from_the_sweep(boris: Person) -> None:
    ticket = make.ticket()
    until = clock.now() + timedelta(hours=2)
    wait(ticket, WaitingFor.PLANNED, by=boris, until=until)
    with time_machine.travel(until + timedelta(minutes=50)):
        jobs.wake_planned(0)
    kept = pauses(Clock.objects.get(ticket=ticket, metric="resolution"))
    assert [(one.end, one.why, one.by) for one in kept] == [(until, "planned", boris.pk)]


def test_one_ticket_that_cannot_wake_holds_up_no_other(
    boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = clock.now() + timedelta(hours=1)
    bad, good = make.ticket(), make.ticket()
    for ticket in (bad, good):
        wait(ticket, WaitingFor.PLANNED, by=boris, until=until)
    real = jobs.resume

    def breaks(ticket: Ticket, **words: object) -> None:
        if ticket.pk == bad.pk:
            raise ValueError("broken")
        real(ticket, **words)

    monkeypatch.setattr(jobs, "resume", breaks)
    with time_machine.travel(until + timedelta(minutes=1)):
        jobs.wake_planned(0)
    assert [Ticket.objects.get(pk=ticket.pk).state for ticket in (bad, good)] == [State.WAITING, State.OPEN]


def test_silence_closes_after_three_working_days_and_says_why(boris: Person) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        ticket = make.ticket()
        resolve(ticket, by=boris)
    for days, expected in (
        (1, State.RESOLVED),
        (4, State.RESOLVED),
        (5, State.CLOSED),
    ):  # Friday, Monday, Tuesday
        with time_machine.travel(THURSDAY + timedelta(days=days, minutes=1), tick=False):
            jobs.close_silent(0)
        assert Ticket.objects.get(pk=ticket.pk).state == expected, days
    fact = Fact.objects.get(ticket=ticket, kind="ticket.closed")
    assert fact.by.is_robot
    assert "3" in fact.why


def test_a_desk_without_working_days_closes_nothing_soon(boris: Person) -> None:
    from okno.sla.models import WorkCalendar

    calendar = WorkCalendar.objects.get(name="Рабочие часы")
    now = clock.now()
    holidays = [(now - timedelta(days=day)).date().isoformat() for day in range(80)]
    WorkCalendar.objects.filter(pk=calendar.pk).update(
        holidays=holidays, exceptions={}, version=calendar.version + 80
    )
    assert now - jobs.silent_since(now, 3) >= timedelta(days=jobs.LONGEST_LOOK_BACK)
