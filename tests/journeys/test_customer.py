"""A customer on a phone: enters by a mailed code, asks, follows what happens, says «solved», gives stars."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, by_code, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]
INGA = "inga@romashka.test"


def phone_of(browser: Browser, stage: Stage) -> Page:
    page = opened(browser, stage).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_from_a_mailed_code_to_the_stars(stage: Stage, desk_page: Page, browser: Browser) -> None:
    stage.send(f"Инга Лапина <{INGA}>", "Не греет чайник", "На кухне второго этажа не греет чайник.")
    stage.caught(INGA, "№")
    phone = phone_of(browser, stage)
    by_code(phone, stage, INGA)
    expect(phone.get_by_text("Не греет чайник")).to_be_visible()

    phone.goto("/ask/")
    phone.locator("input[name=attached]").set_input_files(
        {"name": "чек.txt", "mimeType": "text/plain", "buffer": "Итого: 0".encode()}
    )
    phone.locator("textarea[name=text]").evaluate("field => field.removeAttribute('required')")
    phone.get_by_role("button", name="Отправить").click()
    expect(phone.locator(".field__error")).to_be_visible()  # the words are missing; the file stays
    expect(phone.locator(".kept")).to_contain_text("чек.txt")
    phone.locator("textarea[name=text]").fill("Касса печатает пустые чеки, очередь стоит.")
    phone.locator(".choice").last.click()
    phone.get_by_role("button", name="Отправить").click()
    phone.wait_for_url(re.compile(r"/my/\d+/$"))
    expect(phone.locator(".file", has_text="чек.txt")).to_be_visible()

    number = phone.url.rstrip("/").rpartition("/")[2]
    desk_page.goto(f"/tickets/{number}/")
    expect(desk_page.locator(".message", has_text="Касса печатает пустые чеки")).to_be_visible()
    desk_page.locator("form[data-writing=reply] textarea").fill("Заменили ленту: стояла не той стороной.")
    desk_page.locator("form[data-writing=reply] [popovertarget^=then-]").click()
    desk_page.locator("button[name=then][value=resolve]").click()
    solved = stage.caught(INGA, "Заменили ленту")

    expect(phone.locator(".message", has_text="Заменили ленту")).to_be_visible()  # by itself
    phone.locator("form[action$='confirmation/'] button").click()
    phone.locator(".rating__star").nth(3).click()
    expect(phone.locator(".rating")).to_contain_text("Спасибо за оценку")
    phone.locator(".rating textarea").fill("Быстро и понятно")
    phone.locator(".rating form:has(textarea) button").click()
    expect(phone.locator(".rating textarea")).to_have_value("Быстро и понятно")

    rail = desk_page.locator(".rail")
    expect(rail).to_contain_text("Быстро и понятно")  # live, beside the ticket
    expect(rail.locator(".star[data-on=true]")).to_have_count(4)
    phone.context.close()

    link = re.search(r"https?://\S+/t/[^\s>]+", solved.get_body(("plain",)).get_content())
    assert link is not None
    for given, now, page in ((4, 5, phone_of(browser, stage)), (5, 3, opened(browser, stage).new_page())):
        page.goto(link.group())  # no login: the letter is enough, and it opens nothing by itself
        expect(page.locator(".rating__star[data-on=true]")).to_have_count(given)
        page.locator(".rating__star").nth(now - 1).click()
        expect(page.locator(".rating__star[data-on=true]")).to_have_count(now)
        expect(rail.locator(".star[data-on=true]")).to_have_count(now)
        page.context.close()
