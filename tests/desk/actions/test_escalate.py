"""A ticket goes up one step: the lead watches it, then the administrators; by hand with a reason, and by the clock."""

from datetime import timedelta

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.desk.actions.assign import take
from okno.desk.actions.escalate import NobodyAbove, escalate
from okno.desk.actions.resolve import resolve
from okno.desk.actions.warn import warn
from okno.desk.models import Fact, Ticket, Watch
from okno.desk.refusals import EmptyText, NotNow
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(boris: Person, vera: Person) -> Ticket:
    team = make.team("Первая линия")
    team.memberships.create(person=boris)
    team.memberships.create(person=vera, is_lead=True)
    made = make.ticket(team=team, priority=Priority.objects.get(code="critical"))
    take(made, by=boris)
    return Ticket.objects.get(pk=made.pk)


def watching(ticket: Ticket) -> set[str]:
    return {str(one.person) for one in Watch.objects.filter(ticket=ticket).select_related("person")}


def test_the_lead_comes_first_then_the_administrators_then_nobody(
    ticket: Ticket, boris: Person, vera: Person, gleb: Person
) -> None:
    assert escalate(ticket, by=boris, why="Клиент важный") == [vera]
    assert escalate(ticket, by=boris, why="Молчат") == [gleb]
    with pytest.raises(NobodyAbove):
        escalate(ticket, by=boris, why="Ещё выше")
    assert watching(ticket) == {str(vera), str(gleb)}
    facts = Fact.objects.filter(ticket=ticket, kind="ticket.escalated").order_by("id")
    assert [(fact.by_id, fact.why, fact.data["people"]) for fact in facts] == [
        (boris.pk, "Клиент важный", [vera.pk]),
        (boris.pk, "Молчат", [gleb.pk]),
    ]


def test_a_lead_escalates_to_the_administrators_and_not_to_herself(
    ticket: Ticket, vera: Person, gleb: Person
) -> None:
    assert escalate(ticket, by=vera, why="Не справляемся") == [gleb]


def test_a_reason_is_needed_and_what_is_over_goes_nowhere(ticket: Ticket, boris: Person) -> None:
    with pytest.raises(EmptyText):
        escalate(ticket, by=boris, why="  ")
    resolve(ticket, by=boris)
    with pytest.raises(NotNow):
        escalate(ticket, by=boris, why="Поздно")


def test_a_missed_solution_goes_up_by_itself_and_says_why(ticket: Ticket, vera: Person, gleb: Person) -> None:
    version = ticket.version
    due = ticket.clocks.get(metric="resolution").due_at
    with time_machine.travel(due + timedelta(seconds=5), tick=False):
        warn()
        warn()
    assert watching(ticket) == {str(vera)}
    fact = Fact.objects.get(ticket=ticket, kind="ticket.escalated")
    assert (fact.by.is_robot, fact.why) == (True, "Срок прошёл: решение.")
    assert Ticket.objects.get(pk=ticket.pk).version == version


def test_the_form_asks_for_a_reason_and_says_who_watches_now(as_boris, ticket: Ticket, vera: Person) -> None:
    page = as_boris.get(f"/tickets/{ticket.number}/escalation/")
    assert "Прочтёт руководитель команды" in page.content.decode()
    done = as_boris.post(f"/tickets/{ticket.number}/escalation/", {"why": "Клиент важный"}, follow=True)
    assert "Теперь следит: Вера Соколова." in done.content.decode()
    assert watching(ticket) == {"Вера Соколова"}
