"""The strategy of a team on the real tables: who is on shift, at the desk, and has room."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from okno.automation.actions.give import give, give_waiting
from okno.catalog.actions.found import found
from okno.core import clock
from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_tags
from okno.desk.actions.take_next import put_back
from okno.desk.models import Fact, Ticket
from okno.people.models import Organisation, Person, Strategy, Team
from okno.staffing.actions.be_away import be_away
from okno.staffing.models import Attendance
from tests import make

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Moscow"))  # a Monday


def at_the_desk(*people: Person) -> None:
    for person in people:
        Attendance.objects.update_or_create(person=person, defaults={"seen_at": NOON, "leaves_at": NOON})


@pytest.fixture
def team(db: None, boris: Person, vera: Person) -> Team:
    found()
    team = make.team("Первая линия", strategy=Strategy.LEAST_LOADED)
    for person in (boris, vera):
        team.memberships.create(person=person)
    at_the_desk(boris, vera)
    return team


def given(team: Team, **fields: object) -> Person | None:
    """Open a ticket at noon and let the strategy act."""
    with clock.moved_to(NOON):
        ticket = make.ticket(team=team, at=NOON, **fields)
        give(ticket)
    ticket.refresh_from_db()
    return ticket.owner


def test_the_desk_gives_a_ticket_and_says_why(team: Team, boris: Person, vera: Person) -> None:
    assert {given(team), given(team)} == {boris, vera}
    fact = Fact.objects.filter(kind="ticket.assigned").latest("id")
    assert fact.by.is_robot
    assert fact.why
    assert Ticket.objects.latest("id").hands_due_at == NOON + timedelta(minutes=30), (
        "and it is to be accepted"
    )


def test_who_is_away_not_seen_or_full_gets_nothing(team: Team, boris: Person, vera: Person) -> None:
    with clock.moved_to(NOON):
        be_away(boris, "sick", by=vera, starts_at=NOON)
    assert given(team) == vera
    Person.objects.filter(pk=vera.pk).update(capacity=1)
    assert given(team) is None
    Attendance.objects.filter(person=vera).update(seen_at=NOON - timedelta(hours=1))
    Person.objects.update(capacity=None)
    assert given(team) is None


def test_what_nobody_could_get_is_given_when_somebody_has_room(
    team: Team, boris: Person, vera: Person
) -> None:
    Attendance.objects.update(seen_at=None)
    assert given(team) is None
    with clock.moved_to(NOON):
        give_waiting()
        assert Ticket.objects.get().owner is None
        at_the_desk(vera)
        give_waiting()
    assert Ticket.objects.get().owner == vera


def test_who_put_it_back_does_not_get_it_again(team: Team, boris: Person, vera: Person) -> None:
    first = given(team)
    assert first is not None
    ticket = Ticket.objects.get()
    with clock.moved_to(NOON):
        put_back(ticket, by=first, why="Не моя услуга.")
        give(ticket)
        ticket.refresh_from_db()
        second = ticket.owner
        assert second not in (None, first)
        put_back(ticket, by=second, why="И не моя.")
        assert not give(ticket)


def test_skills_are_matched_with_service_and_tags(team: Team, boris: Person, vera: Person) -> None:
    Team.objects.update(strategy=Strategy.BY_SKILL)
    Person.objects.filter(pk=vera.pk).update(skills=["vpn"])
    Person.objects.filter(pk=boris.pk).update(skills=["печать"])
    assert given(team) is not None
    with clock.moved_to(NOON):
        ticket = make.ticket(team=team, at=NOON)
        set_tags(ticket, ["VPN"], by=boris)
        give(ticket)
    ticket.refresh_from_db()
    assert ticket.owner == vera


def test_the_territory_and_the_customer(team: Team, boris: Person, vera: Person) -> None:
    Team.objects.update(strategy=Strategy.TERRITORY)
    anna = make.person(organisation=Organisation.objects.create(name="ООО «Территория»", keeper=vera))
    assert given(team, by=anna) == vera
    assert given(team, by=anna) == vera
    Team.objects.update(strategy=Strategy.KNOWS_CUSTOMER)
    assert given(team, by=anna) == vera
    assert given(team, by=make.person()) == boris


def test_a_ticket_in_somebodys_hands_or_of_a_team_without_a_strategy_stays(
    team: Team, boris: Person, vera: Person
) -> None:
    with clock.moved_to(NOON):
        ticket = make.ticket(team=team, at=NOON)
        assign(ticket, owner=boris, team=team, by=vera)
        assert not give(ticket)
        assert not give(make.ticket(at=NOON))
        Team.objects.update(strategy=Strategy.BY_HAND)
        assert not give(make.ticket(team=team, at=NOON))


@pytest.mark.django_db(transaction=True)
def test_rel_34_ten_workers_give_a_hundred_tickets_once_each_and_never_exceed_a_capacity(
    boris: Person, vera: Person
) -> None:
    found()
    Person.objects.filter(pk__in=[boris.pk, vera.pk]).update(capacity=30)
    teams = [make.team(strategy=Strategy.LEAST_LOADED) for _number in range(2)]
    for one in teams:
        for person in (boris, vera):
            one.memberships.create(person=person)
    at_the_desk(boris, vera)
    with clock.moved_to(NOON):
        tickets = [make.ticket(team=teams[number % 2], at=NOON) for number in range(100)]
    start = Barrier(10)

    def work(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '60s'")  # ten wait for the same two
        start.wait()
        with clock.moved_to(NOON):
            for place in range(len(tickets) // 4):  # each ticket is given by two or three of them
                give(tickets[(number * 10 + place) % len(tickets)])
        connection.close()

    threads = [Thread(target=work, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [Ticket.objects.filter(owner=person).count() for person in (boris, vera)] == [30, 30]
    assert Ticket.objects.filter(owner=None).count() == 40
    assert Fact.objects.filter(kind="ticket.assigned").count() == 60


def test_chats_have_a_capacity_of_their_own(team: Team, boris: Person, vera: Person) -> None:
    vera.capacity, boris.capacity, boris.chat_capacity = 0, 0, 1
    for person in (boris, vera):
        person.save()
    team.memberships.get(person=vera).delete()
    assert given(team) is None, "no room for a ticket"
    assert given(team, door="chat") == boris, "but for a chat"
    assert given(team, door="chat") is None, "for one"
    boris.capacity = 1
    boris.save()
    assert given(team) == boris, "and a chat takes no place of a ticket"
