"""What a visitor says goes the one road, once; what he claims opens nothing; what he has not seen goes on by mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from okno.channels.chat import book, sending, talk, visitors, waiting
from okno.channels.chat.window import look
from okno.channels.models import Chat, ChatDesk, Delivery, DeliveryState, Mailbox, Visitor
from okno.core import clock
from okno.core.refusals import BadInput, NotAllowed
from okno.desk import message_ids
from okno.desk.actions.assign import assign, take
from okno.desk.actions.close import close
from okno.desk.actions.merge import merge
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant, remove_participant
from okno.desk.actions.reply import reply
from okno.desk.models import Fact, Message, State, Ticket
from okno.people.models import Address, Channel, Person
from tests import make
from tests.channels import letters
from tests.channels.chat.conftest import MARK

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=2)


def test_a_chat_is_a_ticket_of_the_team(begun: Message, chat: Chat, desk: ChatDesk) -> None:
    ticket = begun.ticket
    assert (ticket.door, ticket.team, ticket.state) == ("chat", desk.team, State.NEW)
    assert ticket.requester.name == "Мария"
    assert ticket.requester.addresses.get().channel == Channel.CHAT


def test_what_is_sent_twice_is_said_once(visitor: Visitor, begun: Message) -> None:
    again = talk.begin(visitor, "Не открывается личный кабинет", key="first")
    twice = [talk.say(book.open_to(visitor), "Алло?", key="second") for _ in range(2)]
    assert (again, twice[0]) == (begun, twice[1])
    assert Message.objects.count() == 2
    assert visitors.welcome(MARK, name="Другая")[0] == visitor, (
        "and a first message sent twice is one visitor's"
    )


def test_a_secret_is_kept_as_its_hash_and_grows_old(desk: ChatDesk) -> None:
    visitor, secret = visitors.welcome(MARK)
    assert secret not in {visitor.key, visitor.person.addresses.get().value}
    assert visitors.by_secret(secret) == visitor
    assert visitors.by_secret(secret[:-1] + "!") is None
    with clock.moved_to(clock.now() + visitors.STANDS):
        assert visitors.by_secret(secret) is None
    with pytest.raises(BadInput):
        visitors.welcome("short")


def test_who_takes_part_in_a_chat_gets_its_answers_by_mail(
    chat: Chat, boris: Person, anna: Person, run_jobs: Callable[..., int]
) -> None:
    add_participant(chat.ticket, anna, by=boris)
    told = reply(chat.ticket, "Готово", by=boris)
    run_jobs(only="react")
    assert set(Delivery.objects.filter(message=told).values_list("door", "recipient")) == {
        ("chat", chat.visitor.person_id),
        ("mail", anna.pk),
    }
    remove_participant(chat.ticket, anna, by=boris)
    later = reply(chat.ticket, "И это готово", by=boris)
    run_jobs(only="react")
    assert Delivery.objects.get(message=later).door == "chat"


def test_a_window_is_vouched_for_one_person_only(anna: Person, grigory: Person, desk: ChatDesk) -> None:
    assert visitors.welcome(MARK, person=anna)[0].person == anna
    with pytest.raises(NotAllowed):
        visitors.welcome(MARK, person=grigory)


def test_a_claimed_address_joins_nobody(visitor: Visitor, anna: Person) -> None:
    message = talk.begin(visitor, "Я Анна", key="k", email="Anna@romashka.test")
    assert message.author != anna
    assert Chat.objects.get().email == "anna@romashka.test"
    assert not Address.objects.filter(person=message.author, channel=Channel.MAIL).exists()
    for address in ("нет", "support@desk.test", "noreply@romashka.test"):
        Mailbox.objects.get_or_create(address="support@desk.test")
        with pytest.raises(talk.BadAddress):
            talk.go_on_by_mail(visitor, address)


def test_an_answer_stands_in_the_open_window_at_once(
    chat: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    look(chat, 0, clock.now())
    answer = reply(chat.ticket, "Сейчас посмотрю", by=boris)
    note(chat.ticket, "Звонил дважды", by=boris)
    run_jobs()
    delivery = Delivery.objects.get(message=answer)
    assert (delivery.door, delivery.state) == ("chat", DeliveryState.SENT)
    again = book.latest(chat.visitor_id)
    assert again is not None
    window = look(again, 0, clock.now())
    assert [one.text for one in window.said] == ["Не открывается личный кабинет", "Сейчас посмотрю"]
    chat.refresh_from_db()
    sending.read(chat, answer.pk + 1000)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    assert Chat.objects.get().read_upto == answer.pk


def test_an_answer_that_was_read_before_the_job_ran_is_read(
    chat: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    answer = reply(chat.ticket, "Готово", by=boris)
    look(chat, 0, clock.now())
    chat.refresh_from_db()
    sending.read(chat, answer.pk)
    run_jobs()
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


def test_what_nobody_has_seen_goes_on_by_mail_and_its_answer_comes_back(
    visitor: Visitor, chat: Chat, boris: Person, run_jobs: Callable[..., int], anna: Person
) -> None:
    box = letters.mailbox(trusted_authserv_id="mx.desk.test")
    look(chat, 0, clock.now())
    talk.go_on_by_mail(visitor, "anna@romashka.test")
    answer = reply(chat.ticket, "Сбросил пароль", by=boris)
    run_jobs()
    assert not Delivery.objects.filter(door="mail").exists(), "the window is open"
    with clock.moved_to(clock.now() + LATER):
        sending.go_on()
        sending.go_on()
    letter = Delivery.objects.get(door="mail")
    assert (letter.message, letter.address) == (answer, "anna@romashka.test")
    fact = Fact.objects.get(kind="chat.went_on")
    assert fact.by.is_robot
    assert fact.why

    mark = f"support+{message_ids.reply_token(chat.ticket, 'anna@romashka.test')}@desk.test"
    heard = letters.came(letters.raw(to=mark), box)
    assert heard.ticket == chat.ticket
    assert heard.message is not None
    assert heard.message.author == anna, "who reads there says so himself"
    stranger = letters.came(letters.raw(by="Чужой <other@other.test>", to=mark), box)
    assert stranger.ticket != chat.ticket


def test_without_an_address_the_answer_waits_in_the_chat(
    chat: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    answer = reply(chat.ticket, "Готово", by=boris)
    run_jobs(also_later=True)
    waiting_one = Delivery.objects.get()
    assert (waiting_one.state, bool(waiting_one.reason)) == (DeliveryState.QUEUED, True)
    look(chat, 0, clock.now())
    waiting_one.refresh_from_db()
    assert (waiting_one.state, waiting_one.message) == (DeliveryState.SENT, answer)


def test_a_closed_chat_is_taken_up_again_and_an_ended_one_is_followed_by_a_new_one(
    visitor: Visitor, chat: Chat, boris: Person
) -> None:
    close(chat.ticket, by=boris)
    assert talk.say(book.open_to(visitor), "Опять не открывается", key="again").ticket == chat.ticket
    assert Ticket.objects.get(pk=chat.ticket_id).state == State.OPEN
    talk.end(visitor)
    talk.end(visitor)
    assert Fact.objects.filter(kind="chat.ended").count() == 1
    talk.say(book.open_to(visitor), "Нет, ещё вопрос", key="no-end")
    assert Chat.objects.get().ended_at is None
    talk.end(visitor)
    other = talk.begin(visitor, "Другой вопрос", key="other")
    assert other.ticket != chat.ticket
    assert book.latest(visitor.pk) == other.ticket.chat


def test_a_chat_that_was_merged_shows_nothing_of_the_other_ticket(
    visitor: Visitor, chat: Chat, boris: Person, anna: Person
) -> None:
    foreign = make.ticket(by=anna, text="Тайна Анны")
    merge(chat.ticket, foreign, by=boris)
    joined = book.latest(visitor.pk)
    assert joined is not None
    assert look(joined, 0, clock.now()).said == []
    own = talk.say(book.open_to(visitor), "Я ещё здесь", key="after")
    assert own.ticket not in {foreign, chat.ticket}
    joined = book.latest(visitor.pk)
    assert joined is not None
    assert [one.text for one in look(joined, 0, clock.now()).said] == ["Я ещё здесь"]


def test_the_end_of_waiting_is_when_a_person_comes(
    chat: Chat, boris: Person, vera: Person, run_jobs: Callable[..., int]
) -> None:
    assign(chat.ticket, owner=boris, by=vera)
    run_jobs()
    assert Chat.objects.filter(taken_at=None).exists(), "given is not yet there"
    take(Ticket.objects.get(pk=chat.ticket_id), by=boris)
    run_jobs()
    chat.refresh_from_db()
    assert chat.taken_at is not None
    assert waiting.place_of(None) == 1
