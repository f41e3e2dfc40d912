"""Between the lines: on with what was tried, back with a reason; who talks to the customer stays."""

import pytest

from okno.core.refusals import Refusal
from okno.desk.actions.assign import hand_over, take
from okno.desk.actions.next_line import send_back, set_speaker, to_next_line
from okno.desk.models import Fact, Ticket
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(boris: Person) -> Ticket:
    """A ticket of the first line, in the hands of Boris."""
    found = make.ticket(team=make.team("Первая"))
    take(found, by=boris)
    return Ticket.objects.get(pk=found.pk)


def test_the_next_line_is_the_team_of_the_service_there(ticket: Ticket, boris: Person) -> None:
    network = make.team("Сеть", line=2)
    make.team("Почта", line=2)
    ticket.service = make.service("Интернет", team=ticket.team, second_team=network)
    ticket.save()
    to_next_line(ticket, tried="Перезагрузили роутер", by=boris)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.owner, ticket.speaker) == (network, None, boris)
    assert (
        Fact.objects.filter(ticket=ticket, kind="ticket.handed_over").get().data["tried"]
        == "Перезагрузили роутер"
    )


def test_where_a_line_has_no_team_the_next_one_is_meant(ticket: Ticket, boris: Person) -> None:
    third = make.team("Инженеры", line=3)
    to_next_line(ticket, tried="Всё", by=boris)
    ticket.refresh_from_db()
    assert ticket.team == third


def test_where_one_has_to_choose_nothing_is_guessed(ticket: Ticket, boris: Person) -> None:
    chosen = make.team("Сеть", line=2)
    make.team("Почта", line=2)
    make.team("А", line=3)
    make.team("Б", line=3)
    with pytest.raises(Refusal):
        to_next_line(ticket, tried="Всё", by=boris)
    to_next_line(ticket, tried="Всё", team=chosen, by=boris)
    ticket.refresh_from_db()
    assert ticket.team == chosen


def test_a_ticket_comes_back_to_the_team_and_person_it_came_from_with_the_reason(
    ticket: Ticket, boris: Person, vera: Person
) -> None:
    first = ticket.team
    hand_over(ticket, team=make.team("Вторая", line=2), tried="Всё", by=boris)
    take(ticket, by=vera)
    send_back(ticket, reason="Не хватает версии программы", by=vera)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.owner, ticket.speaker) == (first, boris, boris)
    fact = Fact.objects.filter(ticket=ticket, kind="ticket.sent_back").get()
    assert fact.data["reason"] == "Не хватает версии программы"


def test_what_was_always_here_cannot_come_back(ticket: Ticket, boris: Person) -> None:
    with pytest.raises(Refusal):
        send_back(ticket, reason="Не туда", by=boris)


def test_the_speaker_is_changed_by_hand_and_only_a_colleague_speaks(
    ticket: Ticket, boris: Person, anna: Person
) -> None:
    set_speaker(ticket, boris, by=boris)
    set_speaker(ticket, boris, by=boris)
    assert Fact.objects.filter(ticket=ticket, kind="ticket.speaker_set").count() == 1
    with pytest.raises(Refusal):
        set_speaker(ticket, anna, by=boris)


def test_the_page_says_who_talks_to_the_customer(
    as_boris, ticket: Ticket, boris: Person, vera: Person
) -> None:
    set_speaker(ticket, vera, by=boris)
    assert "С клиентом говорит Вера Соколова." in as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "Говорит с клиентом" in as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
