"""A real browser for the tests that need one: the system's Chromium, opened for one module and closed after it.

Closed, because the loop of an open browser would make every later test of the process look like an asynchronous one.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.lacking import lacking

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open the browser for all tests of the module."""
    with open_browser() as opened:
        yield opened


@contextmanager
def open_browser(*flags: str) -> Iterator[Browser]:
    """Open the browser, or say why not. Inside, this thread asks no database."""
    if CHROMIUM is None:
        lacking("no Chromium on this machine: apt install chromium")
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), *flags])
        yield opened
        opened.close()
