"""A clock that nobody can compute is an alarm on the page, in the search and at the doctor; never silence."""

import pytest
from django.test import Client
from django.utils import timezone

from okno.catalog.models import Priority
from okno.cli.doctor.finding import Health
from okno.cli.doctor.promises import uncounted
from okno.core import clock as time
from okno.desk.actions.recount_all import ask_for_recount, recount_all
from okno.desk.actions.wait import wait
from okno.desk.actions.warn import warn
from okno.desk.models import Clock, Fact, Ticket, WaitingFor
from okno.desk.search.finding import find
from okno.desk.search.language import parse
from okno.people.models import Person
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty() -> WorkCalendar:
    """A calendar without working time; the settings refuse such a one, a repair by hand may leave it."""
    calendar = WorkCalendar.objects.create(name="Пустой", week={})
    Priority.objects.filter(is_default=True).update(calendar=calendar)
    return calendar


def found(person: Person) -> list[int]:
    return [ticket.number for ticket in find(person, parse("срок:неизвестен", timezone.localdate())).tickets]


def test_a_letter_is_a_ticket_all_the_same_and_everybody_sees_the_alarm(
    empty: WorkCalendar, as_boris: Client, boris: Person
) -> None:
    ticket = make.ticket()
    assert set(Clock.objects.filter(ticket=ticket).values_list("due_at", "warn_at")) == {(None, None)}
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "в календаре «Пустой» нет рабочего времени" in page
    assert "Открыть календарь" not in page
    assert [(one.health, str(ticket.number) in one.seen) for one in uncounted()] == [(Health.ILL, True)]
    assert Ticket.objects.filter(pk=ticket.pk, next_due_at=None).exists()
    assert warn() == 0
    assert found(boris) == [ticket.number]


def test_what_stands_still_is_no_alarm_and_a_mended_calendar_ends_it(
    empty: WorkCalendar, boris: Person
) -> None:
    ticket, held = make.ticket(), make.ticket()
    wait(held, WaitingFor.CUSTOMER, by=boris)
    Clock.objects.filter(ticket=held).exclude(metric="resolution").update(stopped_at=time.now())
    assert list(Clock.objects.uncounted().values_list("ticket", flat=True).distinct()) == [ticket.pk]
    WorkCalendar.objects.filter(pk=empty.pk).update(is_always=True, version=2)
    ask_for_recount("Календарь поправлен.")
    recount_all()
    assert [one.health for one in uncounted()] == [Health.WELL]
    assert not Clock.objects.filter(ticket=ticket, warn_at=None).exists()


def test_a_calendar_that_loses_its_time_stops_no_other_warning(boris: Person) -> None:
    lost, other = make.ticket(), make.ticket(priority=Priority.objects.get(code="critical"))
    working = WorkCalendar.objects.get(is_always=False)
    WorkCalendar.objects.filter(pk=working.pk).update(week={}, holidays=[], exceptions={}, version=7)
    Clock.objects.update(warn_at=time.now(), warn_step=50)
    Clock.objects.filter(ticket=other).update(minutes=0, due_at=time.now())
    warn()
    assert set(Fact.objects.filter(kind="clock.missed").values_list("ticket", flat=True)) == {other.pk}
    assert set(Clock.objects.uncounted().values_list("ticket", flat=True)) == {lost.pk}
