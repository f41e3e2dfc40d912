"""Each step reaches the visitor once: in the window while he is there, by letter where he said to when he has left."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from okno.channels.chat import sending, solving, talk
from okno.channels.chat.window import look
from okno.channels.models import Chat, Delivery, Visitor
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.close import close
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.desk.models import WaitingFor
from okno.people.models import Person

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=2)
MAIL = "maria@home.test"


@pytest.fixture
def named(visitor: Visitor, chat: Chat) -> Chat:
    """The visitor has told where to write, and his window is open."""
    talk.go_on_by_mail(visitor, MAIL)
    look(chat, 0, clock.now())
    Chat.objects.update(goes_on_at=None)
    chat.refresh_from_db()
    return chat


def told() -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(door="mail").order_by("pk").values_list("purpose", "address"))


def test_whoever_has_left_gets_each_step_where_he_said_to(
    named: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    with clock.moved_to(clock.now() + LATER):
        take(named.ticket, by=boris)
        wait(named.ticket, WaitingFor.CUSTOMER, by=boris)
        run_jobs(only="react")
        resolve(named.ticket, by=boris)
        close(named.ticket, by=boris)
        run_jobs(only="react")
    assert told() == [
        (one, MAIL) for one in (Purpose.TAKEN, Purpose.WAITING, Purpose.ASK_SOLVED, Purpose.CLOSED)
    ]


def test_an_open_window_shows_the_steps_and_no_letter_leaves(
    named: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    take(named.ticket, by=boris)
    wait(named.ticket, WaitingFor.CUSTOMER, by=boris)
    close(named.ticket, by=boris)
    run_jobs(only="react")
    assert told() == []


@pytest.mark.parametrize("how", ["resolve", "reply"])
def test_a_window_that_closes_without_an_answer_is_followed_by_the_question(
    named: Chat, boris: Person, run_jobs: Callable[..., int], how: str
) -> None:
    if how == "resolve":
        resolve(named.ticket, by=boris)
    else:
        reply(named.ticket, "Сбросил пароль", by=boris, then=Then.RESOLVE)
    run_jobs(only="react")
    sending.go_on()
    look(Chat.objects.get(), 0, clock.now())
    assert told() == [], "he reads it in the window"
    for _twice in range(2):
        with clock.moved_to(clock.now() + LATER):
            Chat.objects.filter(goes_on_at=None).update(goes_on_at=clock.now())
            sending.go_on()
    assert told() == [(Purpose.ASK_SOLVED, MAIL)]


def test_an_answer_that_goes_on_by_mail_asks_by_itself(
    named: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    with clock.moved_to(clock.now() + LATER):
        reply(named.ticket, "Сбросил пароль", by=boris, then=Then.RESOLVE)
        run_jobs(only="react")
        sending.go_on()
    assert told() == [(Purpose.REPLY, MAIL)]


def test_whoever_has_said_that_it_is_solved_is_not_asked(
    named: Chat, visitor: Visitor, boris: Person, run_jobs: Callable[..., int]
) -> None:
    resolve(named.ticket, by=boris)
    run_jobs(only="react")
    solving.say_solved(visitor, stars=5)
    with clock.moved_to(clock.now() + LATER):
        sending.go_on()
    assert told() == []


def test_a_stranger_without_an_address_is_told_in_the_window_alone(
    chat: Chat, boris: Person, run_jobs: Callable[..., int]
) -> None:
    take(chat.ticket, by=boris)
    resolve(chat.ticket, by=boris)
    run_jobs(only="react")
    sending.go_on()
    assert told() == []
