from datetime import UTC, datetime, timedelta

import pytest

from okno.core import clock
from okno.desk import forecast
from okno.desk.actions.classify import set_service
from okno.desk.actions.close import confirm
from okno.desk.actions.resolve import resolve
from okno.people.models import Person
from okno.sla.worktime import ALWAYS, Calendar
from tests import make

HOUR = 3600
OFFICE = Calendar.from_plain(
    {"zone": "UTC", "week": {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_half_of_those_alike_lie_between_the_two_lengths() -> None:
    found = forecast.expected([n * HOUR for n in range(1, 22)], MONDAY, MONDAY, ALWAYS)
    assert found is not None
    assert (found.low, found.high, found.count) == (timedelta(hours=6), timedelta(hours=16), 21)
    assert (found.begin, found.end) == (MONDAY + timedelta(hours=6), MONDAY + timedelta(hours=16))


def test_fewer_than_ten_say_nothing() -> None:
    assert forecast.expected([HOUR] * 9, MONDAY, MONDAY, ALWAYS) is None
    assert forecast.expected([HOUR] * 10, MONDAY, MONDAY, ALWAYS) is not None


def test_what_has_passed_counts_and_the_likely_time_lies_ahead() -> None:
    now = MONDAY + timedelta(hours=8)
    found = forecast.expected([n * HOUR for n in range(1, 41)], MONDAY, now, ALWAYS)
    assert found is not None
    assert found.begin is not None
    assert found.end is not None
    assert now < found.begin < found.end
    assert found.low == timedelta(hours=10, minutes=45)  # of all, not of the slow ones alone


def test_what_takes_longer_than_nearly_all_has_no_likely_time() -> None:
    found = forecast.expected([HOUR] * 30, MONDAY, MONDAY + timedelta(hours=5), ALWAYS)
    assert found is not None
    assert (found.begin, found.end) == (None, None)


def test_nights_and_weekends_are_stepped_over() -> None:
    friday = datetime(2026, 11, 20, 17, tzinfo=UTC)
    found = forecast.expected([2 * HOUR] * 10, friday, friday, OFFICE)
    assert found is not None
    assert found.begin == found.end == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_only_solved_tickets_of_the_same_service_and_priority_are_alike(boris: Person, anna: Person) -> None:
    printers, phones = make.service("Печать"), make.service("Телефоны")
    now = clock.now()
    for n in range(12):
        service = printers if n < 10 else phones
        with clock.moved_to(now - timedelta(days=10, hours=n)):
            old = make.ticket(by=anna, text=f"Дело {n}")
            set_service(old, service, by=boris)
            resolve(old, by=boris) if n % 2 else confirm(old, by=anna)
    asked, other = make.ticket(by=anna, text="Опять"), make.ticket(by=anna, text="Звонок")
    assert forecast.forecast(asked, now) is None  # nobody has said what it is about
    set_service(asked, printers, by=boris)
    set_service(other, phones, by=boris)
    asked.refresh_from_db()
    other.refresh_from_db()
    found = forecast.forecast(asked, clock.now())
    assert found is not None
    assert found.count == 10
    assert forecast.forecast(other, clock.now()) is None


@pytest.mark.django_db
def test_the_past_is_read_once_for_all_who_look(boris: Person, django_assert_num_queries) -> None:
    ticket = make.ticket()
    set_service(ticket, make.service(), by=boris)
    ticket.refresh_from_db()
    with django_assert_num_queries(1):
        forecast.forecast(ticket, clock.now())
        forecast.forecast(ticket, clock.now())
