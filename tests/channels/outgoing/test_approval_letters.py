"""Whoever is asked for approval reads the words that the desk has chosen; what is asked and the two links are always there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from okno.catalog.approvals import DEFAULTS
from okno.channels import deliveries
from okno.channels.mail.letters import facts_of
from okno.channels.models import Delivery
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk.actions.ask_approval import ask_for_approval
from okno.desk.actions.decide import refuse
from okno.desk.actions.delegate import delegate
from okno.desk.actions.look_after_approvals import remind
from okno.desk.actions.set_up_loop import plan_of_the_loop, set_up_loop
from okno.desk.models import ApprovalQuestion, ApprovalStep, Ticket
from okno.people.models import Person, Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def petr() -> Person:
    return make.person("Пётр Ильин", "petr@romashka.test", role=Role.MANAGER)


@pytest.fixture
def asked(anna: Person, petr: Person, boris: Person) -> Ticket:
    ticket = make.ticket(by=anna, subject="Диск для кассы", text="Совсем-другие-слова")
    ask_for_approval(ticket, [{**DEFAULTS, "people": [petr.pk], "hours": 8}], by=boris, what="Купить диск?")
    return ticket


def chosen(**letters: dict[str, Any]) -> None:
    plan = plan_of_the_loop().get()
    plan.letters = letters
    set_up_loop(plan)


def letters(purpose: Purpose) -> list[Any]:
    rows = Delivery.objects.filter(purpose=purpose).order_by("pk")
    return [facts_of(row) for row in rows.select_related("ticket", "recipient", "fact__by", "message")]


def of_the_form(ticket: Ticket, petr: Person, by: Person) -> ApprovalQuestion:
    step = {**DEFAULTS, "people": [petr.pk]}
    ask_for_approval(ticket, [step], by=by, is_of_form=True, at=clock.now())
    return ApprovalQuestion.objects.get(step__approval__ticket=ticket)


def test_the_usual_words_say_what_is_asked_by_whom_and_until_when(asked: Ticket, run_jobs) -> None:
    run_jobs()
    [letter] = letters(Purpose.APPROVAL)
    assert (
        f"Запрос № {asked.number} ждёт вашего согласования.\n«Диск для кассы»\n\nКупить диск?" in letter.text
    )
    assert "Кто просит: Анна Белова" in letter.text
    assert "Кто спрашивает: Борис" in letter.text
    assert "Ответ нужен до " in letter.text
    assert "Срок работ" not in letter.text  # a line that has nothing to say is left out
    assert "Совсем-другие-слова" not in letter.text + letter.html


def test_own_words_stand_in_the_letter_and_both_links_beside_them(asked: Ticket, run_jobs) -> None:
    chosen(approval={"texts": {"ru": "{имя}, решите про № {номер} для {заявитель}."}})
    run_jobs()
    [letter] = letters(Purpose.APPROVAL)
    assert letter.text.startswith(f"Пётр, решите про № {asked.number} для Анна Белова.")
    for form in (letter.text, letter.html):
        assert len(set(re.findall(r"https?://[^\s\"]+/a/[^\s\"]+/", form))) == 2


def test_the_words_are_those_of_the_readers_language(asked: Ticket, petr: Person, run_jobs) -> None:
    chosen(approval={"texts": {"ru": "По-русски", "en": "About “{subject}”"}})
    Person.objects.filter(pk=petr.pk).update(language="en")
    run_jobs()
    [letter] = letters(Purpose.APPROVAL)
    assert letter.text.startswith("About “Диск для кассы”")


def test_a_reminder_and_a_question_in_another_ones_place_have_words_of_their_own(
    asked: Ticket, petr: Person, boris: Person, run_jobs: Callable[..., int]
) -> None:
    chosen(
        approval_reminded={"texts": {"ru": "Ждём: {вопрос}"}},
        approval_instead={"texts": {"ru": "Вместо другого: {почему вы}"}},
    )
    ApprovalStep.objects.update(asked_at=clock.now() - deliveries.TAKEN_AFTER * 10)
    assert remind(asked, by=boris)
    run_jobs()
    assert letters(Purpose.APPROVAL)[-1].text.startswith("Ждём: Купить диск?")
    olga = make.person("Ольга Ким", "olga@romashka.test")
    delegate(ApprovalQuestion.objects.get(), olga, by=petr)
    run_jobs()
    rows = Delivery.objects.filter(purpose=Purpose.APPROVAL, recipient=olga)
    assert "Вместо другого: " in facts_of(rows.get()).text
    assert "Пётр Ильин" in facts_of(rows.get()).text


def test_a_refusal_is_told_once_in_the_chosen_words(anna: Person, petr: Person, run_jobs) -> None:
    chosen(refused={"texts": {"ru": "Нет, {имя}: {причина} Решил: {решил}."}})
    anna.addresses.update(verified_at=clock.now())
    refuse(of_the_form(make.ticket(by=anna), petr, anna), by=petr, reason="Нет денег.")
    run_jobs()
    [letter] = letters(Purpose.REFUSED)
    assert letter.text.startswith("Нет, Анна: Нет денег. Решил: Пётр Ильин.")
    assert letters(Purpose.CLOSED) == []  # the end of it is not told a second time


def test_a_refusal_that_is_not_told_by_itself_is_told_as_the_end(
    anna: Person, petr: Person, run_jobs
) -> None:
    chosen(refused={"leaves": False})
    refuse(of_the_form(make.ticket(by=anna), petr, anna), by=petr, reason="Нет денег.")
    run_jobs()
    assert letters(Purpose.REFUSED) == []
    [letter] = letters(Purpose.CLOSED)
    assert "Нет денег." in letter.text


def test_sec_28_an_address_that_nobody_has_proved_gets_its_words_not_back(
    anna: Person, petr: Person, run_jobs
) -> None:
    anna.addresses.update(verified_at=None)
    refuse(of_the_form(make.ticket(by=anna, subject="Дёшево"), petr, anna), by=petr, reason="Нет.")
    run_jobs()
    [letter] = letters(Purpose.REFUSED)
    assert "Дёшево" not in letter.text + letter.html + letter.subject


def test_braces_in_what_people_write_are_never_filled_in(
    anna: Person, petr: Person, boris: Person, run_jobs
) -> None:
    ticket = make.ticket(by=anna, subject="{вопрос} {имя}")
    ask_for_approval(ticket, [{**DEFAULTS, "people": [petr.pk]}], by=boris, what="<b>{компания}</b>")
    run_jobs()
    [letter] = letters(Purpose.APPROVAL)
    assert "«{вопрос} {имя}»" in letter.text
    assert "<b>{компания}</b>" in letter.text
    assert "&lt;b&gt;{компания}" in letter.html


def test_names_that_mean_nothing_here_and_a_question_that_does_not_leave_are_refused() -> None:
    with translation.override("ru"):
        with pytest.raises(BadInput, match="решение до"):
            # Its promises are not the approver's business.
            chosen(approval={"texts": {"ru": "До {решение до}"}})
        with pytest.raises(BadInput, match="отправляется всегда"):
            chosen(approval_reminded={"leaves": False})
