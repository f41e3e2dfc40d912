"""Mail comes in disorder: two tickets that should have been two are one for a while, and a message moves where it belongs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Stage

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def ticket_of(page: Page, stage: Stage, sender: str, subject: str, text: str) -> str:
    """Let a letter come in; return the number of its ticket."""
    stage.send(sender, subject, text)
    line = page.locator(".row", has_text=subject)
    expect(line).to_be_visible()
    found = re.search(r"/tickets/(\d+)/", str(line.get_attribute("href")))
    assert found is not None
    return found.group(1)


def test_a_wrong_merge_is_undone_and_a_stray_message_is_moved(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    page.goto("/queues/unassigned/")
    lamp = ticket_of(page, stage, "Ян Ким <yan@romashka.test>", "Лампа в коридоре", "Не горит лампа.")
    door = ticket_of(page, stage, "Ян Ким <yan@romashka.test>", "Дверь на склад", "Дверь не закрывается.")

    page.goto(f"/tickets/{lamp}/")
    page.locator("[popovertarget^=more-]").click()
    page.locator("[hx-get$='/merger/']").click()
    page.locator("#act input[name=into]").fill(door)
    page.locator("#act .button--primary").click()
    page.wait_for_url(f"**/tickets/{door}/")
    expect(page.locator(".message", has_text="Не горит лампа")).to_be_visible()
    page.locator("form[action*='/merger/'] button").click()  # not the same thing after all
    expect(page.locator(".message", has_text="Не горит лампа")).to_have_count(0)
    page.goto(f"/tickets/{lamp}/")
    expect(page.locator(".message", has_text="Не горит лампа")).to_be_visible()
    expect(page.locator("form[data-writing=reply]")).to_be_visible()

    stage.send("Ян Ким <yan@romashka.test>", f"Re: [№ {lamp}] Лампа", "Дверь опять скрипит.")
    stray = page.locator(".message", has_text="Дверь опять скрипит")
    expect(stray).to_be_visible()
    stray.hover()
    stray.locator("[popovertarget^=message-menu-]").click()
    page.locator(".menu:popover-open [hx-get$='/place/']").click()
    page.locator("#act input[name=to]").fill(door)
    page.locator("#act .button--primary").click()
    page.wait_for_url(re.compile(rf"/tickets/{door}/"))
    expect(page.locator(".message", has_text="Дверь опять скрипит")).to_be_visible()
    page.goto(f"/tickets/{lamp}/")
    expect(page.locator(".message", has_text="Не горит лампа")).to_be_visible()
    expect(page.locator(".message", has_text="Дверь опять скрипит")).to_have_count(0)
