"""«Почему здесь?» names the rule, the value that fitted, and what was done."""

import pytest
from django.test import Client

from okno.automation.actions.keep_rule import keep_rule
from okno.automation.conditions import meant
from okno.automation.models import Rule
from okno.desk.actions.assign import assign
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def test_the_page_names_the_rule_its_value_and_its_deed(as_boris: Client, boris: Person, run_jobs) -> None:
    of = [{"about": "words", "values": ["картридж", "принтер"]}]
    keep_rule(
        Rule(name="Печать", conditions=meant([{"fits": "all", "of": of}]), to_team=make.team("Принтеры"))
    )
    of = [{"about": "door", "values": ["portal"]}]
    keep_rule(Rule(name="С сайта", conditions=meant([{"fits": "all", "of": of}]), kind="idea"))
    ticket = make.ticket(our_address="support@desk.test")
    run_jobs()
    page = as_boris.get(f"/tickets/{ticket.number}/reasons/").content.decode()
    for words in (
        "Обращение у команды «Принтеры», исполнителя пока нет.",
        "Тема или текст: принтер",
        "Передать: Принтеры — сделано",
        "правило «Печать»",
        "С сайта",
        "Канал: портал (у обращения: Канал: почта)",
        "support@desk.test",
    ):
        assert words in page, words


def test_without_rules_the_hands_are_told(as_boris: Client, boris: Person) -> None:
    ticket = make.ticket()
    assign(ticket, owner=boris, by=boris)
    page = as_boris.get(f"/tickets/{ticket.number}/reasons/").content.decode()
    assert "Правил нет" in page
    assert "Исполнитель — Борис Орлов, команды нет." in page
