"""Hostile letters in a real browser: each of two walls, the cleaner and the frame, holds alone (SEC-01, 03)."""

import json
import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from okno.channels.mail.understand import understand
from okno.desk.models import Message, Ticket
from tests import make
from tests.browser import open_browser
from tests.lacking import lacking
from tests.security.hooked import FLAGS, FRAMES, OPENED, PRESSED, SETTLES_MS, watched
from tests.security.payloads import OWN, everywhere, together

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_static_files"),
]
REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS = (
    Path(os.environ.get("OKNO_CORPUS", REPOSITORY.parent / "shared" / "corpus"))
    / "mail/html/xss_dompurify.json"
)


def payloads() -> list[str]:
    if not CORPUS.exists():
        lacking(f"the corpus of hostile HTML is not at {CORPUS}; set OKNO_CORPUS")
    return [case["payload"] for case in json.loads(CORPUS.read_text("utf-8"))["cases"]] + OWN


def letter_of(payload: str) -> bytes:
    """A letter of HTML."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "anna@romashka.test", "Счёт"
    letter.set_content(
        f"<html><body><p>Счёт</p>{payload}</body></html>".encode("utf-8", "replace"), "text", "html"
    )
    return letter.as_bytes()


def ticket_of(documents: list[str]) -> Ticket:
    """Put raw HTML where the cleaned one stands."""
    person, ticket = make.person(), None
    for _document in documents:
        ticket = make.message(by=person, ticket=ticket, html="<p>Счёт</p>").ticket
    assert ticket is not None
    for message, document in zip(ticket.messages.order_by("pk"), documents, strict=True):
        Message.objects.filter(pk=message.pk).update(html=document.replace("\x00", ""))
    return ticket


def test_sec_01_03_the_cleaner_and_the_frame_hold_each_alone(live_server: LiveServer) -> None:
    hostile = payloads()
    assert len(hostile) >= 750
    assert len(OWN) >= 650
    cleaned = [understand(letter_of(everywhere(payload))).html for payload in hostile]
    raw = together(hostile)
    ticket = ticket_of(raw)
    boris = Client()
    boris.force_login(make.agent(), backend="okno.login.backends.ByMailAddress")
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": boris.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    with open_browser(*FLAGS) as chromium:
        context = chromium.new_context(base_url=live_server.url)
        context.add_cookies([{**cookie, "url": live_server.url}])
        page, seen = watched(context, live_server.url.removeprefix("http://"))
        page.goto(f"/tickets/{ticket.number}/?all")
        assert page.evaluate(OPENED) == len(raw)
        page.wait_for_timeout(SETTLES_MS)
        assert not seen.ran_anyway, "the frame alone does not hold"
        context.close()

        page, seen = watched(chromium.new_context())
        page.set_content("<title>without the frame</title>")
        page.evaluate(FRAMES, together(cleaned, 100))
        page.set_content("".join(cleaned))
        page.wait_for_timeout(SETTLES_MS)
        assert (seen.ran, seen.foreign) == ([], []), "the cleaner alone does not hold"
        assert page.evaluate(PRESSED) == []

        page.set_content("<title>without both</title>")
        page.evaluate(FRAMES, raw)
        page.wait_for_timeout(SETTLES_MS)
        assert len(seen.numbers) > 150, "the hooks hear what runs: else the three proofs above prove nothing"
        assert len(set(seen.foreign)) > 80
