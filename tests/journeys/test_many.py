"""A flood of letters is taken with a few presses, by a worker while one goes on, and taken back."""

import re
import smtplib

import pytest
from playwright.sync_api import Page, expect

from okno.demo.world import ADDRESS
from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MANY = 500
MORE = 30  # for those that are still being read when the last one is
A_WHILE_MS = 120_000  # for a worker that has letters to send beside it


def flood(stage: Stage, page: Page) -> None:
    """Let a monitor report so many machines, and a person after all of them."""
    with smtplib.SMTP("127.0.0.1", stage.listener, timeout=20) as server:
        for number in range(MANY + MORE):
            head = f"From: z{number}@zavod.test\r\nSubject: Machine {number} stopped\r\n"
            letter = f"{head}Message-ID: <{number}@zavod.test>\r\nAuto-Submitted: auto-generated\r\n\r\nStopped.\r\n"
            server.sendmail(f"z{number}@zavod.test", [ADDRESS], letter)
    stage.send("Завод <chief@zavod.test>", "Стоит весь завод", "Станки стоят, все до одного.")
    page.goto("/queues/open/")
    expect(page.locator(".row", has_text="Стоит весь завод")).to_be_visible(timeout=A_WHILE_MS)


def test_a_list_of_hundreds_is_taken_as_a_whole_and_taken_back(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    flood(stage, page)
    page.goto("/queues/unassigned/")
    whole, counter = page.locator("[data-pick-whole]"), page.locator("a[href='/queues/unassigned/'] .counter")
    expect(page.locator(".pane__more").first).to_be_attached()
    expect(counter).to_have_text("99+")
    page.locator(".row").first.focus()
    page.keyboard.press("x")
    whole.click()
    expect(page.locator("[data-pick-count]")).to_have_text("весь список")
    page.locator("#bulk button[value=take]").click()
    toast = page.locator(".toast--bulk")
    expect(toast).to_contain_text(re.compile(r"Взять: изменен[оы] \d+ обращени"), timeout=A_WHILE_MS)
    changed = toast.inner_text()
    assert int("".join(sign for sign in changed.partition("обращени")[0] if sign.isdigit())) >= MANY
    expect(counter).to_have_text("")
    toast.get_by_role("button", name="Отменить").click()
    expect(page.locator(".toast--bulk").last).to_contain_text("снова как были", timeout=A_WHILE_MS)
    expect(counter).to_have_text("99+")
