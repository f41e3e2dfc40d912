"""A ticket on paper: for the customer without what is for colleagues, and with it where somebody asks for it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_a_ticket_is_printed_without_notes_unless_one_asks_for_them(desk_page: Page, stage: Stage) -> None:
    desk_page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    desk_page.goto("/search/?q=статус:открыт")
    desk_page.locator("a.row").first.click()
    expect(desk_page.locator("#main.ticket[data-open]")).to_be_visible()
    desk_page.keyboard.press("n")
    desk_page.locator("textarea:visible").first.fill("Только между нами: клиент опять не платит")
    desk_page.keyboard.press("Control+Enter")
    note = desk_page.locator(".message--note", has_text="между нами")
    expect(note).to_be_visible()
    desk_page.emulate_media(media="print")
    expect(note).to_be_hidden()
    expect(desk_page.locator(".fact").first).to_be_hidden()
    expect(desk_page.locator(".message").first).to_be_visible()
    for paper, is_seen in (("plain", False), ("notes", True)):
        desk_page.goto(f"{desk_page.url.partition('?')[0]}?all&paper={paper}")
        expect(desk_page.locator("html[data-printed]")).to_be_attached()
        expect(note).to_be_visible(visible=is_seen)
