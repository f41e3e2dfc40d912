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
