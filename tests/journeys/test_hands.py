"""The next ticket comes by one key; its owner falls ill, and it goes to who stands in, with the reason."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, entered, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_an_owner_falls_ill_and_his_urgent_ticket_goes_on(
    stage: Stage, desk_page: Page, browser: Browser
) -> None:
    page = desk_page
    stage.send("Нина <nina@zavod.test>", "Кассы встали", "Ни одна касса не работает.")
    page.goto("/queues/unassigned/")
    expect(page.locator(".row", has_text="Кассы встали")).to_be_visible()
    ready(page)
    page.keyboard.press("KeyG")
    page.wait_for_url(re.compile(r"/tickets/\d+/"))
    expect(page.locator(".toast", has_text="теперь ваше")).to_be_visible()
    expect(page.locator(".fact", has_text="самое срочное")).to_be_visible()
    page.locator(".rail [data-key=KeyP]").click()
    page.locator("[id^=priority-] button", has_text="Критический").click()
    expect(page.locator(".priority--critical")).to_be_visible()

    lead = entered(opened(browser, stage), stage, "vera@okno.test")
    lead.goto("/board/")
    lead.locator(".board__who", has_text="Борис Орлов").first.click()
    lead.locator("select[name=reason]").select_option("sick")
    lead.locator("input[name=since]").fill(f"{datetime.now(ZoneInfo('Europe/Moscow')):%Y-%m-%d}")
    lead.locator("select[name=substitute]").select_option(label="Вера Соколова")
    lead.locator(".duty__form .button--primary").click()
    expect(lead.locator(".duty__row", has_text="Больничный")).to_be_visible()

    gone = page.locator(".fact", has_text="Борис Орлов: больничный")
    expect(gone).to_be_visible()  # at once, not with the next sweep
    expect(page.locator(".facts__value", has_text="Вера Соколова")).to_be_visible()
    lead.locator(".duty__row", has_text="Больничный").locator("button").click()
    expect(lead.locator(".duty__row button", has_text="Завершить")).to_have_count(0)
    lead.context.close()
