"""An administrator makes a rule by keyboard, tries it on the past, switches it on; the next letter says why it is where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, entered, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def office(stage: Stage, browser: Browser) -> Iterator[Page]:
    """A browser window in which the administrator works, in Russian."""
    context = opened(browser, stage)
    yield entered(context, stage, "gleb@okno.test")
    context.close()


def test_a_rule_from_the_first_key_to_the_answer_why_here(office: Page, stage: Stage) -> None:
    office.goto("/settings/rules/")
    ready(office)
    office.keyboard.press("c")
    office.locator("#id_name").focus()
    office.keyboard.type("Термоленты — выездной группе")
    for _tab in range(6):  # the order, three moments, all or any, what is asked
        office.keyboard.press("Tab")
    for key in ("ArrowDown", "Tab", "Tab"):
        office.keyboard.press(key)
    office.keyboard.type("термолента")
    expect(office.locator("[data-condition]")).to_have_count(3)
    office.locator("#id_to_team").select_option(label="Выездная группа")
    office.get_by_role("button", name="Попробовать на прошлых обращениях").focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("правило подходит к 0")).to_be_visible()
    office.get_by_role("button", name="Включить правило").focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("включено.")).to_be_visible()
    office.goto("/queues/open/")
    stage.send("anna@romashka.test", "Касса просит бумагу", "Кончились термоленты, привезите три рулона.")
    office.get_by_role("link", name="Касса просит бумагу").first.click()
    expect(office.locator("#main")).to_contain_text("Выездная группа")
    ready(office)
    office.keyboard.press("Control+k")
    office.keyboard.type("почему здесь")
    office.keyboard.press("Enter")
    answer = office.get_by_role("dialog").filter(has_text="Почему здесь?")
    for words in (
        "Термоленты — выездной группе",
        "Тема или текст: термолента",
        "Передать: Выездная группа — сделано",
    ):
        expect(answer).to_contain_text(words)
