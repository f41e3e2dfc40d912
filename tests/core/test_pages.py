"""Pages behind an ASGI server: one step into a thread, nothing of one reader left for the next."""

import asyncio
from typing import Any

import pytest

from okno.core.pages import Pages
from tests.cli.desk import wait_for
from tests.core import plain_pages
from tests.lent import connections_in_use

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def pages(settings: Any) -> Pages:
    settings.ROOT_URLCONF = "tests.core.plain_pages"
    settings.MIDDLEWARE = []  # nothing chooses a language for each page
    settings.ALLOWED_HOSTS = ["desk.test"]
    return Pages()


async def ask(pages: Pages, path: str, body: bytes = b"", *, stays: bool = True) -> tuple[int, bytes]:
    """Ask as a server does for a browser; one that does not stay goes after the first piece."""
    told: list[dict[str, Any]] = []
    came, has_asked = asyncio.Event(), False

    async def receive() -> dict[str, Any]:
        nonlocal has_asked
        if not has_asked:
            has_asked = True
            return {"type": "http.request", "body": body, "more_body": False}
        await came.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)
        if message["type"] == "http.response.body" and not stays:
            came.set()
        await asyncio.sleep(0)

    head = [(b"host", b"desk.test"), (b"content-length", str(len(body)).encode())]
    scope = {
        "type": "http", "method": "POST" if body else "GET", "scheme": "http", "path": path, "query_string": b"",
        "headers": head, "client": ("127.0.0.1", 5), "server": ("desk.test", 80), "http_version": "1.1",
    }  # fmt: skip
    await asyncio.wait_for(pages(scope, receive, send), PATIENCE)
    return told[0]["status"], b"".join(one.get("body", b"") for one in told[1:])


async def test_a_page_is_computed_in_a_thread_of_its_own_and_leaves_no_language_behind(pages: Pages) -> None:
    answers = [await ask(pages, "/plain", b"x" * size) for size in (0, 10, 3_000_000)]
    assert [status for status, _body in answers] == [200] * 3
    told = [body.decode().split() for _status, body in answers]
    assert [sent for _thread, _spoken, sent in told] == ["0", "10", "3000000"]
    assert {spoken for _thread, spoken, _sent in told} == {"ru"}
    assert all(thread.startswith("page") for thread, _spoken, _sent in told)


async def test_what_is_written_to_be_awaited_is_awaited(pages: Pages) -> None:
    assert await ask(pages, "/awaited") == (200, b"MainThread")


async def test_a_page_that_breaks_or_is_none_is_told_in_words_and_the_next_one_comes(pages: Pages) -> None:
    assert (await ask(pages, "/broken"))[0] == 500
    assert (await ask(pages, "/none"))[0] == 404
    assert (await ask(pages, "/plain"))[0] == 200


async def test_rel_44_no_page_keeps_a_connection_to_the_database(pages: Pages) -> None:
    before = connections_in_use()
    await asyncio.gather(*(ask(pages, "/plain") for _number in range(20)))
    # One that is being made counts as lent until it lies in the pool.
    await asyncio.to_thread(wait_for, lambda: connections_in_use() <= before)


async def test_what_is_sent_in_pieces_ends_with_the_browser_that_wanted_it(pages: Pages) -> None:
    plain_pages.left.clear()
    status, body = await ask(pages, "/endless", stays=False)
    assert (status, body[:5]) == (200, b"piece")
    assert plain_pages.left == ["closed"]
