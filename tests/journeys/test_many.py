"""A flood of reports is taken with a few presses, by a worker while one goes on, and taken back."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.cli.desk import ROOT
from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MANY = 120  # more than the counter tells, and than is done at once
A_WHILE_MS = 300_000  # for a worker that has letters to send beside it


def flood(stage: Stage, page: Page) -> None:
    """Let a monitor report so many machines, and a person after all of them."""
    program = [sys.executable, "-m", "tests.journeys.flood", str(MANY)]
    subprocess.run(program, cwd=ROOT, env=stage.env, check=True, timeout=120)
    stage.send("Завод <chief@zavod.test>", "Стоит весь завод", "Станки стоят, все до одного.")
    page.goto("/queues/open/")
    expect(page.locator(".row", has_text="Стоит весь завод")).to_be_visible(timeout=A_WHILE_MS)


def test_a_list_of_more_than_a_hundred_is_taken_as_a_whole_and_taken_back(
    stage: Stage, desk_page: Page
) -> None:
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
    expect(page.locator(".toast--bulk").last).to_contain_text(
        re.compile(r"снова как был[иоа]"), timeout=A_WHILE_MS
    )
    expect(counter).to_have_text("99+")
