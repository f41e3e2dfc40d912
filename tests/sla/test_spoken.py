"""Promises in the words of a reply: what is one, until when, and what is none."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from okno.sla.models import Metric
from okno.sla.spoken import spoken
from okno.sla.worktime import ALWAYS, Calendar

MOSCOW = ZoneInfo("Europe/Moscow")
WEEK = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = Calendar.from_plain({"zone": "Europe/Moscow", "week": WEEK})
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=MOSCOW)
REPLY, DEED = Metric.GIVEN_REPLY, Metric.GIVEN_DEED

FOUND = [
    ("Сделаем до пятницы.", DEED, (27, 18, 0)),
    ("Ответим завтра до 15:00.", REPLY, (25, 15, 0)),
    ("Исправим в течение двух часов.", DEED, (24, 13, 0)),
    ("Добрый день! Вернусь с ответом через 30 минут.", REPLY, (24, 11, 30)),
    ("Перезвоним в течение часа", REPLY, (24, 12, 0)),
    ("Починим в течение 3 часов", DEED, (24, 15, 0)),
    ("Настроим сегодня.", DEED, (24, 18, 0)),
    ("Сообщу послезавтра к 10", REPLY, (26, 10, 0)),
    ("Заменим картридж к четвергу", DEED, (26, 18, 0)),
    ("Пришлём акт до 30 ноября", DEED, (30, 18, 0)),
    ("Пришлём акт до 27.11", DEED, (27, 18, 0)),
    ("Напишем до конца дня", REPLY, (24, 18, 0)),
    ("Решим до конца недели", DEED, (27, 18, 0)),
    ("В течение двух рабочих дней восстановим доступ", DEED, (26, 18, 0)),
    ("Отвечу до 12:30", REPLY, (24, 12, 30)),
    ("Исправим в субботу", DEED, (28, 18, 0)),
    ("We will fix it by Friday.", DEED, (27, 18, 0)),
    ("I'll get back to you tomorrow by 3 pm", REPLY, (25, 15, 0)),
    ("We'll reply within two hours", REPLY, (24, 13, 0)),
    ("It will be done by end of day", DEED, (24, 18, 0)),
    ("I will let you know by 30 November", REPLY, (30, 18, 0)),
]


@pytest.mark.parametrize(("text", "metric", "when"), FOUND)
def test_a_promise_is_found_with_its_moment(text: str, metric: Metric, when: tuple[int, int, int]) -> None:
    day, hour, minute = when
    [one] = spoken(text, TUESDAY, OFFICE, MOSCOW)
    assert (one.metric, one.until.astimezone(MOSCOW)) == (
        metric,
        datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо, посмотрим.",
        "Не ответим до пятницы.",
        "Вы сможете прислать журнал до пятницы?",
        "> Сделаем до пятницы.",
        "Сделаем. Магазин работает до 15:00.",
        "Ответим до 10:00",
        "Сделаем до 31.02",
        "Сделали вчера до 15:00",
        "We will not fix it by Friday",
        "",
    ],
)
def test_what_is_no_promise_is_not_found(text: str) -> None:
    assert spoken(text, TUESDAY, OFFICE, MOSCOW) == []


def test_an_answer_and_a_deed_in_one_text_are_two_promises() -> None:
    found = spoken("Сегодня до 17:00 напишем, что нашли. Исправим до пятницы.", TUESDAY, OFFICE, MOSCOW)
    assert [(one.metric, one.until.astimezone(MOSCOW).day) for one in found] == [(REPLY, 24), (DEED, 27)]


def test_day_and_night_a_day_ends_in_the_evening() -> None:
    [one] = spoken("Сделаем завтра", TUESDAY, ALWAYS, MOSCOW)
    assert one.until.astimezone(MOSCOW).hour == 18


@given(some.text(max_size=200), some.sampled_from([text for text, *_rest in FOUND]))
def test_whatever_stands_around_nothing_breaks_and_no_moment_lies_behind(noise: str, text: str) -> None:
    for one in spoken(f"{noise} {text} {noise}", TUESDAY, OFFICE, MOSCOW):
        assert one.until.astimezone(UTC) > TUESDAY
