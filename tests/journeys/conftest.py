"""The stage of the journeys: the whole demo as a newcomer starts it, a real browser, letters by real SMTP."""

import json
import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from okno.demo.world import ADDRESS, PASSWORD
from tests.browser import open_browser
from tests.cli.desk import PATIENCE, ROOT, START, clean_environment, free_port, wait_for

PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A running demo."""

    url: str
    listener: int
    var: Path
    env: dict[str, str]
    entrances: dict[str, Any] = field(default_factory=dict)  # cookies by the address of the person
    read: dict[Path, EmailMessage] = field(default_factory=dict)  # letters that were caught and looked at

    def send(self, sender: str, subject: str, text: str, *, to: str = ADDRESS, **headers: str) -> str:
        """Hand a letter to the desk by SMTP; returns its Message-ID."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = sender, to, subject
        letter["Message-ID"] = make_msgid(domain="romashka.test")
        for name, value in headers.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        self.hand_over(sender, to, letter.as_bytes())
        return str(letter["Message-ID"])

    def hand_over(self, sender: str, to: str, raw: bytes) -> None:
        """Hand raw bytes to the desk by SMTP."""
        with smtplib.SMTP("127.0.0.1", self.listener, timeout=20) as server:
            server.sendmail(sender, [to], raw)

    def letters(self) -> frozenset[Path]:
        """Return the letters that the desk has sent by now."""
        return frozenset((self.var / "caught").glob("*.eml"))

    def caught(self, address: str, words: str, *, since: frozenset[Path] = frozenset()) -> Any:
        """Wait for a letter to this address with these words that was not there before; return it parsed."""

        def found() -> Any:
            for path in sorted(self.letters() - since, reverse=True):
                letter = self.letter(path)
                body = letter.get_body(preferencelist=("plain",))
                if address in str(letter["To"]) and body is not None and words in body.get_content():
                    return letter
            return None

        return wait_for(found)

    def letter(self, path: Path) -> EmailMessage:
        """Return a letter parsed, once for all who look at it while they wait for theirs."""
        if path not in self.read:
            self.read[path] = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
        return self.read[path]

    def parts(self) -> dict[str, int]:
        """Return the living parts of the tree, by name."""
        parts: dict[str, int] = json.loads((self.var / "run.json").read_text())["parts"]
        return parts

    def until_restarted(self, fallen: int) -> None:
        """Wait until another process has taken the place of the web part that fell."""
        wait_for(lambda: self.parts().get("web", fallen) != fallen)


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Start the demo as `bin/demo` does, once for all journeys, and stop it after the last of them."""
    folder = tmp_path_factory.mktemp("stage")
    folder.chmod(0o711)
    var = folder / "var"
    env = clean_environment() | {
        "OKNO_VAR": str(var),
        "OKNO_UNDO_SEND_SECONDS": "2",  # who calls something back takes longer by choice
        "OKNO_WORKERS": "1",
        "OKNO_DEMO_TICKETS": "40",
    }
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "okno", "demo", "--port", str(free_port())],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )

        def answers() -> dict[str, Any] | None:
            assert process.poll() is None, (folder / "demo.log").read_text()
            try:
                facts: dict[str, Any] = json.loads((var / "run.json").read_text())
            except (OSError, ValueError):
                return None
            return facts if "Ctrl" in (folder / "demo.log").read_text() else None

        try:
            facts = wait_for(answers, START)
            listener = int(facts["listener"].rpartition(":")[2])
            env |= {"DJANGO_SETTINGS_MODULE": "okno.config.settings", "OKNO_BASE_URL": facts["url"]}
            yield Stage(url=facts["url"], listener=listener, var=var, env=env)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Open one browser for all journeys, each of which has windows of its own; it is closed after the last of them."""
    with open_browser() as opened_once:
        yield opened_once


@pytest.fixture
def desk_page(stage: Stage, browser: Browser) -> Iterator[Page]:
    """A browser window in which Boris works, in Russian."""
    context = opened(browser, stage)
    yield entered(context, stage, "boris@okno.test")
    context.close()


def opened(browser: Browser, stage: Stage, **options: Any) -> BrowserContext:
    """Open a fresh browser window in which nothing moves by itself; a failed step says so within a minute."""
    steady = {"locale": "ru-RU", "viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
    context = browser.new_context(base_url=stage.url, **(steady | options))
    context.set_default_timeout(PATIENCE_MS)
    return context


def entered(context: BrowserContext, stage: Stage, email: str) -> Page:
    """Open a page of somebody who is logged in; each person of the demo gives the password once."""
    page = context.new_page()
    if cookies := stage.entrances.get(email):
        context.add_cookies(cookies)
        return page
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form:has(input[type=password]) button:not([type=button])").first.click()
    page.wait_for_url(lambda url: "/login" not in url)
    stage.entrances[email] = context.cookies()
    return page


def ready(page: Page) -> None:
    """Wait until the behaviours of the page have begun: a key that is pressed before them is lost."""
    page.wait_for_selector("html[data-keys]", state="attached")


def by_code(page: Page, stage: Stage, email: str, to: str = "/my/") -> Page:
    """Enter as a customer does: by the code of a letter."""
    page.goto(f"/login/code/?next={to}")
    before = stage.letters()
    page.locator("input[name=email]").first.fill(email)
    page.locator("form:has(input[name=email]) button").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()
    letter = stage.caught(email, "Ваш код для входа", since=before)
    code = re.search(r"входа:\s+(\S.*\S)\s*\n", letter.get_body(("plain",)).get_content())
    assert code is not None
    page.locator("input[name=code]").fill(code.group(1))
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_url(f"**{to}")
    return page
