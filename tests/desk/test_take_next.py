"""«Give me the next one»: the most urgent that suits, never the same to two."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from okno.catalog.models import Priority
from okno.core import clock
from okno.core.refusals import BadInput, Refusal
from okno.desk.actions.assign import assign
from okno.desk.actions.take_next import put_back, reason, take_next
from okno.desk.actions.wait import wait
from okno.desk.models import Fact, Ticket
from okno.people.models import Person, Team
from tests import make
from tests.cli.desk import wait_for


@pytest.fixture
def team(boris: Person) -> Team:
    team = make.team("Вторая линия", line=2)
    team.memberships.create(person=boris)
    return team


def test_the_nearest_deadline_of_the_own_teams_comes_first(team: Team, boris: Person, vera: Person) -> None:
    usual = make.ticket(team=team)
    urgent = make.ticket(team=team, priority=Priority.objects.get(code="critical"))
    foreign = make.ticket(team=make.team(line=2), priority=Priority.objects.get(code="critical"))
    waits = make.ticket(team=team, priority=Priority.objects.get(code="critical"))
    wait(waits, "customer", by=vera)
    taken = make.ticket(team=team, priority=Priority.objects.get(code="critical"))
    assign(taken, owner=vera, team=team, by=vera)
    assert [take_next(by=boris) for _turn in range(3)] == [urgent, usual, None]
    fact = Fact.objects.get(ticket=urgent, kind="ticket.taken")
    assert fact.why
    assert {foreign.owner, Ticket.objects.get(pk=waits.pk).owner} == {None}


def test_without_promises_priority_and_age_decide(team: Team, boris: Person) -> None:
    Priority.objects.update(reaction_minutes=None, first_reply_minutes=None, resolution_minutes=None)
    hour = timedelta(hours=1)
    older, newer = (make.ticket(team=team, at=clock.now() - age * hour) for age in (2, 1))
    urgent = make.ticket(team=team, priority=Priority.objects.get(code="critical"))
    assert [take_next(by=boris) for _turn in range(4)] == [urgent, older, newer, None]


def test_what_has_no_team_is_for_the_first_line(boris: Person, vera: Person, team: Team) -> None:
    ticket = make.ticket()
    assert take_next(by=boris) is None
    make.team(line=1).memberships.create(person=vera)
    assert take_next(by=vera) == ticket


def test_the_work_of_a_closed_team_is_for_its_members_alone(boris: Person, team: Team) -> None:
    make.ticket(team=make.team(is_closed=True))
    assert take_next(by=boris) is None


def test_what_was_put_back_says_why_and_does_not_come_again(team: Team, boris: Person, vera: Person) -> None:
    ticket = make.ticket(team=team)
    assert take_next(by=boris) == ticket
    with pytest.raises(BadInput):
        put_back(ticket, by=boris, why=" ")
    with pytest.raises(Refusal):
        put_back(ticket, by=vera, why="Не его.")
    put_back(ticket, by=boris, why="Нужен доступ, которого у меня нет.")
    put_back(ticket, by=boris, why="Ещё раз.")
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.team) == (None, team)
    assert Fact.objects.get(kind="ticket.put_back").why == "Нужен доступ, которого у меня нет."
    assert take_next(by=boris) is None
    team.memberships.create(person=vera)
    assert take_next(by=vera) == ticket


def test_the_reason_names_the_promise_that_comes_first(team: Team, boris: Person) -> None:
    now = clock.now()
    ticket = make.ticket(team=team, priority=Priority.objects.get(code="critical"), at=now)
    assert "30" in reason(ticket, now)
    assert "10" in reason(ticket, now + timedelta(minutes=40))


@pytest.mark.django_db(transaction=True)
def test_what_only_the_desk_itself_holds_is_waited_for(boris: Person) -> None:
    """A reaction holds what has just come, just when somebody presses; no colleague was faster."""
    team = make.team(line=2)
    team.memberships.create(person=boris)
    ticket, got = make.ticket(team=team), []

    def ask() -> None:
        got.append(take_next(by=boris))
        connection.close()

    asking = Thread(target=ask)
    with transaction.atomic():
        Ticket.objects.select_for_update().get(pk=ticket.pk)
        asking.start()
        wait_for(_somebody_waits)
    asking.join()
    assert got == [ticket]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_different_tickets(boris: Person) -> None:
    team = make.team(line=2)
    people = [make.agent(teams=(team,)) for _number in range(50)]
    for _number in range(50):
        make.ticket(team=team)
    start, got = Barrier(len(people)), []

    def ask(person: Person) -> None:
        start.wait()
        ticket = take_next(by=person)
        got.append((person.pk, ticket.pk if ticket else None))
        connection.close()

    threads = [Thread(target=ask, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ticket for _person, ticket in got} - {None}) == 50
    assert set(got) == set(Ticket.objects.values_list("owner", "pk"))
