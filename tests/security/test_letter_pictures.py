"""A letter full of remote pictures in a real browser: it asks nobody but us, before and after it was told to (SEC-07)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from okno.channels.mail.understand import understand
from okno.core import clock
from okno.desk.actions.hear import Heard, hear
from tests import make
from tests.browser import open_browser
from tests.foreign import Foreign, says, serving
from tests.security.test_letter_scripts import letter_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OUTSIDE = "127.0.0.9"


@pytest.fixture
def foreign(settings) -> Iterator[Foreign]:
    settings.OPEN_NETWORKS = (f"{OUTSIDE}/32",)
    with serving(OUTSIDE) as server:
        yield server


def hostile(foreign: Foreign, inner: Foreign) -> str:
    """Every way in which a letter may ask a browser for something."""
    at = foreign.url
    host = f"{OUTSIDE}:{foreign.port}"
    return f"""
        <style>@import url({at("/import.css")}); p {{ background: url({at("/style.png")}) }}</style>
        <link rel="stylesheet" href="{at("/link.css")}"><link rel="preload" as="image" href="{at("/preload.png")}">
        <link rel="prefetch" href="{at("/prefetch")}"><link rel="dns-prefetch" href="//{host}">
        <meta http-equiv="refresh" content="0;url={at("/refresh")}">
        <p style="background: url({at("/inline.png")})">Счёт</p>
        <table background="{at("/background.png")}"><tr><td background="{at("/cell.png")}">x</td></tr></table>
        <img src="//{host}/protocol.png"><img src="http:/{host}/slash.png"><img src="\\\\{host}\\back.png">
        <img srcset="{at("/srcset.png")} 2x" alt=""><picture><source srcset="{at("/source.png")}"></picture>
        <video src="{at("/video")}" poster="{at("/poster.png")}"></video><audio src="{at("/audio")}"></audio>
        <object data="{at("/object")}"></object><embed src="{at("/embed")}"><iframe src="{at("/frame")}"></iframe>
        <input type="image" src="{at("/input.png")}"><svg><image href="{at("/svg.png")}"/></svg>
        <img src="cid:of-another-letter@x.test"><img src="{inner.url("/inner.png")}"><img src="file:///etc/passwd">
        <img src="{at("/good.png")}"><img src="{at("/good.png?again&amp;who=anna")}"><img src="{at("/vector.svg")}">
        <img src="{at("/home.png")}"><img src="{configured.BASE_URL}/tickets/1/closure/">"""


def opened(browser: Browser, live_server: LiveServer, key: str) -> tuple[Page, list[str], list[Response]]:
    """A page of the agent, whom the browser asked besides us, and what it got for the pictures."""
    context = browser.new_context(base_url=live_server.url, locale="ru")
    cookie = {"name": configured.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    context.add_cookies([cookie])
    foreign: list[str] = []
    pictures: list[Response] = []
    ours = urlsplit(live_server.url).netloc

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != ours:
            foreign.append(url)

    context.on("request", lambda request: note(request.url))
    context.on(
        "response",
        lambda answer: pictures.append(answer) if "/pictures/" in answer.url else None,
    )
    page = context.new_page()
    page.route("**/live/", lambda route: route.abort())
    return page, foreign, pictures


def test_sec_07_a_browser_asks_no_foreign_host_before_or_after_pictures_are_wanted(
    live_server: LiveServer, foreign: Foreign
) -> None:
    with serving("127.0.0.1") as inner:
        foreign.pages = {
            "/vector.svg": says(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
            "/home.png": says(b"", status=302, Location=inner.url("/home")),
        }
        read = understand(letter_of(hostile(foreign, inner)))
        heard = Heard(text="Счёт", html=read.html, at=clock.now(), has_remote_images=True)
        ticket = hear(heard, by=make.person()).ticket
        client = Client()
        client.force_login(make.agent(), backend="okno.login.backends.ByMailAddress")
        key = client.cookies[configured.SESSION_COOKIE_NAME].value
        with open_browser() as browser:
            page, asked, pictures = opened(browser, live_server, key)
            page.goto(f"/tickets/{ticket.number}/?all")
            page.get_by_text("В исходном виде").click()
            frame = page.frame_locator("iframe.sheet")
            expect(frame.get_by_text("Счёт").first).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert (asked, pictures, foreign.asked, inner.asked) == ([], [], [], [])

            page.get_by_role("link", name="Загрузить").click()
            expect(frame.locator("img[src]").first).to_be_visible()
            for _turn in range(200):  # a frame without scripts is asked from outside
                if page.frames[-1].evaluate("() => [...document.images].every(one => one.complete)"):
                    break
                page.wait_for_timeout(100)
            shown = page.frames[-1].evaluate(
                "() => [...document.images].filter(one => one.naturalWidth).length"
            )
            assert shown == 2, "good.png, twice"
            assert asked == []
            assert {answer.status for answer in pictures} == {200}, (
                "a refusal is a page that the frame may not have"
            )
            assert not any("cookie" in answer.request.all_headers() for answer in pictures)
            assert sorted(foreign.asked) == [
                "/good.png", "/good.png?again&who=anna", "/home.png", "/vector.svg"
            ]  # fmt: skip
            assert inner.asked == []
            assert not any({"cookie", "referer"} & set(head) for head in foreign.heads)
