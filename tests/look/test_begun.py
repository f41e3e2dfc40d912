"""A form that was begun survives a reload, in a real browser: its words, its files, and nothing of what was sent."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from okno.desk import links
from okno.desk.actions.resolve import resolve
from okno.desk.models import Ticket
from okno.people.models import Person
from tests import make
from tests.browser import open_browser

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAPER = {"name": "чек.txt", "mimeType": "text/plain", "buffer": "Итого: 0".encode()}
ALERT = ".toast--error"


@pytest.fixture
def talk(anna: Person) -> Ticket:
    """A request in which one goes on talking."""
    return make.ticket(by=anna)


@pytest.fixture
def done(anna: Person, boris: Person) -> str:
    """The signed way to another one, which the desk believes to be solved."""
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    return urlsplit(links.make(ticket, anna)).path


@pytest.fixture
def cookie(anna: Person) -> str:
    visitor = Client(HTTP_HOST="desk.test")
    visitor.force_login(anna, backend="okno.login.backends.ByMailAddress")
    return visitor.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def page(live_server: LiveServer, cookie: str, talk: Ticket, done: str) -> Iterator[Page]:
    """A phone on which Anna is logged in, opened when her requests stand."""
    with open_browser() as browser:
        yield _phone(browser, live_server, cookie)


def _phone(browser: Browser, live_server: LiveServer, cookie: str) -> Page:
    phone = {"width": 390, "height": 844}
    context = browser.new_context(base_url=live_server.url, locale="ru-RU", viewport=phone)
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    context.add_init_script("window.EventSource = class extends EventTarget { close() {} }")
    return context.new_page()


def test_what_was_begun_survives_a_reload_and_what_was_sent_does_not_come_back(
    page: Page, talk: Ticket, done: str
) -> None:
    _asks_after_an_answer_did_not_help(page)
    _answers(page, talk)
    _says_by_a_link_that_it_is_not_solved(page, done)


def _asks_after_an_answer_did_not_help(page: Page) -> None:
    """Write on where the field began; the files come back, too, and one that cannot is told of."""
    asks = "/ask/?text=Касса молчит"
    page.goto(asks)
    words, kept = page.locator("textarea[name=text]"), page.locator(".kept")
    expect(words).to_have_value("Касса молчит")
    words.fill("Касса молчит с утра, очередь стоит")
    page.locator("input[name=attached]").set_input_files(PAPER)
    expect(kept).to_contain_text("чек.txt")
    page.reload()
    expect(words).to_have_value("Касса молчит с утра, очередь стоит")
    expect(kept).to_contain_text("чек.txt")

    words.evaluate("field => field.removeAttribute('required')")
    words.fill("")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".field__error")).to_have_count(1)  # the words are missing
    page.goto(asks)
    expect(kept).to_have_count(1)  # what came with the fault was kept by the desk
    page.goto("/ask/?text=Другое")
    expect(words).to_have_value("Другое")  # another search is another request
    expect(kept).to_have_count(0)

    page.goto(asks)
    kept.locator("input[name=kept]").evaluate(
        "box => { box.value = 'lost'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.reload()
    expect(page.locator(ALERT)).to_contain_text("приложите его ещё раз")
    expect(kept).to_have_count(0)
    words.fill("Касса молчит")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url("**/my/*/")
    page.goto(asks)
    expect(words).to_have_value("Касса молчит")
    expect(kept).to_have_count(0)


def _answers(page: Page, talk: Ticket) -> None:
    """Answer twice: the same field stands there again, and it is empty."""
    page.goto(f"/my/{talk.number}/")
    words = page.locator("form[action$='answers/'] textarea")
    for said in ("Перезагрузили", "Не помогло"):
        words.fill(said)
        page.locator("form[action$='answers/'] input[name=attached]").set_input_files(PAPER)
        expect(page.locator(".kept")).to_have_count(1)
        page.reload()
        expect(words).to_have_value(said)
        expect(page.locator(".kept")).to_have_count(1)
        page.get_by_role("button", name="Отправить").click()
        expect(page.locator(".message", has_text=said)).to_be_visible()
        page.reload()
        expect(words).to_have_value("")
        expect(page.locator(".kept")).to_have_count(0)


def _says_by_a_link_that_it_is_not_solved(page: Page, done: str) -> None:
    """Begin to say what is still wrong on the page of a letter's link: the form stands open with it."""
    page.context.clear_cookies()
    page.goto(done)
    page.locator("details.no summary").click()
    words = page.locator(".no__form textarea")
    words.fill("Чеки снова пустые")
    page.reload()
    expect(words).to_be_visible()
    expect(words).to_have_value("Чеки снова пустые")
    page.get_by_role("button", name="Отправить и продолжить").click()
    expect(page.locator(".message", has_text="Чеки снова пустые")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("")
