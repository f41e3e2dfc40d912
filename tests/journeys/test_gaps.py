"""An article out of tickets: three people ask the same, an editor makes a draft of the answers, a stranger finds it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]
ASKERS = {
    "lapteva@vector.test": "Плоттер в кабинете 12 рисует полосы поперёк чертежа.",
    "dymova@vector.test": "Плоттер рисует полосы на каждом чертеже, чернила новые.",
    "gromov@vector.test": "Опять полосы: плоттер рисует чертежи с полосами.",
}
ANSWER = "Анна, прочистите головки: меню плоттера → «Обслуживание» → «Прочистка». Вопросы — по телефону +7 912 345-67-89."


def test_an_article_grows_out_of_tickets(stage: Stage, browser: Browser, desk_page: Page) -> None:
    before = stage.letters()
    for address, words in ASKERS.items():
        stage.send(address, "Плоттер рисует полосы", words)
    for address in ASKERS:
        _solved(stage, desk_page, address, before)
    for address in ASKERS:
        stage.caught(address, "Прочистка", since=before)

    editor = entered(opened(browser, stage), stage, "vera@okno.test")
    editor.goto("/knowledge/gaps/")
    editor.get_by_role("button", name="Пересчитать").click()
    gap = editor.locator(".gap", has_text="полосы")
    expect(gap).to_contain_text("3 обращения")
    gap.get_by_role("button", name="Сделать черновик").click()
    text = editor.locator("#id_text")
    expect(text).to_have_value(re.compile("Прочистка"))
    assert "912" not in text.input_value(), "a telephone is nobody's answer"
    editor.get_by_label("Заголовок").fill("Плоттер рисует полосы")
    editor.get_by_label("Кто может читать").select_option("everyone")
    editor.get_by_role("button", name="Опубликовать").click()
    expect(editor.get_by_role("link", name="Как видят читатели")).to_be_visible()
    editor.goto("/knowledge/gaps/")
    expect(editor.locator(".gap", has_text="полосы")).to_have_count(0)

    stranger = opened(browser, stage, viewport={"width": 390, "height": 844}).new_page()
    stranger.goto("/help/")
    stranger.get_by_role("searchbox").press_sequentially("плоттер полосит", delay=20)
    stranger.locator("#found .ask__link", has_text="Плоттер рисует полосы").click()
    expect(stranger.locator(".article__text")).to_contain_text("Прочистка")
    for page in (stranger, editor):
        page.context.close()


def _solved(stage: Stage, page: Page, address: str, before: frozenset[Path]) -> None:
    """Let the agent solve with an answer what this address has asked by a letter."""
    letter = stage.caught(address, "№", since=before)
    number = re.search(r"№\s*(\d+)", letter.get_body(("plain",)).get_content())
    assert number is not None
    page.goto(f"/tickets/{number[1]}/")
    page.locator("form[data-writing=reply] textarea").fill(ANSWER)
    page.locator("form[data-writing=reply] [popovertarget^=then-]").click()
    page.locator("button[name=then][value=resolve]").click()
    expect(page.locator(".message--ours")).to_contain_text("прочистите головки")
