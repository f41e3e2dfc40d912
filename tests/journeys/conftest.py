"""The stage of the journeys: the whole demo as a newcomer starts it, a real browser, letters by real SMTP."""

import json
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from okno.demo.world import ADDRESS, PASSWORD
from tests.cli.desk import ROOT, clean_environment, free_port, wait_for

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A running demo."""

    url: str
    listener: int
    var: Path

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

    def caught(self, address: str, words: str) -> Any:
        """Wait for a letter to this address with these words, and return it parsed."""
        from email import policy
        from email.parser import BytesParser

        def found() -> Any:
            for path in sorted((self.var / "caught").glob("*.eml"), reverse=True):
                letter = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
                body = letter.get_body(preferencelist=("plain",))
                if address in str(letter["To"]) and body is not None and words in body.get_content():
                    return letter
            return None

        return wait_for(found, 40)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Start the demo as `bin/demo` does, once for all journeys of this process, and stop it."""
    folder = tmp_path_factory.mktemp("stage")
    folder.chmod(0o711)
    var = folder / "var"
    env = clean_environment() | {
        "OKNO_VAR": str(var),
        "OKNO_UNDO_SEND_SECONDS": "2",
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
            facts = wait_for(answers, 120)
            yield Stage(url=facts["url"], listener=int(facts["listener"].rpartition(":")[2]), var=var)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture
def desk_page(stage: Stage, browser: Browser) -> Iterator[Page]:
    """A browser window in which Boris works, in Russian."""
    context = opened(browser, stage)
    yield entered(context, stage, "boris@okno.test")
    context.close()


def opened(browser: Browser, stage: Stage, **options: Any) -> BrowserContext:
    """Open a fresh browser window; a failed step says so within twenty seconds."""
    context = browser.new_context(
        base_url=stage.url, locale="ru-RU", viewport={"width": 1440, "height": 900}, **options
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def entered(context: BrowserContext, stage: Stage, email: str) -> Page:
    """Log in with the password of the demo."""
    page = context.new_page()
    page.goto("/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form:has(input[type=password]) button:not([type=button])").first.click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page
