"""A dispatcher's morning by keyboard alone, in the Russian layout: every key works by its place."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Stage, ready
from tests.journeys.typing import hit
from tests.look.test_accessible import AXE, EVERYTHING, IN_A_LOOK

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SUBJECTS = ("Не крутится вентилятор", "Мигает лампа у входа")
ANSWER = "Уже идём, захватим лестницу."


def walk_to(page: Page, subject: str) -> None:
    """Go down the list with J until the row has the focus."""
    for _step in range(60):
        if subject in str(page.evaluate("document.activeElement.closest('.row')?.textContent")):
            return
        hit(page, "KeyJ")
    raise AssertionError(f"{subject} is not in the list")


def classed(page: Page) -> None:
    """Make oneself the owner, and the priority one higher."""
    hit(page, "KeyA")
    expect(
        page.locator(".menu:popover-open .menu__item").first
    ).to_be_focused()  # oneself, where nobody is it
    page.keyboard.press("Enter")
    expect(page.locator(".rail [popovertarget^=owner-]")).to_contain_text("Борис Орлов")
    hit(page, "KeyP")
    expect(page.locator(".menu:popover-open [aria-current=true]")).to_be_focused()
    page.keyboard.press("ArrowUp")
    wanted = page.locator(".menu:popover-open .menu__item:focus > span").first.inner_text().split("\n")[0]
    page.keyboard.press("Enter")
    expect(page.locator(".rail [popovertarget^=priority-]")).to_contain_text(wanted)


def answered(page: Page) -> None:
    """Answer, call the answer back, and send it after all, so that it leaves soon."""
    hit(page, "KeyR")
    answer = page.locator("form[data-writing=reply] textarea")
    expect(answer).to_be_focused()
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text=ANSWER)).to_be_visible()
    expect(answer).to_have_value("")
    page.keyboard.press("Escape")
    expect(answer).not_to_be_focused()
    hit(page, "KeyZ")
    expect(answer).to_have_value(ANSWER)
    expect(page.locator(".message", has_text=ANSWER)).to_have_count(0)
    aside = page.context.new_page()
    undo_time(aside, "")
    aside.close()
    hit(page, "KeyR")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text=ANSWER)).to_be_visible()
    page.keyboard.press("Escape")
    expect(answer).not_to_be_focused()


def asked_why(page: Page) -> None:
    """Ask the palette why the deadline is what it is, look at the other promises, and go back to the ticket."""
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#palette-field")).to_be_focused()
    page.keyboard.insert_text("решение почему")
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Решение: Почему срок")
    page.keyboard.press("Enter")
    ledger = page.locator("#act .ledger")
    expect(ledger.locator("tbody tr").last).to_contain_text("Срок")
    expect(page.get_by_role("dialog")).to_have_accessible_name(re.compile("Почему срок"))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found, _drawn = page.evaluate(IN_A_LOOK, [EVERYTHING, [], None])
    assert found == []
    ledger.get_by_role("link", name="Первый ответ").press("Enter")
    expect(ledger.locator("tbody tr").last).to_contain_text("Часы остановлены")
    held: list[Route] = []
    page.route("**/ledger/?clock=reaction", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function
    with page.expect_request("**/ledger/?clock=reaction"):
        ledger.get_by_role("link", name="Фиксация").press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#act")).to_be_hidden()
    held[0].continue_()  # what comes after one has left opens nothing
    expect(ledger.locator("[aria-current=page]")).to_have_text("Фиксация")
    expect(page.locator("#act")).to_be_hidden()


@pytest.fixture
def patient(desk_page: Page) -> Page:
    """Boris, whose answers can be called back for longer: a machine may be busy for seconds."""
    undo_time(desk_page, "30")
    return desk_page


def undo_time(page: Page, seconds: str) -> None:
    """Choose on the page about oneself how long an answer can be called back."""
    page.goto("/me/")
    page.locator("[name=undo_seconds]").select_option(seconds)
    page.locator("form:has([name=undo_seconds]) button:not([type=button])").first.click()
    expect(page.get_by_text("Сохранено.")).to_be_visible()


def test_a_dispatchers_morning_by_keyboard_alone(stage: Stage, patient: Page) -> None:
    page, shown = patient, patient.locator("main .ticket__subject")
    page.goto("/queues/unassigned/")
    ready(page)
    for subject in SUBJECTS:
        stage.send("Лев Чистов <lev@romashka.test>", subject, "Посмотрите, пожалуйста, сегодня.")
        expect(page.locator(".row", has_text=subject)).to_be_visible()
    walk_to(page, SUBJECTS[0])
    hit(page, "KeyJ", "KeyK")
    walk_to(page, SUBJECTS[0])
    page.keyboard.press("Enter")
    expect(shown).to_have_text(SUBJECTS[0])
    classed(page)
    answered(page)
    asked_why(page)
    hit(page, "BracketRight")
    expect(shown).not_to_have_text(SUBJECTS[0])

    page.keyboard.press("Control+KeyK")
    expect(page.locator("#palette-field")).to_be_focused()
    page.keyboard.insert_text("vjb")  # «мои», typed in the wrong layout
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Мои")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queues/mine/")
    ready(page)
    expect(page.locator(".row", has_text=SUBJECTS[0])).to_be_visible()  # it is one's own now

    hit(page, "Slash")
    expect(page.locator("#list input[type=search]")).to_be_focused()
    page.keyboard.insert_text("мигает лампа")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?*")
    ready(page)
    expect(page.locator(".row", has_text=SUBJECTS[1])).to_be_visible()
    page.keyboard.press("Escape")
    walk_to(page, SUBJECTS[1])
    page.keyboard.press("Enter")
    expect(shown).to_have_text(SUBJECTS[1])
    stage.caught("lev@romashka.test", ANSWER)


def test_single_keys_are_moved_and_switched_off(desk_page: Page) -> None:
    page = desk_page
    page.goto("/queues/open/")
    ready(page)
    sheet = page.locator("#keys")
    page.keyboard.press("Shift+Slash")
    expect(sheet).to_be_visible()
    sheet.locator("[data-own-key=KeyJ]").press("Enter")
    hit(page, "KeyR")  # whose key this was, takes J
    expect(sheet.locator("[data-own-key=KeyJ]")).to_have_text("R")
    expect(sheet.locator("[data-own-key=KeyR]")).to_have_text("J")
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    # Whichever row it is: what happens to tickets meanwhile may put the list in another order.
    focused = page.locator(".row:focus")
    hit(page, "KeyR")
    expect(focused).to_have_count(1)
    page.reload()
    ready(page)
    hit(page, "KeyR")
    before = re.compile(f"^{focused.get_attribute('id')}$")
    hit(page, "KeyR")
    expect(focused).not_to_have_id(before)
    here = str(focused.get_attribute("id"))

    page.keyboard.press("Shift+Slash")
    sheet.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    hit(page, "KeyR")
    page.keyboard.press("Shift+Slash")
    expect(sheet).not_to_be_visible()
    expect(page.locator(f"#{here}")).to_be_focused()
    page.locator("[popovertarget=me-menu]").click()  # the way back needs no key
    page.locator("#me-menu [data-opens=keys]").click()
    sheet.locator("[data-keys-reset]").click()
    expect(sheet.locator("[data-own-key=KeyJ]")).to_have_text("J")
    expect(sheet.locator("[data-keys-on]")).to_be_checked()


def test_a_table_is_walked_by_keyboard_and_makes_room_for_a_ticket(stage: Stage, desk_page: Page) -> None:
    page, subject = desk_page, "Щёлкает реле в щитовой"
    head = page.get_by_role("columnheader", name="Критичность")
    page.goto("/queues/mine/")
    page.get_by_role("link", name="Картина дня").click()
    page.wait_for_url("**/queues/view-*/")
    ready(page)
    expect(head).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".columns .clock[title^='Ближайшее обещание']").first.hover(force=True)
    told = page.locator(".row[title^='Ближайшее обещание']")
    expect(told).to_have_count(1)  # the link tells what lies under it
    stage.send("Лев Чистов <lev@romashka.test>", subject, "Щёлкает с утра.")
    expect(page.locator(".row", has_text=subject)).to_be_visible()  # by itself
    expect(page.locator(".row[title]")).to_have_count(1)  # the list was drawn anew under the pointer

    walk_to(page, subject)
    hit(page, "KeyX")
    expect(page.locator("[data-pick-count]")).to_have_text("1")
    page.keyboard.press("Escape")
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("main .ticket__subject")).to_have_text(subject)
    expect(head).to_be_hidden()  # the list is narrow beside a ticket
    expect(page.locator(".row[aria-current=true]")).to_be_in_viewport()
    page.go_back()
    expect(head).to_be_visible()
    page.go_forward()
    expect(head).to_be_hidden()
    page.keyboard.press("Escape")
    expect(head).to_be_visible()

    page.get_by_role("columnheader", name="Изменено").get_by_role("link").press("Enter")
    page.wait_for_url("**-changed/")
    expect(page.get_by_role("columnheader", name="Изменено")).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".row").first).to_contain_text(subject)


def test_columns_are_put_in_order_by_keyboard(desk_page: Page) -> None:
    page = desk_page
    page.goto("/queues/views/?q=статус:открыт")
    ready(page)
    page.get_by_label("Название").fill("Коротко")
    for name in ("Номер", "Тема", "Метки"):
        page.get_by_label(name, exact=True).press("Space")
    page.get_by_label("Переместить «Метки» выше").press("Enter")
    page.keyboard.press("Enter")  # the arrow goes along and keeps the focus
    page.get_by_label("Название").press("Enter")
    page.wait_for_url("**/queues/view-*/")
    expect(page.get_by_role("columnheader")).to_have_text(["Выбрать несколько", "Метки", "Номер", "Тема"])


def test_what_is_put_into_the_palette_a_second_time_is_found_a_second_time(desk_page: Page) -> None:
    page = desk_page
    page.goto("/queues/open/")
    ready(page)
    number = str(page.locator(".row").first.get_attribute("id")).removeprefix("row-")
    for _ in range(2):
        page.keyboard.press("Control+KeyK")
        expect(page.locator("#palette-field")).to_be_focused()
        page.keyboard.insert_text(number)  # at once, as pasting does
        expect(page.locator("#palette-found [role=option]").first).to_contain_text(number)
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()
