"""A promise in the words of a reply is offered, kept only where it is ticked, and seen as kept or broken."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.desk.actions.reply import reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.undo_send import undo_send
from okno.desk.audit import Audit, audit
from okno.desk.models import Clock, Message, Ticket
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Moscow
TEXT = "Сегодня до 17:00 напишем, что нашли. Исправим до пятницы."
BOTH = {
    "promise": ["given_reply", "given_deed"],
    "given_reply_until": "2026-11-24T17:00",
    "given_deed_until": "2026-11-27T12:00",
}


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NOW, tick=False) as now:
        yield now


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna)


def send(client, ticket: Ticket, **more):
    return client.post(f"/tickets/{ticket.number}/replies/", {"text": TEXT, "key": "k", **more})


def given(ticket: Ticket) -> dict[str, Clock]:
    return {one.metric: one for one in ticket.clocks.filter(metric__startswith="given")}


def test_what_is_written_is_offered_and_what_was_chosen_stays_chosen(as_boris, ticket: Ticket) -> None:
    address = f"/tickets/{ticket.number}/offers/"
    page = as_boris.post(address, {"text": TEXT}).content.decode()
    assert 'value="2026-11-24T17:00"' in page
    assert 'value="2026-11-27T18:00"' in page
    assert "checked" not in page
    again = as_boris.post(address, {"text": TEXT, **BOTH}).content.decode()
    assert again.count("checked") == 2
    assert 'value="2026-11-27T12:00"' in again
    assert as_boris.post(address, {"text": "Смотрим."}).content.decode().strip() == ""


def test_nothing_is_promised_by_itself(as_boris, ticket: Ticket) -> None:
    send(as_boris, ticket)
    assert given(ticket) == {}


def test_a_promise_of_an_answer_ends_with_the_next_reply_and_one_of_a_deed_with_the_solution(
    as_boris, boris: Person, ticket: Ticket, tuesday
) -> None:
    for _twice in range(2):
        assert send(as_boris, ticket, **BOTH).status_code < 400
    kept = given(ticket)
    assert kept["given_reply"].due_at == NOW + timedelta(hours=6)
    assert kept["given_deed"].due_at == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    fact = ticket.facts.filter(kind="promise.given").earliest("id")
    assert fact.data["words"] == "Сегодня до 17:00 напишем, что нашли."
    page = as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    assert "Взять обратно" in page
    ledger = as_boris.get(f"/tickets/{ticket.number}/ledger/?clock=given_deed").content.decode()
    assert "Это пообещал заявителю специалист" in ledger
    tuesday.shift(timedelta(hours=7))
    reply(ticket, "Нашли.", by=boris)
    late = given(ticket)
    assert late["given_reply"].stopped_at > late["given_reply"].due_at
    assert late["given_deed"].stopped_at is None
    resolve(ticket, by=boris)
    assert given(ticket)["given_deed"].stopped_at == NOW + timedelta(hours=7)
    assert audit() == Audit(agree=1)


def test_a_moment_that_is_past_is_refused_before_anything_is_said(as_boris, ticket: Ticket) -> None:
    answer = send(as_boris, ticket, promise=["given_reply"], given_reply_until="2026-11-24T10:00")
    assert answer.status_code == 422
    assert not Message.objects.filter(kind="reply").exists()


def test_a_promise_is_taken_back_by_hand_and_with_the_letter_that_never_left(
    as_boris, boris: Person, ticket: Ticket
) -> None:
    send(as_boris, ticket, **BOTH)
    address = f"/tickets/{ticket.number}/promises/withdrawal/"
    as_boris.post(address, {"given": given(ticket)["given_deed"].pk})
    assert given(ticket)["given_deed"].cancelled_at is not None
    undo_send(Message.objects.get(kind="reply"), by=boris)
    assert given(ticket)["given_reply"].cancelled_at is not None
    assert audit() == Audit(agree=1)
