"""Pictures of other servers in letters: they come through the desk, for those who may read the letter, and as pictures only."""

import asyncio
import re
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import httpx2
import pytest
import time_machine
from django.core import signing
from django.test import Client

from okno.channels.mail.parsing.html_clean import clean
from okno.core import clock
from okno.desk.actions.redact import redact
from okno.desk.models import Message
from okno.people.models import Person
from okno.workspace.tickets import pictures
from tests import make
from tests.cli.desk import wait_for
from tests.core.test_live import Running
from tests.foreign import Foreign, says, serving
from tests.lent import connections_in_use
from tests.portal.canary import PICTURE

pytestmark = pytest.mark.django_db
HOST = "127.0.0.9"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
BOMB = PICTURE[:16] + struct.pack(">II", 60_000, 60_000) + PICTURE[24:]


@pytest.fixture
def foreign(settings: Any) -> Iterator[Foreign]:
    settings.OPEN_NETWORKS = (f"{HOST}/32",)
    with serving(HOST) as server:
        yield server


def letter(*urls: str, **fields: Any) -> Message:
    """A letter with these pictures, as the cleaner leaves it."""
    html, _told = clean("<p>Счёт</p>" + "".join(f'<img src="{url}" alt="x">' for url in urls))
    assert html.count("data-remote-src") == len(urls)
    return make.message(html=html, has_remote_images=True, **fields)


def addresses(client: Client, message: Message) -> list[str]:
    """The addresses of pictures in the frame, once they were asked for."""
    answer = client.get(f"/messages/{message.pk}/letter/?images=1")
    assert answer.status_code == 200
    return [unescape(found) for found in re.findall(r'<img[^>]* src="([^"]*)"', answer.content.decode())]


def test_sec_07_the_frame_names_no_other_server_before_or_after_asking(
    as_boris: Client, foreign: Foreign
) -> None:
    message = letter(foreign.url("/a.png?who=anna&when=now"), "HTTPS://tracker.test/1.gif")
    before = as_boris.get(f"/messages/{message.pk}/letter/")
    assert "img-src data:;" in before.headers["Content-Security-Policy"]
    assert ' src="' not in before.content.decode()
    after = as_boris.get(f"/messages/{message.pk}/letter/?images=1")
    assert "img-src data: 'self';" in after.headers["Content-Security-Policy"]
    assert "tracker.test" not in after.content.decode()
    assert HOST not in after.content.decode()
    assert all(url.startswith("/pictures/") for url in addresses(as_boris, message))
    assert foreign.asked == []


def test_sec_07_a_picture_comes_through_the_desk_with_safe_headers(
    as_boris: Client, foreign: Foreign
) -> None:
    [url] = addresses(as_boris, letter(foreign.url("/a.png?who=anna&amp;when=now")))
    assert len({url, *addresses(as_boris, Message.objects.get())}) == 1, "the browser keeps what it has"
    answer = Client(HTTP_HOST="desk.test").get(url)  # the frame sends no cookie
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert foreign.asked == ["/a.png?who=anna&when=now"]
    assert not {"cookie", "referer", "authorization", "x-forwarded-for"} & set(foreign.heads[0])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "kind"),
    [(SVG, "image/svg+xml"), (SVG, "image/png"), (b"<!doctype html><script>1</script>", "image/png"), (b"", "image/png"),
     (BOMB, "image/png"), (PICTURE[:12], "image/png"), (b"\x00\x00\x01\x00ico", "image/x-icon"), (b"BM" + PICTURE, "image/bmp"),
     (b"\x89PNG\r\n\x1a\n" + b"." * pictures.SIZE_AT_MOST, "image/png")],
)  # fmt: skip
def test_sec_07_what_is_no_plain_picture_is_not_given(
    as_boris: Client, foreign: Foreign, body: bytes, kind: str
) -> None:
    foreign.pages["/x"] = says(body, kind)
    [url] = addresses(as_boris, letter(foreign.url("/x")))
    answer = as_boris.get(url)
    assert answer.status_code == 424
    assert "This picture cannot be fetched." in answer.content.decode() or "Эту картинку" in (
        answer.content.decode()
    )
    assert foreign.asked == ["/x"]


def test_sec_44_every_failure_looks_the_same(as_boris: Client, foreign: Foreign) -> None:
    """So nobody learns from the answer which servers and ports of the company there are."""
    foreign.pages["/secret"] = says(b"banner of an inner server", status=403)
    with serving("127.0.0.1") as inner:
        foreign.pages["/home"] = says(b"", status=302, Location=inner.url())
        urls = [
            inner.url(),
            foreign.url("/home"),
            foreign.url("/secret"),
            f"http://{HOST}:1/",
            "http://169.254.169.254/",
        ]
        answers = [
            as_boris.get(url, HTTP_ACCEPT="application/json") for url in addresses(as_boris, letter(*urls))
        ]
        assert inner.asked == []
    assert {answer.status_code for answer in answers} == {424}
    assert len({answer.json()["title"] for answer in answers}) == 1


def test_sec_07_an_address_is_good_for_one_letter_and_while_it_stands_there(
    as_boris: Client, boris: Person, foreign: Foreign
) -> None:
    one, other = letter(foreign.url("/one")), letter(foreign.url("/other"), text="Пароль: kanarejka")
    [url] = addresses(as_boris, one)
    signer = signing.Signer(salt="okno.workspace.picture")
    pk, reader, digest, until = signer.unsign_object(url.split("/")[2])
    assert (pk, reader) == (one.pk, boris.pk)
    for wrong in (
        [other.pk, reader, digest, until], [pk, reader, "0" * 24, until], [10**9, reader, digest, until],
        [pk, 10**9, digest, until], [pk, reader, digest], "x", None,
    ):  # fmt: skip
        assert as_boris.get(f"/pictures/{signer.sign_object(wrong)}/").status_code == 404
    for wrong in (url.replace("/pictures/", "/pictures/x"), url[:-3] + "/", "/pictures/http:%2F%2Fx.test/"):
        assert as_boris.get(wrong).status_code == 404
    assert as_boris.post(url).status_code == 405
    Message.objects.filter(pk=one.pk).update(html=other.html)
    assert as_boris.get(url).status_code == 404
    [url] = addresses(as_boris, other)
    redact(other, "kanarejka", by=boris)
    assert as_boris.get(url).status_code == 404
    assert foreign.asked == []


def test_sec_07_it_opens_nothing_to_those_who_may_not_read_the_letter(
    boris: Person, grigory: Person, anna: Person, foreign: Foreign
) -> None:
    team = make.team("Кадры", is_closed=True)
    message = letter(foreign.url(), by=anna, team=team)
    insider = make.agent("Своя", "own@desk.test", teams=(team,))

    def asked(reader: Person) -> int:
        html = pictures.through_us(message.html, message, reader)
        return Client(HTTP_HOST="desk.test").get(html.partition(' src="')[2].partition('"')[0]).status_code

    assert [asked(person) for person in (boris, grigory, anna)] == [404, 404, 404]
    assert asked(insider) == 200
    Person.objects.filter(pk=insider.pk).update(is_active=False)
    assert asked(insider) == 404
    assert len(foreign.asked) == 1


def test_an_address_ends_after_two_hours(as_boris: Client, foreign: Foreign) -> None:
    [url] = addresses(as_boris, letter(foreign.url()))
    with time_machine.travel(clock.now() + timedelta(minutes=50)):
        assert as_boris.get(url).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert as_boris.get(url).status_code == 404


def test_nobody_lets_the_desk_fetch_without_end(
    as_boris: Client, foreign: Foreign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "A_MINUTE", 2)
    with time_machine.travel(clock.now().replace(second=1), tick=False):
        [url] = addresses(as_boris, letter(foreign.url()))
        assert [as_boris.get(url).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.django_db(transaction=True)
async def test_rel_44_slow_servers_hold_neither_the_loop_nor_the_database(
    foreign: Foreign, settings: Any, boris: Person
) -> None:
    """Ten pictures of one reader: four are asked for at once, the others wait; all the while the desk answers."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    go, inside = threading.Event(), threading.Semaphore(0)

    def slow(to: Any) -> None:
        inside.release()
        go.wait(15)
        says(PICTURE)(to)

    from asgiref.sync import sync_to_async

    foreign.pages = {f"/{number}": slow for number in range(10)}
    message = await sync_to_async(letter)(*map(foreign.url, foreign.pages))
    html = pictures.through_us(message.html, message, boris)
    before = connections_in_use()
    running = Running()
    running.thread.start()
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{running.port}", timeout=20, trust_env=False
        ) as browser:
            asked = [asyncio.create_task(browser.get(url)) for url in re.findall(r' src="([^"]*)"', html)]
            for _ in range(pictures.AT_ONCE_FOR_ONE):
                assert await asyncio.to_thread(inside.acquire, timeout=10)
            assert (await browser.get("/health/live")).status_code == 200
            assert (await browser.get("/login/")).status_code == 200
            assert len(foreign.asked) == pictures.AT_ONCE_FOR_ONE
            # The pool lends nothing to who waits.
            await asyncio.to_thread(wait_for, lambda: connections_in_use() <= before, 10)
            go.set()
            answers = await asyncio.gather(*asked)
        assert [answer.status_code for answer in answers] == [200] * 10
        assert len(foreign.asked) == 10
    finally:
        go.set()
        running.stop()
