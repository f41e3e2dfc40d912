import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.desk.actions.index import index_all
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.models import Blank
from okno.workspace.palette import AT_MOST, other_layout
from tests import make

pytestmark = pytest.mark.django_db


def offered(client, words):
    """Return the addresses that the palette offers for what was typed."""
    answer = client.get("/palette/", {"q": words})
    assert answer.status_code == 200
    return re.findall(r'href="([^"]+)"', answer.content.decode())


def indexed(**fields):
    """Return a ticket that the search knows."""
    ticket = make.ticket(**fields)
    list(index_all())
    return ticket


def test_a_number_is_the_ticket(as_boris, anna):
    ticket = make.ticket(by=anna)
    assert offered(as_boris, str(ticket.number)) == [f"/tickets/{ticket.number}/"]
    assert offered(as_boris, f"№ {ticket.number}") == [f"/tickets/{ticket.number}/"]
    assert offered(as_boris, "9" * 30) == []


def test_tickets_and_people_are_found_in_both_layouts(as_boris, anna):
    ticket = indexed(by=anna, subject="Сканер молчит", text="Не сканирует.")
    for words in ("сканер", "crfyth"):
        assert f"/tickets/{ticket.number}/" in offered(as_boris, words), words
    for words in ("белова", "<tkjdf"):
        assert f"/people/{anna.pk}/" in offered(as_boris, words), words


def test_eight_of_each_are_the_most(as_boris):
    for n in range(AT_MOST + 2):
        indexed(by=make.person(f"Роман {n}"), subject="Монитор мигает")
    assert sum("/people/" in url for url in offered(as_boris, "роман")) == AT_MOST
    assert sum("/tickets/" in url for url in offered(as_boris, "монитор")) == AT_MOST


def test_sec_14_hidden_tickets_and_people_are_not_offered(as_boris):
    hidden = indexed(by=make.person("Тайна Скрытая"), subject="Оклад", team=make.team(is_closed=True))
    assert offered(as_boris, "оклад") == []
    assert offered(as_boris, "скрытая") == []
    assert offered(as_boris, str(hidden.number)) == []


def test_the_settings_are_offered_to_those_to_whom_they_are_open(as_boris, client, gleb):
    assert not any("/settings/teams/" in url for url in offered(as_boris, ""))
    client.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    assert "/settings/teams/" in offered(client, "")


@pytest.mark.parametrize("words", ["%_\\'\"<b>" * 30, "\x00", "статус:", '"', "((", "ъ" * 500])
def test_nothing_that_one_types_is_an_error(as_boris, words):
    assert "<b>" not in as_boris.get("/palette/", {"q": words}).content.decode()


def test_the_palette_asks_little(as_boris, anna):
    indexed(by=anna, subject="Сканер молчит")
    with CaptureQueriesContext(connection) as asked:
        offered(as_boris, "сканер")
    assert len(asked) <= 14


def test_the_other_layout_of_the_other_layout_is_the_first():
    assert other_layout("Ghbynth") == "принтер"
    assert other_layout(other_layout("привет")) == "привет"


def test_the_last_opened_tickets_come_first_in_their_order_and_only_those_that_one_may_see(as_boris, anna):
    one, two = make.ticket(by=anna), make.ticket(by=anna)
    hidden = make.ticket(by=anna, team=make.team("Кадры", is_closed=True))
    numbers = f"{two.number} {hidden.number} x {'9' * 18} {one.number} {two.number}"
    shown = as_boris.get("/palette/", {"q": "", "recent": numbers}).content.decode()
    assert re.findall(r'id="option-recent-(\d+)"', shown) == [str(two.number), str(one.number)]


def test_macros_are_offered_at_the_open_ticket_in_both_layouts(as_boris, vera, anna):
    ticket = make.ticket(by=anna)
    keep_blank(Blank(name="Пропала связь", text="Разбираемся, {имя}.", kind="incident"))
    keep_blank(Blank(name="Пропала чужая", text="Х", owner=vera))
    for words in ("связь", "cdzpm", "макрос проп", "МАКРОС: пропала"):
        page = as_boris.get("/palette/", {"q": words, "ticket": ticket.number}).content.decode()
        assert re.findall(r'data-name="([^"]+)"', page) == ["Пропала связь"], words
        assert 'data-insert="Разбираемся, Анна."' in page
    for asked in ({"q": "связь"}, {"q": "связь", "ticket": "9" * 30}, {"q": "яз", "ticket": ticket.number}):
        assert "data-name" not in as_boris.get("/palette/", asked).content.decode()
