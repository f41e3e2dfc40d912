"""A list that is looked through: by whose turn, who asked, service, time and words; and taken along as a file."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from okno.core import clock
from okno.desk.actions.classify import set_service
from okno.desk.actions.close import confirm
from okno.desk.actions.resolve import resolve
from okno.desk.models import Ticket
from okno.people.models import Person
from okno.portal import views
from tests import make
from tests.portal.canary import CANARY
from tests.portal.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(world: World) -> Client:
    """The manager's list: Anna's silent till, Nina's telephone of last month, and one that is done."""
    anna, nina, boris = (world.people[name] for name in ("requester", "same organisation", "agent"))
    with clock.moved_to(clock.now() - timedelta(days=40)):
        old = make.ticket(by=nina, subject="Телефон", text="Трубка хрипит")
        set_service(old, make.service("Телефоны"), by=boris)
    resolve(old, by=boris)
    confirm(make.ticket(by=anna, subject="Монитор", text="Моргает"), by=anna)
    return world.client("manager")


def shown(visitor: Client, **asked: str) -> set[str]:
    page = visitor.get("/my/", asked).content.decode()
    return {name for name in ("Принтер гудит", "Телефон", "Монитор") if f">{name}</a>" in page}


def test_each_filter_leaves_what_fits(lists: Client) -> None:
    assert shown(lists) == {"Принтер гудит", "Телефон", "Монитор"}
    assert shown(lists, turn="yours") == {"Телефон"}
    assert shown(lists, turn="ours") == {"Принтер гудит"}
    assert shown(lists, turn="done") == {"Монитор"}
    assert shown(lists, asked_by="нина") == {"Телефон"}
    assert shown(lists, words="хрип") == {"Телефон"}
    assert shown(lists, words="касса молчит") == {"Принтер гудит"}
    day = (clock.now() - timedelta(days=20)).date().isoformat()
    assert shown(lists, until=day) == {"Телефон"}
    assert shown(lists, since=day) == {"Принтер гудит", "Монитор"}
    assert shown(lists, since=day, turn="done") == {"Монитор"}


def test_what_was_changed_in_one_moment_is_lost_between_no_two_pages(
    lists: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    Ticket.objects.update(changed_at=clock.now())  # as a run over many tickets does
    found, path = list[str](), "/my/"
    while path:
        page = lists.get(path).content.decode()
        found += [name for name in ("Принтер гудит", "Телефон", "Монитор") if f">{name}</a>" in page]
        more = re.search(r'href="(\?[^"]*before=\d+[^"]*)"', page)
        path = "/my/" + more.group(1).replace("&amp;", "&") if more else ""
    assert sorted(found) == ["Монитор", "Принтер гудит", "Телефон"]


def test_a_filter_that_makes_no_sense_is_told_at_its_field(lists: Client) -> None:
    answer = lists.get("/my/", {"since": "вчера", "service": "x", "before": "９" * 40})
    assert answer.status_code == 422
    assert "sift_since_error" in answer.content.decode()
    assert "Nothing fits" in answer.content.decode()


def test_sec_34_words_of_notes_find_nothing(lists: Client) -> None:
    assert shown(lists, words=CANARY) == set()


def test_the_others_of_a_company_are_not_in_the_list_of_one_who_does_not_manage_it(world: World) -> None:
    nina = world.client("same organisation")
    assert shown(nina, words="касса") == set()
    assert "sift_asked_by" not in world.client("requester").get("/my/").content.decode()


def test_the_file_holds_what_the_list_shows(lists: Client) -> None:
    answer = lists.get("/my/requests.csv", {"turn": "done"})
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert text.count("\r\n") == 2
    assert "Монитор" in text
    assert CANARY not in lists.get("/my/requests.csv").content.decode()
    assert lists.get("/my/requests.xlsx").content[:2] == b"PK"
    assert lists.get("/my/requests.exe").status_code == 404


def test_the_list_says_what_comes_next(lists: Client, boris: Person) -> None:
    page = lists.get("/my/").content.decode()
    assert "Tell us whether it is solved." in page
