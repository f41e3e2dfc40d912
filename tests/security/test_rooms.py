"""Hostile words by every road, seen in every room, in a real browser: nothing runs, nobody else is asked (SEC-01, SEC-07)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Frame, Page, expect
from pytest_django.live_server_helper import LiveServer

from okno.people.models import Person
from tests.browser import open_browser
from tests.channels.fake_smtp import FakeSmtp
from tests.foreign import Foreign, says, serving
from tests.security.hooked import FLAGS, FRAMES, OPENED, PRESSED, SETTLES_MS, Seen, watched
from tests.security.hostile import DOCUMENTS, SHOWN, Hostile, build

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_static_files"),
]
SITE = """<!doctype html><html lang="ru"><title>Цветы</title><h1>Цветы</h1>
<script src="{desk}/widget.js" data-widget="{key}" async></script>"""


@pytest.fixture
def site() -> Iterator[Foreign]:
    with serving() as foreign:
        yield foreign


def rooms_of_a_colleague(desk: Hostile) -> list[str]:
    number, message = desk.ticket.number, desk.message.pk
    typed, brought, stored = (f"/knowledge/{one.pk}/" for one in desk.articles)
    return [
        f"/tickets/{number}/?all", f"/tickets/{number}/?all&paper=notes", f"/tickets/{number}/history/",
        f"/tickets/{number}/around/", f"/tickets/{desk.chat.number}/", f"/messages/{message}/letter/",
        f"/messages/{message}/origin/",
        "/queues/open/", "/queues/mine/", f"/people/{desk.anna.pk}/", "/people/", "/search/?q=alert", "/search/?q=счёт",
        f"/palette/?q={SHOWN}", "/quarantine/", f"/quarantine/{desk.quarantined.pk}/", "/notifications/",
        "/knowledge/", typed, f"{typed}versions/", brought, stored, f"/moderation/{desk.post}/", "/feedback/",
        "/feedback/suggestions/",
    ]  # fmt: skip


def rooms_of_a_customer(desk: Hostile) -> list[str]:
    articles = [f"/help/{one.pk}/" for one in desk.articles]
    return [
        "/my/", f"/my/{desk.ticket.number}/", f"/my/{desk.chat.number}/", f"/t/{desk.token}/", "/help/", *articles,
        "/help/search/?q=счёт", "/community/", f"/community/{desk.post}/", f"/community/{desk.idea}/", "/chat/",
    ]  # fmt: skip


def test_sec_01_07_in_no_room_anything_runs_or_is_fetched(
    live_server: LiveServer, smtp: FakeSmtp, site: Foreign
) -> None:
    desk = build(smtp, site.url(""))
    page_of_site = SITE.format(desk=live_server.url, key=desk.widget.key).encode()
    site.pages["/"] = says(page_of_site, "text/html; charset=utf-8")
    news = Client().get("/help/news.xml").content
    assert "alert(" in "".join(ET.fromstring(news).itertext())
    boris, anna = (_session(one, live_server.url) for one in (desk.boris, desk.anna))
    hosts = (live_server.url.removeprefix("http://"), f"{site.host}:{site.port}")
    with open_browser(*FLAGS) as chromium:
        with _opened(chromium, boris, hosts) as (page, seen):
            _walks(page, seen, rooms_of_a_colleague(desk))
            _writes(page, desk)
        with _opened(chromium, anna, hosts) as (page, seen):
            _walks(page, seen, rooms_of_a_customer(desk))
            _on_another_site(page, site)
        with _opened(chromium, None, ()) as (page, seen):
            page.set_content("<title>letters</title>")
            page.evaluate(FRAMES, [html for _recipient, html in desk.letters])
            _harmless(page, seen, "letters", page.frames[1:])
    for recipient in ("anna@romashka.test", "boris@desk.test"):
        assert max(html.count("alert(") for one, html in desk.letters if one == recipient) > 10


def _session(person: Person, url: str) -> SetCookieParam:
    client = Client()
    client.force_login(person, backend="okno.login.backends.ByMailAddress")
    name = configured.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@contextmanager
def _opened(
    chromium: Browser, cookie: SetCookieParam | None, hosts: tuple[str, ...]
) -> Iterator[tuple[Page, Seen]]:
    """A watched page of somebody; what runs late is waited for."""
    context = chromium.new_context(base_url=cookie["url"] if cookie else None, locale="ru")
    context.add_cookies([cookie] if cookie else [])
    page, seen = watched(context, *hosts)
    yield page, seen
    page.wait_for_timeout(SETTLES_MS)
    _harmless(page, seen, "later", [page.main_frame][: len(hosts)])
    context.close()


def _walks(page: Page, seen: Seen, rooms: list[str]) -> None:
    for room in rooms:
        page.goto(room)
        page.emulate_media(media="print" if "paper" in room else "screen")
        frames = [page.main_frame]  # one of a letter that waits to be seen answers nothing
        if room.endswith("?all"):
            assert page.evaluate(OPENED) == len(DOCUMENTS)
            frames = page.frames
        _harmless(page, seen, room, frames)
        assert SHOWN in page.content(), f"{room} shows nothing hostile, so it proves nothing"


def _harmless(page: Page, seen: Seen, where: str, frames: list[Frame]) -> None:
    """See that nothing has run, nobody else was asked, and that no link left would act if it were pressed."""
    pressed = [wrong for frame in frames for wrong in frame.evaluate(PRESSED)]
    assert (seen.ran, seen.foreign, pressed) == ([], [], []), (where, page.url)


def _writes(page: Page, desk: Hostile) -> None:
    """Answer with what is begun, look at what one writes for the knowledge, and let the palette find it."""
    page.goto(f"/tickets/{desk.ticket.number}/")
    page.keyboard.press("r")
    expect(page.locator("form[data-writing=reply] textarea")).to_have_value(re.compile("alert"))
    page.goto("/knowledge/new/")
    page.locator("#id_text").fill("\n\n".join(DOCUMENTS)[:99_000])
    page.locator("#id_text").dispatch_event("input")
    expect(page.locator("#preview")).to_contain_text("alert(")
    page.goto("/queues/open/")
    page.keyboard.press("Control+k")
    page.keyboard.type(SHOWN)
    expect(page.locator("dialog [role=option], dialog a").filter(has_text=SHOWN).first).to_be_visible()


def _on_another_site(page: Page, site: Foreign) -> None:
    """Open the window of the desk there, find the article and the post, and read them."""
    page.goto(site.url("/"))
    page.get_by_role("button", name=SHOWN).click()
    page.get_by_role("searchbox").fill("счёт")
    for number in range(2):
        page.locator(".hit").nth(number).click()
        expect(page.locator(".article, .reply").first).to_be_visible()
        page.get_by_role("button", name="Назад").click()
