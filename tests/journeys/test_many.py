"""A flood of letters is taken with a few presses, by a worker while one goes on, and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MANY = 55  # more than a page, and more than are changed at once
A_WHILE_MS = 120_000  # for a worker that has letters to send beside it


def test_a_list_of_many_pages_is_taken_as_a_whole_and_taken_back(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    for number in range(MANY):
        stage.send(f"Завод <z{number}@zavod.test>", f"Встала линия {number}", "Линия стоит.")
    page.goto("/queues/unassigned/")
    whole, counter = page.locator("[data-pick-whole]"), page.locator("a[href='/queues/unassigned/'] .counter")
    expect(page.locator(".pane__more").first).to_be_attached()
    expect(counter).to_have_text(re.compile(rf"^{MANY // 10}[5-9]|[6-9]\d"))
    page.locator(".row").first.focus()
    page.keyboard.press("x")
    whole.click()
    expect(page.locator("[data-pick-count]")).to_have_text("весь список")
    page.locator("#bulk button[value=take]").click()
    toast = page.locator(".toast--bulk")
    expect(toast).to_contain_text(re.compile(r"Взять: изменен[оы] \d+ обращени"), timeout=A_WHILE_MS)
    expect(counter).to_have_text("")
    toast.get_by_role("button", name="Отменить").click()
    expect(page.locator(".toast--bulk").last).to_contain_text("снова как были", timeout=A_WHILE_MS)
    expect(counter).to_have_text(re.compile(r"\d+"))
