"""A macro by keyboard alone: chosen at the caret, a part of it taken out, sent; one without a text is looked at and applied."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Stage, ready

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def opened(stage: Stage, page: Page, subject: str) -> None:
    """Let a letter come, and open its ticket."""
    stage.send("anna@romashka.test", subject, f"{subject}.")
    page.goto("/queues/open/")
    page.locator("a.row", has_text=subject).first.click()
    expect(page.locator("h1", has_text=subject)).to_be_visible()
    ready(page)


def test_a_macro_is_chosen_at_the_caret_trimmed_and_sent(stage: Stage, desk_page: Page) -> None:
    page = desk_page
    opened(stage, page, "Нет интернета на третьем этаже")
    form = page.locator("form[data-writing=reply]")
    area = form.locator("textarea")

    area.focus()
    page.keyboard.type("Добрый день!\n/cdzpm")  # «связь» in the other layout
    chosen = page.locator("[data-slash]:popover-open [aria-selected=true]")
    expect(chosen).to_contain_text("Пропала связь в офисе")
    expect(area).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(area).to_have_value(re.compile(r"^Добрый день!\nЗдравствуйте, Анна!\n[^/]+$"))
    deeds = form.locator(".deed")
    expect(deeds).to_have_text(
        [
            "Критичность: Критический",
            "Услуга: Сеть и Wi-Fi",
            "Вид: инцидент",
            "Передать: Инженеры",
            "Метка: связь",
        ]
    )
    expect(page.locator("[data-deeds-told]")).to_contain_text("После отправки: Критичность: Критический")
    for again in ("/уточнить", "/уточнить"):  # a second macro adds its own, and none of it twice
        page.keyboard.type(f"\n{again}")
        expect(chosen).to_contain_text("Уточнить, что случилось")
        page.keyboard.press("Tab")
        expect(area).not_to_have_value(re.compile("/"))
    expect(deeds).to_have_count(7)
    expect(deeds.last).to_have_text("Ждать: ответа заявителя")
    off = form.get_by_role("button", name="Не делать: Передать: Инженеры")
    off.focus()
    page.keyboard.press("Enter")
    expect(deeds).to_have_count(6)
    expect(form.get_by_role("button", name="Не делать: Метка: связь")).to_be_focused()
    expect(page.locator("[data-deeds-told]")).to_have_text("Не будет сделано: Передать: Инженеры")

    expect(form.locator("[data-draft-state]")).to_have_text("Черновик сохранён")
    page.reload()  # what is to be done comes back with the draft
    ready(page)
    expect(deeds).to_have_count(6)
    area.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours", has_text="инженеры уже разбираются")).to_be_visible()
    for words in ("меняет критичность", "меняет услугу", "меняет вид", "меняет метки"):
        expect(page.locator(".fact", has_text=words).first).to_contain_text("макрос «Пропала связь в офисе»")
    expect(page.locator(".fact", has_text="Инженеры")).to_have_count(0)
    expect(page.locator(".ticket__facts .badge").first).to_contain_text("ожидание")
    expect(deeds).to_have_count(0)


def test_a_macro_without_a_text_is_looked_at_and_applied_and_the_begun_answer_stays(
    stage: Stage, desk_page: Page
) -> None:
    page = desk_page
    opened(stage, page, "Окна и двери со скидкой")
    area = page.locator("form[data-writing=reply] textarea")
    area.focus()
    page.keyboard.type("Начатый ответ")
    page.keyboard.press("Control+k")
    page.keyboard.type("макрос реклама")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("Реклама: закрыть без ответа")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Макрос «Реклама: закрыть без ответа»")
    expect(dialog.get_by_label("Закрыть", exact=True).and_(page.locator("input"))).to_be_checked()
    expect(dialog).to_contain_text("он останется черновиком")
    dialog.get_by_label("Метка: реклама").press("Space")
    dialog.get_by_role("button", name="Применить").press("Enter")
    expect(page.locator(".ticket__facts .badge").first).to_have_text("закрыто")
    expect(page.locator(".fact").last).to_contain_text("макрос «Реклама: закрыть без ответа»")
    expect(area).to_have_value("Начатый ответ")
    page.reload()
    expect(area).to_have_value("Начатый ответ")
    expect(page.locator(".tags .tag", has_text="реклама")).to_have_count(0)
