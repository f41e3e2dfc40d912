"""The place where one writes, in a real browser: pictures by paste and drop, what survives a reload, what must not be lost."""

import base64
import io
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from okno.desk.models import Ticket
from okno.people.models import Person
from tests import make
from tests.browser import open_browser

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_static_files"),
]

GIVE = """(area, [event, name, kind, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: kind }));
  const init = { bubbles: true, cancelable: true };
  area.dispatchEvent(event === "paste"
    ? new ClipboardEvent("paste", { ...init, clipboardData: data })
    : new DragEvent(event, { ...init, dataTransfer: data }));
}"""


def shot(colour: str = "teal") -> str:
    written = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode()


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna)


@pytest.fixture
def cookie(as_boris: Client) -> str:
    return as_boris.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def hers(vera: Person) -> str:
    """The session of Vera, begun before the browser opens."""
    browser = Client(HTTP_HOST="desk.test")
    browser.force_login(vera, backend="okno.login.backends.ByMailAddress")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def window(live_server: LiveServer, cookie: str, ticket: Ticket) -> Iterator[BrowserContext]:
    """A browser in which Boris works, in Russian, opened when the ticket stands."""
    with open_browser() as browser:
        context = browser.new_context(
            base_url=live_server.url, locale="ru-RU", viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        # The stream is silenced; a page that could be read offline must have its styles and scripts.
        context.add_init_script("window.EventSource = class extends EventTarget { close() {} }")
        yield context
        context.close()


def give(page: Page, event: str, mode: str = "reply", name: str = "image.png", colour: str = "teal") -> None:
    """Let a picture come to the field by this event, as the browser tells of it."""
    page.locator(f"form[data-writing={mode}] textarea").evaluate(
        GIVE, [event, name, "image/png", shot(colour)]
    )


def test_a_pasted_screenshot_is_seen_survives_a_reload_and_is_sent(
    window: BrowserContext, ticket: Ticket
) -> None:
    page = window.new_page()
    page.goto(f"/tickets/{ticket.number}/")
    give(page, "paste")
    kept = page.locator("form[data-writing=reply] .file--picture")
    expect(kept.locator(".file__shot img")).to_be_visible()
    expect(kept.locator(".file__name")).to_contain_text("Снимок экрана 20")
    kept.locator(".file__alt").fill("Кнопка в углу")
    with page.expect_response("**/alt/"):
        kept.locator(".file__alt").blur()

    page.reload()
    expect(kept.locator(".file__alt")).to_have_value("Кнопка в углу")
    give(page, "drop", name="лишний.png")
    expect(kept).to_have_count(2)
    kept.last.locator("[data-take-off]").click()
    expect(kept).to_have_count(1)

    page.locator("form[data-writing=reply] textarea").fill("Нажмите вот сюда")
    give(page, "paste", colour="olive")  # sent at once: the answer waits for what is still coming
    page.locator("form[data-writing=reply] [data-send]").click()
    said = page.locator(".message--ours")
    expect(said.locator("img.picture")).to_have_count(2)
    expect(said.get_by_alt_text("Кнопка в углу")).to_be_visible()
    expect(kept).to_have_count(0)
    said.locator("img.picture").first.scroll_into_view_if_needed()
    # It has come, and nothing moved.
    expect(said.locator("img.picture").first).to_have_js_property("naturalWidth", 640)

    said.locator(".shot").first.click()
    expect(page.locator("#enlarged > img")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#enlarged > img")).not_to_have_attribute("alt", "Кнопка в углу")
    page.keyboard.press("Escape")
    expect(page.locator("#enlarged")).not_to_be_visible()

    page.locator("[data-list-toggle]").click()  # the conversation has the window, and keeps it
    page.reload()
    expect(page.locator("#list")).not_to_be_visible()
    page.locator("[data-list-toggle]").click()
    expect(page.locator("#list")).to_be_visible()


def test_two_answers_are_two_and_a_file_that_was_cut_off_comes_when_the_line_is_back(
    window: BrowserContext, ticket: Ticket
) -> None:
    page = window.new_page()
    page.goto(f"/tickets/{ticket.number}/?write=note")
    note = page.locator("form[data-writing=note]")
    note.locator("textarea").fill("Смотрите")
    page.locator("[data-write=reply]").click()
    for words in (
        "Первый ответ",
        "Второй ответ",
    ):  # the composer is not drawn anew, for a note is begun in it
        page.locator("form[data-writing=reply] textarea").fill(words)
        page.locator("form[data-writing=reply] [data-send]").click()
        expect(page.locator(".message--ours", has_text=words)).to_be_visible()
    page.locator("[data-write=note]").click()
    expect(note.locator("textarea")).to_have_value("Смотрите")

    window.set_offline(True)
    give(page, "paste", mode="note")
    expect(note.locator(".file[data-state=cut] .file__fault")).to_be_visible()
    note.locator("[data-send]").click()
    expect(note.locator("textarea")).to_have_value("Смотрите")
    window.set_offline(False)
    expect(note.locator(".file__shot")).to_be_visible()
    note.locator("[data-send]").click()
    expect(page.locator(".message--note img.picture")).to_be_visible()


WORKER = """navigator.serviceWorker.ready.then(() => new Promise((ok) => navigator.serviceWorker.controller ? ok()
  : navigator.serviceWorker.addEventListener("controllerchange", ok)))"""
KEPT = """async (path) => {
  for (const name of await caches.keys()) if (await (await caches.open(name)).match(path)) return name;
  return "";
}"""


def test_without_a_line_one_reads_on_and_nothing_that_is_written_is_lost(
    hers: str,
    window: BrowserContext,
    live_server: LiveServer,
    ticket: Ticket,
    boris: Person,
    vera: Person,
    cookie: str,
) -> None:
    here = f"/tickets/{ticket.number}/"
    page = window.new_page()
    page.goto(here)
    page.evaluate(WORKER)
    page.goto("/queues/unassigned/")
    page.goto(here)
    page.wait_for_function(KEPT, arg=here)

    window.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.reload()
    expect(page.locator(".message").first).to_be_visible()
    expect(page.locator("#offline")).to_be_visible()
    page.locator("[data-write=note]").click()
    for words in ("Первая без связи", "Вторая без связи"):
        page.locator("form[data-writing=note] textarea").fill(words)
        page.locator("form[data-writing=note] [data-send]").click()
        expect(page.locator("[data-waiting]", has_text=words)).to_be_visible()
    page.locator("[data-write=reply]").click()
    page.locator("form[data-writing=reply] textarea").fill("Ответ без связи")
    page.locator("form[data-writing=reply] [data-send]").click()
    expect(page.locator(".toast--error")).to_be_visible()
    expect(page.locator("form[data-writing=reply] textarea")).to_have_value("Ответ без связи")
    page.goto("/queues/unassigned/")  # one goes on to another page, and the line comes back there

    window.set_offline(False)
    expect(page.locator("#offline")).not_to_be_visible()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => /^(note|draft):/.test(key))")
    page.goto(here)
    for words in ("Первая без связи", "Вторая без связи"):
        expect(page.locator(".message--note", has_text=words)).to_have_count(1)
    expect(page.locator("form[data-writing=reply] textarea")).to_have_value("Ответ без связи")
    assert str(boris.pk) in page.evaluate(KEPT, here)

    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": hers, "url": live_server.url}])
    page.goto("/queues/unassigned/")  # somebody else works here now: what was kept of another is gone
    page.wait_for_function(
        "(pk) => caches.keys().then((all) => all.join() === `okno-pages-${pk}`)", arg=vera.pk
    )
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto("/queues/unassigned/")
    page.keyboard.press("Control+k")
    # Where one has just been.
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text(str(ticket.number))
    page.keyboard.press("Escape")
    page.locator("[popovertarget=me-menu]").click()
    page.locator("form[data-logout] button").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':'))") == []
