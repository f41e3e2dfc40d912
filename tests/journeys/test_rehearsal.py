"""An administrator drafts other promises, rehearses them on the past, looks at what would be late, switches them on."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Stage, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_promises_are_rehearsed_on_the_past_and_switched_on_from_a_day(
    stage: Stage, browser: Browser
) -> None:
    page = entered(opened(browser, stage), stage, "gleb@okno.test")
    page.goto("/settings/policies/")
    page.get_by_role("link", name="Расширенная поддержка").click()
    page.get_by_role("link", name="Добавить версию").click()
    page.locator("input[name=valid_from]").fill("")
    for priority, minutes in (("major", 31), ("medium", 61), ("normal", 31)):  # hardly anybody solves so soon
        page.locator(f"input[name=minutes-{priority}-resolution]").fill(str(minutes))
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(re.compile(r"/versions/\d+/"))
    page.get_by_role("button", name="Прорепетировать").click()
    page.wait_for_url(re.compile(r"/rehearsals/\d+/"))

    line = page.locator("tr", has=page.get_by_role("rowheader", name="Решение", exact=True))
    expect(line).to_be_visible()
    would_be_late = line.locator("td").nth(3).locator("a")
    count = int(would_be_late.inner_text())
    would_be_late.click()
    expect(page.locator("tbody tr")).to_have_count(count)
    page.go_back()

    monday = datetime.now(ZoneInfo("Europe/Moscow")) + timedelta(days=7)
    page.locator("input[name=valid_from]").fill(f"{monday:%Y-%m-%d}")
    page.get_by_role("button", name="Включить").click()
    page.wait_for_url(re.compile(r"/policies/\d+/"))
    expect(page.locator(".versions li", has_text="Расширенная поддержка · 2")).to_contain_text(
        "начнёт действовать"
    )
    page.context.close()
