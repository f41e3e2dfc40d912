"""A critical ticket: its owner is warned, the deadline passes, the sum is shown, the reason is named."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.cli.desk import ROOT
from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]
A_SWEEP_MS = 180_000


def test_a_critical_ticket_is_warned_missed_and_explained(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    page.goto("/queues/closed/")
    program = [sys.executable, "-m", "tests.journeys.critical"]
    told = subprocess.run(program, cwd=ROOT, env=stage.env, check=True, timeout=120, capture_output=True)
    number = told.stdout.decode().strip()
    expect(page.locator("[data-bell]")).to_have_attribute(
        "data-unread", re.compile(rf"\b{number}\b"), timeout=A_SWEEP_MS
    )

    page.goto(f"/tickets/{number}/?queue=mine")
    facts = page.locator(".fact")
    expect(facts.filter(has_text="90 %")).to_have_count(1)
    expect(facts.filter(has_text="решение — срок прошёл")).to_have_count(1, timeout=A_SWEEP_MS)
    expect(page.locator("#main .clock--chip[data-tone=missed]").first).to_be_visible()

    page.locator(".promise", has_text="Решение").locator(".promise__why").click()
    ledger = page.get_by_role("dialog").filter(has=page.locator(".ledger"))
    expect(ledger.locator(".ledger__answer")).to_contain_text("2 ч")
    expect(ledger.locator("tbody .ledger__row--worked").last).to_contain_text("2 ч")
    page.keyboard.press("Escape")

    page.locator(".promise", has_text="Решение").get_by_role("link", name="Назвать причину").click()
    dialog = page.get_by_role("dialog").filter(has=page.locator("[name=reason]"))
    reason = dialog.locator("select[name=reason] option").nth(1).inner_text()
    dialog.locator("select[name=reason]").select_option(index=1)
    dialog.locator(".button--primary").click()
    expect(page.locator(".promise__missed", has_text=reason)).to_be_visible()
