"""Pictures of the main pages of a running demo, light, dark and on a phone: bin/pictures [FOLDER].

For the README and for the eye of whoever changes a screen. Needs a demo (`bin/demo`) and the system's Chromium.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "okno-demo-2026"  # noqa: S105 - printed by the demo itself
PAGES = {
    "queue": "/queues/unassigned/",
    "mine": "/queues/mine/",
    "ticket": "",  # the address of TICKET, found in the queue before it
    "quarantine": "/quarantine/",
    "letters": "/letters/",
}
TICKET = "Врачи не могут войти в расписание"
# A page is whole when its fonts are there, and the list and what stands around the ticket have come.
WHOLE = """() => document.fonts.status === "loaded"
  && !document.querySelector(".htmx-request, [aria-busy=true], [id^=around-]:empty")"""
LOOKS = (("light", "light", 1440, 900), ("dark", "dark", 1440, 900), ("phone", "light", 390, 844))


def main(folder: Path) -> None:
    """Take every picture."""
    var = Path(os.environ.get("OKNO_VAR") or ROOT / "var" / "demo")
    url = json.loads((var / "run.json").read_text(encoding="utf-8"))["url"]
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for look, scheme, width, height in LOOKS:
            take(browser, url, folder, look, scheme=scheme, width=width, height=height)
        browser.close()


def take(
    browser: Browser, url: str, folder: Path, look: str, *, scheme: str, width: int, height: int
) -> None:
    """Walk through the pages in one look."""
    context = browser.new_context(
        base_url=url, locale="ru-RU", color_scheme=scheme, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.goto("/login/")
    page.screenshot(path=folder / f"login-{look}.png")
    page.locator("input[name=login]").fill("boris@okno.test")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form:has(input[type=password]) button:not([type=button])").first.click()
    page.wait_for_url(lambda found: "/login" not in found)
    for name, address in PAGES.items():
        page.goto(address or found_in(page), wait_until="networkidle" if name == "letters" else "load")
        page.wait_for_function(WHOLE)
        page.screenshot(path=folder / f"{name}-{look}.png")
    context.close()


def found_in(page: Page) -> str:
    """Return the address of the ticket of the pictures, read from the list that is open."""
    return str(page.locator(".row", has_text=TICKET).first.get_attribute("href"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
