"""Pages stand still while they come, and what has the focus is never hidden (WCAG 2.4.11), wide and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Stage, by_code, entered, opened

pytestmark = [pytest.mark.journey, pytest.mark.slow]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SHIFTED_AT_MOST = 0.01
DESK = (
    *("/queues/unassigned/", "TICKET", "/search/?q=принтер", "/people/", "/quarantine/", "/queues/bulk/"),
    *("/queues/views/", "/settings/", "/settings/services/", "/settings/changes/"),
)
PORTAL = ("/my/", "/ask/")
WATCH = """window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().filter(one => !one.hadRecentInput).map(one => ({
  value: one.value, what: one.sources.map(({ node, previousRect: was, currentRect: is }) => [
    node?.getAttribute?.("class") || node?.textContent?.slice(0, 30) || node?.nodeName,
    ...[was, is].map(box => [box.x, box.y, box.width, box.height].map(Math.round).join(" ")),
  ].join(": ")),
})))).observe({ type: "layout-shift", buffered: true });"""
SETTLED = """() => document.fonts.status === "loaded" && !document.querySelector(".htmx-request, [aria-busy=true]")
  && (!document.body.dataset.liveUrl || document.documentElement.dataset.stream === "on")"""
# Each place of the Tab key gets the focus; some point of it must be seen where it stands.
HIDDEN = """() => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  const isSeen = one => {
    const painted = one.matches(".sr-only") ? one.closest("label") ?? one.labels?.[0] ?? one : one;
    return [...painted.getClientRects()].some(box => [0.02, 0.25, 0.5, 0.75, 0.98].some(part => [0.5, 0.1, 0.9].some(down => {
      const at = document.elementFromPoint(box.left + box.width * part, box.top + box.height * down);
      return at && painted.contains(at);
    })));
  };
  return [stops.length, stops.filter(one => (one.focus(), document.activeElement === one && !isSeen(one)))
    .map(one => one.outerHTML.slice(0, 120))];
}"""


def walk(page: Page, addresses: tuple[str, ...]) -> list[str]:
    """Open each page in both widths; return what moved, and what was hidden while it had the focus."""
    page.context.add_init_script(WATCH)
    wrong: list[str] = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for address in addresses:
            answer = page.goto(ticket_of(page) if address == "TICKET" else address)
            assert answer is not None
            assert answer.status == 200, address
            page.wait_for_function(SETTLED)
            shifts: list[dict[str, Any]] = page.evaluate("shifts")
            if sum(shift["value"] for shift in shifts) >= SHIFTED_AT_MOST:
                wrong.append(f"{address} at {size['width']} moves: {shifts}")
            places, hidden = page.evaluate(HIDDEN)
            assert places > 1, address
            wrong += [f"{address} at {size['width']} hides {one}" for one in hidden]
    return wrong


def ticket_of(page: Page) -> str:
    return str(page.locator(".row").first.get_attribute("href"))


def test_the_desk_stands_still_and_hides_no_focus(stage: Stage, browser: Browser) -> None:
    page = entered(opened(browser, stage), stage, "gleb@okno.test")
    wrong = walk(page, DESK)
    page.context.close()
    assert not wrong, "\n".join(wrong)


def test_the_portal_stands_still_and_hides_no_focus(stage: Stage, browser: Browser) -> None:
    page = by_code(opened(browser, stage).new_page(), stage, "marina@romashka.test")
    own = page.evaluate(
        "[...document.links].map(link => link.pathname).find(path => /^\\/my\\/\\d+\\/$/.test(path))"
    )
    wrong = walk(page, (*PORTAL, str(own)))
    page.context.close()
    assert not wrong, "\n".join(wrong)
