from datetime import timedelta

import pytest

from okno.core import clock
from okno.desk.actions.hear import hear
from okno.desk.models import Clock, Fact, State
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def test_a_first_message_opens_a_ticket_with_its_promises(anna: Person) -> None:
    message = hear(make.said(), by=anna)
    ticket = message.ticket
    assert (ticket.state, ticket.requester, ticket.subject) == (State.NEW, anna, "Принтер гудит")
    assert set(Clock.objects.filter(ticket=ticket).values_list("metric", flat=True)) == {
        "reaction",
        "first_reply",
        "resolution",
    }
    assert ticket.next_due_at is not None
    assert list(Fact.objects.filter(ticket=ticket).values_list("kind", flat=True)) == ["ticket.opened"]


def test_the_same_key_is_heard_once(anna: Person) -> None:
    first = hear(make.said(key="k1"), by=anna)
    assert hear(make.said(key="k1"), by=anna) == first


def test_thanks_alone_does_not_reopen(anna: Person, boris: Person) -> None:
    from okno.desk.actions.resolve import resolve

    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    hear(make.said("Спасибо большое!"), by=anna, ticket=ticket)
    ticket.refresh_from_db()
    assert ticket.state == State.RESOLVED
    hear(make.said("Спасибо, но он снова гудит"), by=anna, ticket=ticket)
    ticket.refresh_from_db()
    assert ticket.state == State.OPEN


def test_long_after_closing_a_message_starts_a_follow_up(anna: Person, boris: Person) -> None:
    from okno.desk.actions.close import close

    ticket = make.ticket(by=anna)
    close(ticket, by=boris, at=clock.now() - timedelta(days=15))
    later = hear(make.said("Опять!"), by=anna, ticket=ticket)
    assert later.ticket != ticket
    assert later.ticket.follow_up_of == ticket
