"""A form from end to end: an administrator writes a question, a customer on a phone is asked it where it
matters, and the director agrees by the link of a letter."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import Stage, by_code, entered, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PHONE, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900)


def test_a_form_asks_where_it_matters_and_its_request_is_approved_from_a_letter(
    stage: Stage, browser: Browser
) -> None:
    office = entered(opened(browser, stage), stage, "gleb@okno.test")
    office.goto("/settings/request-types/")
    office.get_by_role("link", name="Новый сотрудник").click()
    ready(office)
    last = office.locator("[data-row]").nth(6)
    last.locator("[name$=-label]").fill("Номер пропуска")
    last.locator("summary").first.click()
    last.locator("[data-about]").first.select_option(label="Где будет работать")
    last.locator("[name$=-values]").first.fill("в офисе")
    last.get_by_role("button", name="Выше").press("Enter")
    preview = office.locator(".preview")
    expect(preview.locator("[data-question]", has_text="Номер пропуска")).to_be_hidden()
    preview.get_by_label("в офисе").check()
    expect(preview.locator("[data-question]", has_text="Номер пропуска")).to_be_visible()
    office.locator("[name=s0-whom][value=manager]").check()
    office.locator("[name=s0-hours]").fill("8")
    office.get_by_role("button", name="Сохранить").click()
    expect(office.get_by_text("Сохранено")).to_be_visible()
    office.context.close()

    phone = by_code(opened(browser, stage, viewport=PHONE).new_page(), stage, "anna@romashka.test", "/ask/")
    known = phone.context.storage_state()
    _asks_and_is_approved(stage, browser, phone, PHONE, "Р-17")
    wide = opened(browser, stage, viewport=WIDE, storage_state=known).new_page()
    wide.goto("/ask/")
    _asks_and_is_approved(stage, browser, wide, WIDE, "Р-18")


def _asks_and_is_approved(
    stage: Stage, browser: Browser, phone: Page, size: ViewportSize, number: str
) -> None:
    """Fill the form over a reload, send it with a fault and without; the director agrees by the link of the letter."""
    phone.get_by_role("link", name="Новый сотрудник").click()
    pass_number = phone.get_by_label("Номер пропуска")
    expect(pass_number).to_be_hidden()
    phone.get_by_label("Кто выходит на работу").fill("Иван Петров")
    phone.get_by_label("в офисе").check()
    pass_number.fill(number)
    phone.reload()
    expect(pass_number).to_have_value(number)  # what was begun survives
    phone.get_by_role("button", name="Отправить").click()
    expect(phone.locator(".field__error")).to_have_count(1)  # the day is missing
    phone.get_by_label("Первый рабочий день").fill("2026-12-01")
    phone.get_by_role("button", name="Отправить").click()
    phone.wait_for_url(re.compile(r"/my/\d+/$"))
    expect(phone.locator(".message")).to_contain_text(f"Номер пропуска: {number}")
    parts = phone.locator(".asks:not(.course) .ask")
    expect(parts).to_have_count(0)  # nothing begins before the director has agreed
    letter = stage.caught("sergey@romashka.test", number).get_body(preferencelist=("plain",)).get_content()
    [agrees] = re.findall(r"Согласовать: \S+(/a/\S+/)", letter)
    director = opened(browser, stage, viewport=size).new_page()
    director.goto(agrees)
    director.get_by_role("button", name="Согласовать").click()
    expect(director.locator(".banner--good")).to_contain_text("Вы согласовали")
    director.context.close()
    expect(parts).to_have_count(2)  # by itself: an account and a place; no laptop was wanted
    phone.context.close()
