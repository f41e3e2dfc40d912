"""A call by name lights the bell in the other's window, opening the ticket puts it out; what is pushed is shown."""

import json
import re

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser import with_windows
from tests.journeys.conftest import Stage, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SHOWN = """async () => (await (await navigator.serviceWorker.getRegistration("/")).getNotifications())
    .map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }))"""

COUNTED = """() => {
  const bell = document.querySelector("[data-bell]"), unread = bell.dataset.unread.split(" ").filter(Boolean);
  return unread.length > 0 && bell.querySelector(".counter--news").textContent.trim() === String(unread.length);
}"""


def test_a_call_lights_the_bell_elsewhere_and_opening_the_ticket_puts_it_out(
    stage: Stage, browser: Browser
) -> None:
    boris = entered(opened(browser, stage), stage, "boris@okno.test")
    vera = entered(opened(browser, stage), stage, "vera@okno.test")
    boris.goto("/queues/mine/")
    bell = boris.locator("[data-bell]")
    known = (bell.get_attribute("data-unread") or "").split()
    vera.goto("/queues/open/")
    rows = vera.locator(".rows .row").evaluate_all("rows => rows.map((row) => row.id.slice(4))")
    number = next(row for row in rows if row not in known)
    vera.goto(f"/tickets/{number}/?write=note")
    area = vera.locator("form[data-writing=note] textarea")
    area.clear()
    area.press_sequentially("Глянь, @орл")
    offered = vera.locator("#calls [role=option]:visible")
    expect(offered).to_contain_text(["Борис Орлов"])
    area.press("Enter")
    expect(area).to_have_value("Глянь, @Борис Орлов ")
    expect(offered).to_have_count(0)
    area.press_sequentially("посмотри сюда")
    vera.locator("form[data-writing=note] [data-send]").click()

    expect(bell).to_have_attribute("data-unread", re.compile(rf"\b{number}\b"))
    boris.wait_for_function(COUNTED)  # the clocks of the demo warn him too
    bell.press("Enter")
    boris.wait_for_url("**/notifications/")
    line = boris.locator(f"#news-{number}")
    expect(line).to_contain_text("зовёт вас в заметке")
    expect(line.locator(".dot")).to_be_visible()
    boris.keyboard.press("j")
    expect(line).to_be_focused()
    boris.keyboard.press("Enter")
    expect(boris.locator(".message--note", has_text="посмотри сюда")).to_be_visible()
    expect(bell).not_to_have_attribute("data-unread", re.compile(rf"\b{number}\b"))
    expect(line.locator(".dot")).to_have_count(0)
    for page in (boris, vera):
        page.context.close()


def test_the_worker_shows_what_is_pushed_and_the_later_takes_the_place_of_the_first(
    stage: Stage, browser: Browser
) -> None:
    with with_windows(browser) as windows:
        page = entered(opened(windows, stage, permissions=["notifications"]), stage, "boris@okno.test")
        page.goto("/queues/mine/")
        page.evaluate(
            "navigator.serviceWorker.register('/service.js').then(() => navigator.serviceWorker.ready)"
        )
        push = _pusher(page, stage)
        push(title="№ 1 · Принтер", body="Анна пишет", url="/tickets/1/", tag="ticket-1")
        push(title="№ 1 · Принтер", body="Анна пишет ещё", url="/tickets/1/", tag="ticket-1")
        push(title="№ 2 · Касса", body="Олег пишет", url="/tickets/2/", tag="ticket-2")
        page.wait_for_function(f"({SHOWN})().then((shown) => shown.length === 2)")
        shown = sorted(page.evaluate(SHOWN), key=lambda one: one["tag"])
        assert [one["body"] for one in shown] == ["Анна пишет ещё", "Олег пишет"]


def _pusher(page: Page, stage: Stage) -> "Pusher":
    line = page.context.new_cdp_session(page)
    known: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    line.send("ServiceWorker.enable")
    for _try in range(200):
        if known:
            break
        page.wait_for_timeout(50)  # the browser tells of its workers when it likes
    return Pusher(line, known, stage.url)


class Pusher:
    """A push service inside the browser: DevTools deliver to the worker what a service would."""

    def __init__(self, line: CDPSession, known: list[str], origin: str) -> None:
        self.line, self.known, self.origin = line, known, origin

    def __call__(self, **words: str) -> None:
        told = {"origin": self.origin, "registrationId": self.known[0], "data": json.dumps(words)}
        self.line.send("ServiceWorker.deliverPushMessage", told)
