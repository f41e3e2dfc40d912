"""A company's manager: sees all of its requests, finds one, takes the list along; a colleague sees only the own ones."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.journeys.conftest import Stage, by_code, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MANAGER, COLLEAGUE = "kotov@sever.test", "zhukova@sever.test"
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("size", "author"), [(WIDE, "sklad-1@sever.test"), (PHONE, "sklad-2@sever.test")], ids=["wide", "phone"]
)
def test_a_manager_finds_a_request_of_the_company_and_takes_the_list_along(
    stage: Stage, browser: Browser, size: ViewportSize, author: str
) -> None:
    subject, before = f"Ворота склада не закрываются: {size['width']}", stage.letters()
    stage.send(author, subject, "Створка доходит до середины и встаёт.")
    stage.caught(author, "№", since=before)

    manager = by_code(opened(browser, stage, viewport=size).new_page(), stage, MANAGER)
    expect(manager.locator("header .faint")).to_have_text("Все обращения: АО «Север»")
    manager.locator(".sift summary").click()
    manager.get_by_label("Слова или номер").fill(f"ворот {size['width']}")
    manager.get_by_role("button", name="Показать", exact=True).click()
    expect(manager.locator("section .ask")).to_have_count(1)
    with manager.expect_download() as taken:
        manager.get_by_role("link", name="CSV").click()
    lines = Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert subject in lines[1]
    manager.get_by_role("link", name=subject).click()
    expect(manager.locator(".message")).to_contain_text("Створка доходит до середины")
    assert manager.evaluate("document.documentElement.scrollWidth <= innerWidth")
    address = manager.url
    manager.context.close()

    colleague = by_code(opened(browser, stage, viewport=size).new_page(), stage, COLLEAGUE)
    expect(colleague.get_by_role("heading", name="Мои обращения")).to_be_visible()
    expect(colleague.get_by_text(subject)).to_have_count(0)
    answer = colleague.goto(address)
    assert answer is not None
    assert answer.status == 404
    colleague.context.close()
