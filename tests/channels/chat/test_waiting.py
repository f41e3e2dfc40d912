"""How long one waits is told from what was, and not at all where little is known."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from okno.channels.actions.set_up_chat import set_up_chat
from okno.channels.chat import talk, visitors, waiting
from okno.channels.chat.waiting import Accuracy, Foretold, alike, expected, measured
from okno.channels.models import Chat, ChatDesk
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.take_next import take_chat, take_next, waiting_chats
from okno.desk.models import Ticket
from okno.people.models import Person, Team
from okno.sla.models import WorkCalendar
from tests import make
from tests.channels.chat.conftest import NOON

STEADY = [60, 60, 60, 60, 60, 120, 120, 120, 120, 120]


def test_half_of_the_waits_make_the_interval() -> None:
    assert expected(STEADY, place=1, free=1, seats=1, talk=600) == Foretold(60, 120)
    assert expected(STEADY[:9], place=1, free=1, seats=1, talk=600) is None


def test_without_a_free_place_one_waits_for_conversations_to_end() -> None:
    told = expected(STEADY, place=2, free=0, seats=2, talk=600)
    assert told == Foretold(60 + 300, 120 + 900)
    assert expected(STEADY, place=1, free=0, seats=0, talk=600) is None


def test_like_hours_are_those_of_the_weekday_then_of_any_day() -> None:
    mondays = [(0, 12, 30)] * 10
    others = [(3, 13, 90)] * 10
    assert alike(mondays + others, 0, 11) == [30] * 10
    assert alike(mondays[:9] + others, 0, 12) == [30] * 9 + [90] * 10
    assert alike(others, 0, 3) == [90] * 10
    assert alike([(0, 0, 5)] * 10, 0, 23) == [5] * 10, "midnight is near eleven"
    assert alike(mondays[:9], 0, 12) == []


def test_a_forecast_is_measured_by_what_came() -> None:
    assert measured([]) is None
    assert measured([(60, 120, 90.0), (60, 120, 200.0), (60, 120, 30.0), (60, 120, 60.0)]) == Accuracy(
        4, 2, 15
    )
    assert Accuracy(4, 2, 15).percent == 50


@pytest.mark.django_db
def test_who_is_there_is_told_and_else_when_somebody_comes(
    desk: ChatDesk, team: Team, boris: Person, seen: Callable[..., None]
) -> None:
    office = WorkCalendar.objects.create(
        name="Часы чата", week={day: [["10:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    )
    desk.calendar = office
    set_up_chat(desk)
    with clock.moved_to(NOON):
        seen(None, boris)
        assert not waiting.staff().is_open, "was never at the desk"
        seen(NOON, boris)
        assert waiting.staff() == waiting.Staff(is_open=True, seats=3, free=3)
        seen(NOON - timedelta(hours=2), boris)
        assert waiting.staff() == waiting.Staff(is_open=False), (
            "on shift, but not at the desk: nobody knows until when"
        )
    evening = NOON + timedelta(hours=9)
    with clock.moved_to(evening):
        seen(evening, boris)
        told = waiting.staff()
        assert not told.is_open
        assert told.opens_at == NOON + timedelta(hours=22)


@pytest.mark.django_db
def test_what_was_told_is_kept_beside_what_came(
    desk: ChatDesk, boris: Person, seen: Callable[..., None], run_jobs: Callable[..., int]
) -> None:
    for number in range(11):
        with clock.moved_to(NOON + timedelta(minutes=number)):
            seen(clock.now(), boris)
            visitor, _secret = visitors.welcome(f"a-window-of-my-own-{number:06}")
            ticket = talk.begin(visitor, "Вопрос", key="k").ticket
        with clock.moved_to(NOON + timedelta(minutes=number, seconds=50)):
            take(ticket, by=boris)
            run_jobs()
            talk.end(visitor)
            Ticket.objects.filter(pk=ticket.pk).update(state="closed")
    last = Chat.objects.latest("pk")
    assert (last.low, last.high) == (50, 50)
    with clock.moved_to(NOON + timedelta(hours=1)):
        assert waiting.accuracy(clock.now()) == Accuracy(1, 1, 0)


@pytest.mark.django_db
def test_a_full_colleague_gets_no_chat_by_itself_but_may_take_one(
    desk: ChatDesk, boris: Person, vera: Person
) -> None:
    boris.chat_capacity = 1
    boris.save()
    for number in range(2):
        visitor, _secret = visitors.welcome(f"a-window-of-my-own-{number:06}")
        talk.begin(visitor, "Вопрос", key="k")
    first = take_chat(by=boris)
    assert first is not None
    assert first.owner == boris
    other = make.ticket()
    assert take_next(by=boris) in {None, other}, "what is next for him is no chat"
    assert take_chat(by=vera) is None, "not of the team"
    assert waiting_chats(boris).count() == 1
    assert take_chat(by=boris) is not None
    assert take_chat(by=boris) is None
