"""A real browser for the tests that need one: the system's Chromium, opened for one module and closed after it.

Where the machine has it without its windows, that one: the same engine takes half the processor time for a page.
Closed, because the loop of an open browser would make every later test of the process look like an asynchronous one.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpRequest
from playwright.sync_api import Browser, sync_playwright

from tests.lacking import lacking

SHELL, WITH_WINDOWS = "chromium-headless-shell", ("chromium", "chromium-browser", "google-chrome")
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open the browser for all tests of the module."""
    with open_browser() as opened:
        yield opened


@pytest.fixture
def kept_static_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the browser keep styles and scripts, as a real server does: their names change with their content."""
    serve = StaticFilesHandlerMixin.serve

    def kept(self: Any, request: HttpRequest) -> Any:
        answer = serve(self, request)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer

    monkeypatch.setattr(StaticFilesHandlerMixin, "serve", kept)


@contextmanager
def open_browser(*flags: str) -> Iterator[Browser]:
    """Open the browser, or say why not. Inside, this thread asks no database."""
    program = _installed(SHELL, *WITH_WINDOWS)
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=program, args=[*QUIET.split(), *flags])
        yield opened
        opened.close()


@contextmanager
def with_windows(browser: Browser) -> Iterator[Browser]:
    """Open another one beside it, which shows what only a browser with windows can: notifications."""
    opened = browser.browser_type.launch(executable_path=_installed(*WITH_WINDOWS), args=QUIET.split())
    yield opened
    opened.close()


def _installed(*names: str) -> str:
    program = next(filter(None, map(shutil.which, names)), None)
    return program or lacking("no Chromium on this machine: apt install chromium")
