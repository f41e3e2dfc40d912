"""Hostile letters in a real browser: nothing runs, nothing is fetched, each of two walls holds alone (SEC-01, 03, 07)."""

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from okno.channels.mail.understand import understand
from okno.core import clock
from okno.desk.actions.hear import Heard, hear
from okno.desk.models import Message, Ticket
from tests import make
from tests.browser import open_browser
from tests.lacking import lacking
from tests.security.payloads import OWN

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS = (
    Path(os.environ.get("OKNO_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    / "mail/html/xss_dompurify.json"
)
MARK = "okno-script-ran"
SETTLES_MS = 1500  # what runs late and what the console tells late
# Whatever a payload calls is told to the console; so is every script that the policy had to stop.
HOOKS = f"""
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => console.log("{MARK} " + name);
const ours = window.fetch;  // the page fetches its own fragments; nothing else does
window.fetch = (what, how) => {{
  if (new URL(what.url ?? what, location.href).origin !== location.origin) console.log("{MARK} fetch");
  return ours(what, how);
}};
XMLHttpRequest.prototype.open = () => console.log("{MARK} xhr");
navigator.sendBeacon = () => console.log("{MARK} beacon");
addEventListener("securitypolicyviolation", event => {{
  if (event.effectiveDirective.startsWith("script")) console.log("{MARK} stopped by policy: " + event.blockedURI);
}});
"""
FRAMES = """html => Promise.all(html.map(one => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.onload = () => setTimeout(done, 50);
  setTimeout(done, 3000);
  frame.srcdoc = one;
  document.body.append(frame);
})))"""
OPENED = """() => Promise.all([...document.querySelectorAll("iframe.sheet")].map(frame => new Promise(done => {
  for (let at = frame; at; at = at.parentElement) { if (at.tagName === "DETAILS") at.open = true; at.hidden = false; }
  frame.addEventListener("load", () => setTimeout(done, 20));
  setTimeout(done, 15000);
  frame.loading = "eager";
  frame.src = frame.src;
}))).then(frames => frames.length)"""


@dataclass
class Seen:
    """What a browser did that it should not."""

    ran: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def payloads() -> list[str]:
    if not CORPUS.exists():
        lacking(f"the corpus of hostile HTML is not at {CORPUS}; set OKNO_CORPUS")
    return [case["payload"] for case in json.loads(CORPUS.read_text("utf-8"))["cases"]] + OWN


def letter_of(payload: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "anna@romashka.test", "Счёт"
    letter.set_content(
        f"<html><body><p>Счёт</p>{payload}</body></html>".encode("utf-8", "replace"), "text", "html"
    )
    return letter.as_bytes()


def ticket_of(hostile: list[str]) -> Ticket:
    """Bring each payload into one ticket through the reader of letters, as words, as subject and as HTML."""
    person = make.person()
    ticket: Ticket | None = None
    for payload in hostile:
        read = understand(letter_of(payload))
        heard = Heard(
            text=read.new_text or read.text or payload, full_text=payload, subject=payload, html=read.html or "<p>-</p>", at=clock.now()  # noqa: E501
        )  # fmt: skip
        ticket = hear(heard, by=person, ticket=ticket).ticket
    assert ticket is not None
    return ticket


def take_the_cleaner_away(ticket: Ticket, hostile: list[str]) -> None:
    """Put the raw HTML where the cleaned one was."""
    try:
        for message, payload in zip(ticket.messages.order_by("pk"), hostile, strict=True):
            Message.objects.filter(pk=message.pk).update(html=payload.replace("\x00", ""))
    finally:
        connection.close()


def watched(context: BrowserContext, host: str) -> tuple[Page, Seen]:
    """Open a page whose every frame is hooked, and which reaches nobody but us; the stream of nudges is no part of it."""
    seen = Seen()

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.netloc != host and url.scheme in ("http", "https"):
            seen.foreign.append(route.request.url)
            route.abort()
        elif url.path.endswith("/live/"):
            route.abort()
        else:
            route.continue_()

    # What goes to us passes in the browser's own driver; a question to Python for each frame costs more than the frame.
    context.route(re.compile(rf"^(?!http://{re.escape(host)}/)|/live/"), answer)
    context.add_init_script(HOOKS)
    page = context.new_page()
    page.on("console", lambda told: seen.ran.append(told.text) if told.text.startswith(MARK) else None)
    page.on("dialog", lambda dialog: (seen.ran.append(dialog.message), dialog.dismiss()))
    page.set_default_timeout(60_000)
    return page, seen


def test_sec_01_03_07_hostile_letters_run_nothing_and_fetch_nothing(live_server: LiveServer) -> None:
    hostile = payloads()
    assert len(hostile) >= 170
    ticket = ticket_of(hostile)
    cleaned = list(ticket.messages.order_by("pk").values_list("html", flat=True))
    boris = Client()
    boris.force_login(make.agent(), backend="okno.login.backends.ByMailAddress")
    host = urlsplit(live_server.url).netloc
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": boris.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    with open_browser("--disable-features=IsolateSandboxedIframes", "--renderer-process-limit=2") as chromium:
        context = chromium.new_context(base_url=live_server.url)
        context.add_cookies([{**cookie, "url": live_server.url}])

        page, seen = watched(context, host)
        for path in (f"/tickets/{ticket.number}/?all", "/queues/open/", f"/people/{ticket.requester_id}/"):
            page.goto(path)
            if path.endswith("?all"):
                assert page.evaluate(OPENED) == len(hostile)
        page.wait_for_timeout(SETTLES_MS)
        assert (seen.ran, seen.foreign) == ([], []), "the page or the frame"

        with ThreadPoolExecutor(1) as beside:  # Playwright's own thread counts as asynchronous for Django
            beside.submit(take_the_cleaner_away, ticket, hostile).result()
        page.goto(f"/tickets/{ticket.number}/?all")
        page.evaluate(OPENED)
        page.wait_for_timeout(SETTLES_MS)
        assert seen.ran == [], "the frame alone does not hold"
        context.close()

        page, seen = watched(chromium.new_context(), "nobody")
        page.set_content("<title>without the frame</title>")
        page.evaluate(FRAMES, cleaned)
        page.set_content("".join(cleaned))
        page.wait_for_timeout(SETTLES_MS)
        assert (seen.ran, seen.foreign) == ([], []), "the cleaner alone does not hold"

        page.set_content("<title>without both</title>")
        page.evaluate(FRAMES, hostile)
        page.wait_for_timeout(SETTLES_MS)
        assert len(seen.ran) > 10, "the hooks hear what runs: else the three proofs above prove nothing"
        assert len(seen.foreign) > 10
