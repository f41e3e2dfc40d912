"""Nobody's tickets: each exception by its name, and one press that mends it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from okno.catalog.actions.found import found
from okno.cli.doctor.hands import hands
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.mend import mend
from okno.desk.board import board
from okno.desk.models import Ticket
from okno.desk.nobodys import Lack, nobodys
from okno.people.models import Person, Team
from okno.staffing.actions.be_away import be_away
from okno.staffing.models import Attendance
from tests import make

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Moscow"))  # a Monday


@pytest.fixture
def team(db: None, boris: Person, vera: Person) -> Team:
    found()
    team = make.team("Первая линия")
    for person in (boris, vera):
        team.memberships.create(person=person)
    return team


@pytest.fixture(autouse=True)
def noon() -> object:
    with clock.moved_to(NOON):
        yield


def lacks() -> dict[int, Lack]:
    return {one.ticket.pk: one.lack for one in nobodys(Ticket.objects.all(), clock.now())}


def held(team: Team, by: Person) -> Ticket:
    ticket = make.ticket(team=team, at=NOON)
    take(ticket, by=by)
    return Ticket.objects.get(pk=ticket.pk)


def test_every_exception_has_its_name_and_is_mended_with_one_press(
    team: Team, boris: Person, vera: Person
) -> None:
    empty, gone = make.team("Пустая", line=2), make.agent("Ушедший", teams=(team,))
    held(team, vera)
    make.ticket(team=team, at=NOON)
    none = make.ticket(at=NOON)
    lost, away = held(team, gone), held(team, boris)
    waits = make.ticket(team=empty, at=NOON)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    be_away(boris, "holiday", by=vera, starts_at=NOON)
    assert lacks() == {
        none.pk: Lack.NO_HANDS, lost.pk: Lack.GONE, away.pk: Lack.AWAY, waits.pk: Lack.EMPTY_TEAM,
    }  # fmt: skip
    (finding,) = hands()
    assert finding.health == "care"
    assert str(none.number) in finding.seen
    for one in (none, lost, away, waits):
        assert mend(one, by=vera)
        assert mend(one, by=vera) is None
    assert lacks() == {}
    (finding,) = hands()
    assert finding.health == "well"
    assert [Ticket.objects.get(pk=one.pk).owner for one in (none, lost, away, waits)] == [
        None,
        None,
        None,
        vera,
    ]
    assert Ticket.objects.get(pk=none.pk).team == team


def test_whoever_is_stood_in_for_has_nobodys_tickets_not(team: Team, boris: Person, vera: Person) -> None:
    held(team, boris)
    be_away(boris, "holiday", by=vera, starts_at=NOON, substitute=vera)
    assert lacks() == {}
    be_away(vera, "sick", by=vera, starts_at=NOON)
    assert set(lacks().values()) == {Lack.AWAY}


def test_the_page_knows_a_bounded_number_of_statements(
    team: Team, boris: Person, vera: Person, django_assert_max_num_queries
) -> None:
    be_away(boris, "holiday", by=vera, starts_at=NOON)
    for _number in range(12):
        held(team, boris)
    with django_assert_max_num_queries(14):
        assert len(lacks()) == 12


def test_the_board_counts_what_everybody_has(
    team: Team, boris: Person, vera: Person, django_assert_max_num_queries
) -> None:
    for _number in range(3):
        held(team, boris)
    make.ticket(team=team, at=NOON)
    Person.objects.filter(pk=boris.pk).update(capacity=3)
    be_away(vera, "sick", by=vera, starts_at=NOON)
    Attendance.objects.update_or_create(person=boris, defaults={"seen_at": NOON - timedelta(minutes=5)})
    for person in range(10):
        team.memberships.create(person=make.agent(f"Коллега {person}"))
    with django_assert_max_num_queries(10):
        (table,) = board([team], Ticket.objects.all(), clock.now())
    seats = {seat.person.pk: seat for seat in table.seats}
    mine = seats[boris.pk]
    assert (mine.is_there, mine.is_present, mine.is_full, mine.figures["in_hand"]) == (True, True, True, 3)
    assert "18:00" in mine.words
    assert not seats[vera.pk].is_there
    assert seats[vera.pk].words
    assert (table.there, table.figures["unassigned"], table.figures["late"]) == (11, 1, 0)
    assert table.seats[-1].person == vera, "who is there stands first"
