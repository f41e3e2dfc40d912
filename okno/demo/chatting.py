"""The chat is on, and some talked there in the last days: short conversations, made by the verbs, each at its own moments.

What is a job elsewhere is done at once: of the past nothing waits in the queue.
"""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Final

from django.utils.translation import override

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import book, sending, talk, visitors, waiting
from okno.channels.chat.window import look
from okno.channels.models import Visitor
from okno.core import clock
from okno.demo.company import Company
from okno.demo.stories.telling import DISPATCHERS
from okno.desk.actions.assign import take
from okno.desk.actions.close import close
from okno.desk.actions.reply import reply
from okno.desk.models import Ticket
from okno.people import consents
from okno.people.models import Person
from okno.people.provider import ours
from okno.sla.worktime import Calendar

TAKES: Final = timedelta(minutes=10)  # at most, from the first word to the end of the work
WORK_HOURS = 3  # of the desk between one chat and the one before
SECONDS = (35, 50, 65, 80, 40, 120, 55, 70, 45, 95, 60)  # until somebody came
TALKS = (
    ("Ольга", "Здравствуйте! А терминал у нас принимает карты «Мир» без PIN?",
     "Добрый день, Ольга! Да, до 3000 ₽ без PIN, выше — спросит.", "Поняла, спасибо!"),
    ("Игорь П.", "Не приходит код для входа в личный кабинет",
     "Проверил: письмо ушло минуту назад. Загляните, пожалуйста, в «Спам».", "Нашёл, вошёл. Спасибо"),
    ("", "до скольки вы работаете сегодня?", "До 18:00, а критичное принимаем круглосуточно.", "ок"),
    ("Света, магазин на Лесной", "Касса пишет «закончилась лента», а лента новая",
     "Скорее всего, лента вставлена не той стороной: термослой должен смотреть на вас.", "Перевернула — печатает!"),
    ("Тимур", "Можно прислать акт за октябрь ещё раз?", "Конечно, отправляем на почту бухгалтерии.", "Благодарю"),
)  # fmt: skip


def write(company: Company) -> None:
    """Switch the chat on, and let the past conversations happen."""
    desk = the_chat_desk().get()
    desk.is_active, desk.team = True, company.teams[DISPATCHERS]
    set_up_chat(desk)
    now, agents = clock.now(), cycle([company.people["boris"], company.people["vera"]])
    with override(ours().language):
        for number, (waited, told) in enumerate(zip(SECONDS, cycle(TALKS), strict=False)):
            ago = (len(SECONDS) - number) * WORK_HOURS * 3600
            at = begins(company.calendar, company.calendar.add(now, -ago))
            _talk(number, told, at, timedelta(seconds=waited), next(agents))


def begins(calendar: Calendar, at: datetime) -> datetime:
    """Return the moment, or an earlier one where the desk would close before the conversation is over."""
    spent = TAKES.total_seconds()
    return at if calendar.between(at, at + TAKES) == spent else calendar.add(at, -int(spent))


def _talk(number: int, told: tuple[str, ...], at: datetime, waited: timedelta, agent: Person) -> None:
    name, asks, answer, thanks = told
    agreed = [text.pk for text in consents.asked_of_strangers()]
    with clock.moved_to(at):
        visitor, _secret = visitors.welcome(f"a window of the demo {number:04}", name=name)
        ticket = talk.begin(visitor, asks, key="asks", agreed=agreed).ticket
    with clock.moved_to(at + waited):
        take(ticket, by=agent)
        waiting.end_of_waiting(ticket.facts.get(kind="ticket.taken"))
    with clock.moved_to(at + waited + timedelta(seconds=40)):
        reply(Ticket.objects.get(pk=ticket.pk), answer, by=agent)
        sending.send(ticket.facts.get(kind="message.replied"))
        _reads(visitor)
    with clock.moved_to(at + waited + timedelta(seconds=75)):
        talk.say(book.open_to(visitor), thanks, key="thanks")
        talk.end(visitor)
    with clock.moved_to(at + waited + timedelta(minutes=3)):
        close(Ticket.objects.get(pk=ticket.pk), by=agent)


def _reads(visitor: Visitor) -> None:
    chat = book.chat_of(visitor)
    assert chat is not None, "it has begun"
    window = look(chat, 0, clock.now())
    chat.refresh_from_db()
    sending.read(chat, window.upto)
