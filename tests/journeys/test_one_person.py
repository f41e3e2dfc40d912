"""Two records of one person become one by keyboard, and two again; a deed that leads elsewhere leads there."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Stage, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_a_lead_makes_one_person_of_two_and_two_again(stage: Stage, browser: Browser) -> None:
    stage.send("Анна Белова <anna.home@mail.test>", "Пишу из дома", "Это я, Анна.")
    stage.caught("anna.home@mail.test", "№")
    page = entered(opened(browser, stage), stage, "vera@okno.test")
    page.goto("/people/?q=anna@romashka.test")
    page.locator(".folk__row").click()
    stays = page.url
    page.locator("[popovertarget=person-menu]").click()
    page.locator("#person-menu a").click()
    expect(page.locator("#act input[name=q]")).to_be_focused()
    page.keyboard.type("anna.home")
    expect(page.locator("#candidates")).to_have_text(re.compile("anna.home@mail.test"))
    page.locator("#candidates a").press("Enter")
    expect(page.locator(".pair__side")).to_have_count(2)
    page.locator("main .button--primary").click()

    page.wait_for_url(stays)
    trace = page.locator(".banner", has_text="Вера Соколова")
    expect(trace).to_be_visible()
    expect(page.locator(".row", has_text="Пишу из дома")).to_be_visible()
    trace.locator("button").click()
    expect(trace).to_have_count(0)
    expect(page.locator(".row", has_text="Пишу из дома")).to_have_count(0)
    page.context.close()
