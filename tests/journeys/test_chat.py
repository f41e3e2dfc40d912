"""A visitor on a phone and an agent talk at once: accepted by a key, typing and reading are seen, a reload loses nothing."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, opened, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
RATING = re.compile("/chat/rating/")


def test_a_visitor_on_a_phone_talks_with_an_agent(stage: Stage, browser: Browser, desk_page: Page) -> None:
    context = opened(browser, stage, **PHONE)
    phone = context.new_page()
    field = phone.locator("[data-words]")
    desk_page.goto("/queues/mine/")
    ready(desk_page)
    _begins(phone)

    expect(desk_page.get_by_role("button", name="Принять чат")).to_be_visible()
    desk_page.keyboard.press("c")
    desk_page.wait_for_url(re.compile(r"/tickets/\d+/"))
    expect(desk_page.locator(".present-here")).to_contain_text("Зинаида в чате")
    desk_page.locator("form[data-writing=reply] textarea").press_sequentially("Проверьте, горит ли")
    expect(phone.locator("[data-typing]")).to_contain_text("печатает")
    desk_page.keyboard.press("Control+Enter")
    expect(phone.locator(".chat__one--we[data-id]")).to_contain_text("Проверьте, горит ли")
    expect(phone.locator(".chat__one--you [data-mark]").first).to_contain_text("прочитано")
    expect(desk_page.locator(".message--ours").last).to_contain_text("прочитано в чате")

    field.press_sequentially("Гор")
    expect(desk_page.locator(".present-here")).to_contain_text("Зинаида печатает")
    phone.reload()
    expect(field).to_have_value("Гор")
    expect(phone.locator(".chat__one[data-id]")).to_have_count(2)
    field.press("Enter")
    expect(desk_page.locator(".message").last).to_contain_text("Гор")
    expect(desk_page.locator(".message", has_text="Гор")).to_have_count(2)  # nothing is drawn twice

    _solves(desk_page, "Включили другой порт")
    expect(phone.get_by_role("region", name="Вопрос решён?")).to_be_visible()
    phone.get_by_role("button", name="Нет, ещё не решён").tap()
    expect(phone.get_by_role("region", name="Вопрос решён?")).to_be_hidden()
    expect(field).to_be_focused()
    field.fill("Всё ещё молчит")
    field.press("Enter")
    expect(desk_page.locator(".message").last).to_contain_text("Всё ещё молчит")
    _solves(desk_page, "Поменяли кабель")
    yes = phone.get_by_role("button", name="Да, решён")
    yes.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Как мы справились?")).to_be_focused()
    with phone.expect_response(RATING):  # else the next answer that is waited for would be this one
        phone.get_by_role("button", name="5 из 5: отлично").tap()
    expect(phone.get_by_role("heading", name="Спасибо за оценку!")).to_be_visible()
    phone.get_by_label("Хотите добавить пару слов?").fill("Быстро")
    with phone.expect_response(RATING):
        phone.get_by_role("button", name="Сохранить").last.tap()
    desk_page.goto(f"{desk_page.url.partition('?')[0]}history/")
    expect(desk_page.locator("main").first).to_contain_text("Быстро")
    context.close()


def _begins(phone: Page) -> None:
    """Say who one is and what is wrong; the address that was given is asked for no second time."""
    phone.goto("/chat/")
    phone.get_by_label("Как вас зовут?").fill("Зинаида")
    phone.get_by_label("Почта").fill("zina@elsewhere.test")
    phone.locator("[data-words]").fill("Касса молчит, очередь уже до двери")
    phone.get_by_role("button", name="Отправить").tap()
    expect(phone.locator(".chat__one--you[data-id]")).to_contain_text("Касса молчит")
    expect(phone.get_by_text("Если вы уйдёте, напишем на zina@elsewhere.test")).to_be_visible()


def _solves(page: Page, words: str) -> None:
    """Answer and call it solved."""
    page.locator("form[data-writing=reply] textarea").fill(words)
    page.get_by_role("button", name="Отправить и…").click()
    page.get_by_role("button", name="Отправить и предложить решение").click()
