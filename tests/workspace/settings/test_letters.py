"""The page about the letters that tell customers of each step."""

import pytest
from django.urls import reverse

from okno.desk.actions.set_up_loop import plan_of_the_loop
from okno.desk.models import LoopPlan
from okno.setup import setups
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(client, gleb):
    """What the page would send, as it was shown."""
    client.force_login(gleb)
    page = client.get(reverse("workspace:settings_row", args=["letters", 1]), follow=True)
    return {name: _shown(page.context["form"][name]) for name in page.context["form"].fields} | {
        "seen": page.context["seen"]
    }


def _shown(bound) -> str:
    value = bound.value()
    return "on" if value is True else "" if value in (False, None) else str(value)


@pytest.fixture(autouse=True)
def plan(db) -> LoopPlan:
    return plan_of_the_loop().get()


def test_what_was_shown_and_sent_back_changes_nothing(client, form) -> None:
    assert client.post(reverse("workspace:settings_row", args=["letters", 1]), form).status_code == 302
    assert LoopPlan.objects.get().letters == {}


def test_own_words_and_silence_are_kept_and_written_down(client, form) -> None:
    form |= {"closed.ru": "Закрыто: {номер}", "taken.leaves": "", "silence_days": "7"}
    del form["taken.leaves"]
    assert client.post(reverse("workspace:settings_row", args=["letters", 1]), form).status_code == 302
    plan = LoopPlan.objects.get()
    assert plan.letters == {"taken": {"leaves": False}, "closed": {"texts": {"ru": "Закрыто: {номер}"}}}
    assert plan.silence_days == 7
    page = client.get(reverse("workspace:settings_row", args=["letters", 1])).content.decode()
    assert "Закрыто: {номер}" in page


def test_an_unknown_variable_is_told_at_its_field(client, form) -> None:
    form["waiting.ru"] = "Привет, {мир}!"
    answer = client.post(reverse("workspace:settings_row", args=["letters", 1]), form)
    assert answer.status_code == 422
    assert "мир" in str(answer.context["form"].errors["waiting.ru"])


def test_the_letters_are_shown_as_they_were_written(client, form, anna) -> None:
    ticket = make.ticket(by=anna)
    form["closed.ru"] = "Прощайте, № {номер} <b>{странно}</b>"
    page = client.post(reverse("workspace:settings_letters"), form).content.decode()
    assert f"Прощайте, № {ticket.number} &lt;b&gt;{{странно}}&lt;/b&gt;" in page


def test_an_agent_sees_neither_page_nor_letters(client, boris, plan) -> None:
    client.force_login(boris)
    assert client.get(reverse("workspace:settings_row", args=["letters", 1])).status_code == 404
    assert client.post(reverse("workspace:settings_letters")).status_code == 404


def test_the_file_of_the_configuration_tells_the_letters(plan) -> None:
    told = {"silence_days": 3, "product_team": None, "asks_again_days": 90}
    assert setups.LOOP.shape.plain(plan) == {"name": "loop", "letters": {}, **told}


def test_the_words_for_those_who_approve_are_shown_with_both_buttons(client, form, anna, gleb) -> None:
    ticket = make.ticket(by=anna)
    form["approval.ru"] = "Решите про № {номер}: {вопрос} ({спрашивает})"
    page = client.post(reverse("workspace:settings_letters"), form).content.decode()
    assert f"Решите про № {ticket.number}: Можно купить новый картридж? ({gleb})" in page
    assert page.count(">Согласовать<") == 3
    assert "approval.leaves" not in form  # without this letter nobody would know that he is asked


def test_the_words_for_those_who_approve_are_kept(client, form) -> None:
    form |= {"approval_reminded.en": "Still waiting for you: {question}", "refused.ru": "Нет: {причина}"}
    assert client.post(reverse("workspace:settings_row", args=["letters", 1]), form).status_code == 302
    assert LoopPlan.objects.get().letters == {
        "approval_reminded": {"texts": {"en": "Still waiting for you: {question}"}},
        "refused": {"texts": {"ru": "Нет: {причина}"}},
    }


def test_a_promise_to_the_customer_is_no_name_for_those_who_approve(client, form) -> None:
    form["approval.ru"] = "До {решение до}"
    answer = client.post(reverse("workspace:settings_row", args=["letters", 1]), form)
    assert answer.status_code == 422
    assert "решение до" in str(answer.context["form"].errors["approval.ru"])
