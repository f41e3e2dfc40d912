"""The workspace on screen, in a real browser at a running demo: palette, next ticket, presence, layout shift, sizes.

`bin/bench browser`. Needs the system's Chromium. On screen means: painted, counted from the press of the key.
"""

import gzip
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.ground import ROOT, table
from okno.look import sheets

PASSWORD = "okno-demo-2026"
TIMES = 11
# Milliseconds from a deed to the frame that shows what is waited for.
WATCH = """window.until = (wanted, deed) => new Promise((done, fail) => {
  setTimeout(() => fail(new Error(`not within ten seconds: ${wanted}`)), 10_000);
  const seen = () => {
    if (!wanted()) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  };
  const watcher = new MutationObserver(seen), began = performance.now();
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  deed();
  seen();
});
window.press = (code, more = {}) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true, ...more }));
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => one.hadRecentInput || (shifted += one.value)))
  .observe({ type: "layout-shift", buffered: true });"""
BUTTON = """new MutationObserver((_, watcher) => {
  if (!document.querySelector('okno-widget')) return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now(); }));
}).observe(document, { subtree: true, childList: true });"""
SCRIPT = "performance.getEntriesByType('resource').find(one => one.name.endsWith('/widget.js'))"
CALM = """() => !document.querySelector('.htmx-request, [aria-busy=true]')
  && document.documentElement.dataset.stream === 'on'"""
NUMBER = "document.querySelector('main .ticket__number')?.textContent"
NEXT = f"""() => {{ const was = {NUMBER}; return until(() => {NUMBER} !== was, DEED); }}"""


def main() -> None:
    """Measure and print."""
    with demo() as url, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = entered(browser, url, "boris@okno.test")
        rows = [
            ("layout shift: list, ticket", f"{shift(page):.4f}", "< 0.01"),
            ("palette opens", median(lambda: palette(page)), "<= 100 ms"),
            ("palette answers, the page's own", median(lambda: typed(page)), "<= 100 ms"),
            (
                "palette answers, the desk's, the pause of 60 ms for the next sign included",
                median(lambda: found(page)),
                "",
            ),
            ("next ticket of the list, brought ahead", median(lambda: step(page)), "<= 150 ms"),
            ("next ticket after an answer, with sending it", median(lambda: answered(page)), "<= 150 ms"),
            *presence(browser, url, page),
            *widget(browser, url),
            ("styles and behaviours, compressed", f"{weight() / 1024:.1f} KB", "<= 150 KB"),
        ]
        browser.close()
    table(f"On screen, medians of {TIMES}", rows)


@contextmanager
def demo() -> Iterator[str]:
    """Run a demo of its own; yields its address."""
    with tempfile.TemporaryDirectory(prefix="okno-bench-") as folder:
        Path(folder).chmod(0o711)
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("OKNO_", "DATABASE_"))
        }
        env = clean | {"OKNO_VAR": f"{folder}/var", "OKNO_DEMO_TICKETS": "300", "OKNO_LOG_LEVEL": "ERROR"}
        log = Path(folder, "log")
        with log.open("wb") as told:
            tree = subprocess.Popen(
                [sys.executable, "-P", "-m", "okno", "demo"], cwd=ROOT, env=env, stdout=told, stderr=told
            )
        try:
            while "Ctrl" not in log.read_text():
                if tree.poll() is not None:
                    raise SystemExit(log.read_text())
                time.sleep(0.2)
            yield json.loads(Path(folder, "var", "run.json").read_text())["url"]
        finally:
            tree.send_signal(signal.SIGTERM)
            tree.wait(60)


def entered(browser: Browser, url: str, email: str) -> Page:
    """Open a window in which this person works; after an answer the next ticket comes."""
    context = browser.new_context(base_url=url, locale="ru-RU", viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "okno_after", "value": "next", "url": url}])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form:has(input[type=password]) button:not([type=button])").first.click()
    page.wait_for_url(lambda found: "/login" not in found)
    return page


def median(measure: Callable[[], float]) -> str:
    """Return the median in words, with the longest."""
    taken = [measure() for _ in range(TIMES)]
    return f"{statistics.median(taken):.0f} ({max(taken):.0f}) ms"


def shift(page: Page) -> float:
    """Return the larger layout shift of the list and of a ticket loaded as whole pages."""
    page.goto("/queues/open/")
    page.wait_for_function(CALM)
    first = float(page.evaluate("shifted"))
    page.goto(str(page.locator(".row").first.get_attribute("href")))
    page.wait_for_function(CALM)
    return max(first, float(page.evaluate("shifted")))


def palette(page: Page) -> float:
    """Open the palette and shut it."""
    taken = page.evaluate(
        "() => until(() => document.querySelector('#palette[open] [role=option]'), () => press('KeyK', { ctrlKey: true }))"
    )
    page.keyboard.press("Escape")
    page.wait_for_selector("#palette", state="hidden")
    return float(taken)


def typed(page: Page) -> float:
    """Return how long the palette's offers of the page take for a word."""
    return offered(
        page, "мои", "document.querySelector('#palette-here [aria-selected]')?.textContent.includes('Мои')"
    )


def found(page: Page) -> float:
    """Return how long the desk's offer takes for the number of a ticket, the pause of typing included."""
    row = page.locator(".row:not([aria-current])").first.get_attribute("id") or ""
    number = row.removeprefix("row-")
    return offered(page, number, f"document.getElementById('palette-found').textContent.includes('{number}')")


def offered(page: Page, words: str, wanted: str) -> float:
    """Type words into the palette; return how long it takes until what is wanted is true."""
    page.keyboard.press("Control+KeyK")
    field = "document.getElementById('palette-field')"
    typing = f"{field}.value = '{words}'; {field}.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    taken = page.evaluate(f"() => until(() => {wanted}, () => {{ {typing} }})")
    page.keyboard.press("Escape")
    page.wait_for_selector("#palette", state="hidden")
    return float(taken)


def step(page: Page) -> float:
    """Go to the next ticket of the list once it has been brought."""
    ahead(page)
    return float(page.evaluate(NEXT.replace("DEED", "() => press('BracketRight')")))


def answered(page: Page) -> float:
    """Answer, and see the next ticket."""
    ahead(page)
    page.locator("form[data-writing=reply] textarea").fill("Смотрим, скоро ответим.")
    return float(
        page.evaluate(
            NEXT.replace(
                "DEED", "() => document.querySelector('form[data-writing=reply] [data-send]').click()"
            )
        )
    )


def ahead(page: Page) -> None:
    """Wait as somebody who reads the ticket does, until the next one can have been brought."""
    page.wait_for_function(CALM)
    page.wait_for_timeout(1000)


def presence(browser: Browser, url: str, page: Page) -> list[tuple[str, str, str]]:
    """Measure in seconds how soon a colleague is seen, and how soon not any more."""
    vera = entered(browser, url, "vera@okno.test")
    vera.goto("/queues/unassigned/")
    address = str(vera.locator(".row").first.get_attribute("href"))
    page.goto(address)
    page.wait_for_function(CALM)
    came, went = [], []
    for _ in range(5):
        began = time.monotonic()
        vera.goto(address)
        page.wait_for_selector(".present")
        came.append(time.monotonic() - began)
        began = time.monotonic()
        vera.goto("/queues/mine/")
        page.wait_for_selector(".present", state="detached")
        went.append(time.monotonic() - began)
    return [
        ("a colleague is seen, with the load of her page", f"{statistics.median(came):.2f} s", "<= 2 s"),
        ("a colleague who left is gone", f"{statistics.median(went):.2f} s", "<= 30 s"),
    ]


def widget(browser: Browser, url: str) -> list[tuple[str, str, str]]:
    """From the request of the script until its button is painted, each time in a new browser; and its size.

    The files of the page itself, behind which the demo's one server lets it wait, are not of the widget.
    """
    spans = []
    for _ in range(TIMES):
        page = browser.new_context().new_page()
        page.add_init_script(BUTTON)
        page.goto(f"{url}/site/")
        page.wait_for_function("() => window.shown")
        spans.append(page.evaluate(f"shown - {SCRIPT}.requestStart"))
        size = page.evaluate(f"{SCRIPT}.encodedBodySize")
        page.context.close()
    return [
        (
            "the widget on a site: asked for, there to press",
            f"{statistics.median(spans):.0f} ms",
            "<= 300 ms",
        ),
        ("the widget, compressed", f"{size / 1024:.1f} KB", "<= 30 KB"),
    ]


def weight() -> int:
    """Return the bytes of all styles and behaviours, each compressed as it is served."""
    folders = (ROOT / "okno" / "look" / "static", ROOT / "node_modules")
    names = {"vendor/htmx/htmx.esm.min.js": "htmx.org/dist/htmx.esm.min.js"}
    found = [
        next(path for folder in folders if (path := folder / names.get(name, name)).exists())
        for name in (*sheets.css(), *sheets.js(), sheets.ENTRY)
    ]
    return sum(len(gzip.compress(path.read_bytes())) for path in found)


if __name__ == "__main__":
    main()
