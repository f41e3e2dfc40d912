"""A page of a chat fetches what was said since it was drawn; where more has changed, all of it is drawn anew."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from okno.catalog.models import Priority
from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import book, talk, visitors
from okno.channels.chat.window import look
from okno.channels.models import Visitor
from okno.core import clock, files
from okno.core.scanning import scan_waiting
from okno.desk import access
from okno.desk.actions.assign import take
from okno.desk.actions.classify import set_priority
from okno.desk.actions.hear import NewFile
from okno.desk.actions.reply import reply
from okno.desk.models import Fact, Ticket
from okno.people.models import Person
from tests import make, scanners

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def visitor(db: None) -> Visitor:
    row = the_chat_desk().get()
    row.is_active = True
    set_up_chat(row)
    return visitors.welcome("a window of a journey, long enough")[0]


@pytest.fixture
def ticket(visitor: Visitor, boris: Person) -> Ticket:
    ticket = talk.begin(visitor, "Касса молчит", key="first").ticket
    take(ticket, by=boris)
    return ticket


def word_in(page: str) -> str:
    found = re.search(r'name="news" value="([^"]*)"', page)
    return found[1] if found else ""


def page_of(client: Client, ticket: Ticket) -> str:
    return word_in(client.get(f"/tickets/{ticket.number}/").content.decode())


def news(client: Client, ticket: Ticket, word: str) -> str:
    """Return the parts that came; nothing where all is to be fetched."""
    answer = client.get(f"/tickets/{ticket.number}/talk/?news={word}", headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "none"
    return "" if answer.headers.get("HX-Trigger") == "desk:whole" else answer.content.decode()


def test_what_was_said_comes_alone_and_the_page_goes_on_from_there(
    as_boris: Client, visitor: Visitor, ticket: Ticket
) -> None:
    first = page_of(as_boris, ticket)
    talk.say(book.open_to(visitor), "Алло <b>?", key="second")
    came = news(as_boris, ticket, first)
    assert "Алло &lt;b&gt;?" in came
    assert "Касса молчит" not in came
    assert 'hx-target="#talk-' in came
    second = word_in(came)
    assert second != first
    assert "message__text" not in news(as_boris, ticket, second), "nothing is new"


def test_a_page_that_has_missed_more_than_words_is_drawn_whole(
    as_boris: Client, visitor: Visitor, boris: Person, ticket: Ticket
) -> None:
    word = page_of(as_boris, ticket)
    assert news(as_boris, ticket, word) != ""
    set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    assert news(as_boris, ticket, word) == ""
    for forged in ("", "x", "1:2:3", f"{10**17}:a:b:", f"1:a:b:{'9' * 30}.sent", "0:::", "🙂:a:b:"):
        assert news(as_boris, ticket, forged) == ""


def test_words_of_another_day_need_the_whole_page(as_boris: Client, visitor: Visitor, ticket: Ticket) -> None:
    word = page_of(as_boris, ticket)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        talk.say(book.open_to(visitor), "Доброе утро", key="morning")
        assert news(as_boris, ticket, word) == ""


def test_an_answer_is_answered_with_what_is_new(as_boris: Client, visitor: Visitor, ticket: Ticket) -> None:
    as_boris.post(f"/tickets/{ticket.number}/replies/", {"text": "Смотрю", "key": "a0"})
    word = page_of(as_boris, ticket)
    talk.say(book.open_to(visitor), "Жду", key="second")
    answer = as_boris.post(
        f"/tickets/{ticket.number}/replies/", {"text": "Готово", "key": "a1", "news": word}, headers=HTMX
    )
    came = answer.content.decode()
    assert answer.status_code == 200
    assert "Жду" in came
    assert "Готово" in came
    assert f'data-fact="{Fact.objects.latest("pk").pk}"' in came
    solved = {"text": "Всё", "key": "a2", "news": word_in(came), "then": "resolve"}
    whole = as_boris.post(f"/tickets/{ticket.number}/replies/", solved, headers=HTMX)
    assert "HX-Reswap" not in whole.headers, "another state is another page"


def test_what_became_of_an_answer_comes_when_it_changes(
    as_boris: Client, boris: Person, visitor: Visitor, ticket: Ticket, run_jobs
) -> None:
    message = reply(ticket, "Проверьте питание", by=boris)
    assert "ждёт в чате" in as_boris.get(f"/tickets/{ticket.number}/").content.decode()
    word = page_of(as_boris, ticket)
    chat = book.chat_of(visitor)
    assert chat is not None
    look(chat, 0, clock.now(), is_seen=True)
    run_jobs(only="react")
    came = news(as_boris, ticket, word)
    assert f'hx-target="#message-{message.pk}"' in came
    assert "прочитано в чате" in came
    assert "прочитано в чате" not in news(as_boris, ticket, word_in(came))


def test_promises_that_have_moved_come_with_the_words(
    as_boris: Client, boris: Person, visitor: Visitor, ticket: Ticket
) -> None:
    reply(ticket, "Смотрю", by=boris)
    word = page_of(as_boris, ticket)
    talk.say(book.open_to(visitor), "И ещё вопрос", key="second")
    came = news(as_boris, ticket, word)
    assert "И ещё вопрос" in came
    moved = Ticket.objects.get(pk=ticket.pk).clocks.filter(metric="next_reply").exists()
    assert ("promises-" in came) is moved


def test_news_cost_a_handful_of_statements(
    as_boris: Client, visitor: Visitor, ticket: Ticket, django_assert_max_num_queries
) -> None:
    word = page_of(as_boris, ticket)
    talk.say(book.open_to(visitor), "Алло?", key="second")
    with django_assert_max_num_queries(8):
        assert "Алло?" in news(as_boris, ticket, word)


def test_pages_of_letters_carry_no_word_and_ask_for_no_parts(as_boris: Client, anna: Person) -> None:
    ticket = make.ticket(by=anna)
    assert page_of(as_boris, ticket) == ""
    assert news(as_boris, ticket, f"{Fact.objects.latest('pk').pk}:a:b:") == ""


def test_sec_18_who_works_here_hears_by_which_fact_and_customers_hear_no_more_than_before() -> None:
    told = {"ticket": 7, "fact": 3, "message": 5, "said": True, "public": True, "requester": 1}
    assert access.shown(told) == {"ticket": 7}
    assert access.shown_here(told) == {"talk": 7, "fact": 3}
    assert access.shown_here(told | {"said": False}) == {"ticket": 7, "fact": 3}
    assert access.shown_here({"letters": 7, "team": 1}) == {"letters": 7}
    assert access.shown_here({"letters": 7, "team": 1, "read": 5}) == {"letters": 7, "read": 5}
    assert access.shown({"letters": 7, "read": 5}) == {}


def test_a_message_whose_file_was_checked_is_drawn_anew(
    as_boris: Client, visitor: Visitor, ticket: Ticket, settings: Any, tmp_path: Path
) -> None:
    scanners.set_up(settings, tmp_path)
    paper = NewFile(file=files.keep(b"%PDF harmless"), name="акт.pdf")
    talk.say(book.open_to(visitor), "Вот акт", key="paper", files=[paper])
    word = page_of(as_boris, ticket)
    assert "message__text" not in news(as_boris, ticket, word), "nothing is new"
    scan_waiting()
    came = news(as_boris, ticket, word)
    assert "Вот акт" in came
    assert "проверяется" not in came
    assert "Касса молчит" not in came
    assert "message__text" not in news(as_boris, ticket, word_in(came)), "told once"
