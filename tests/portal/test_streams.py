"""The live streams: who may listen, what is heard, and that a stream holds no connection of the database."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import AsyncClient

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import talk, visitors
from okno.core import live
from okno.core.asking import ask
from okno.desk import links
from okno.desk.actions.be_present import be_present
from okno.desk.actions.note import note
from okno.desk.actions.reply import reply
from okno.desk.models import Ticket
from okno.people.actions.hire import end_sessions, set_role
from okno.people.models import Person, Role
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds until a test gives up
Nudges = asyncio.Queue[dict[str, object] | None]


@pytest.fixture
def boris(db: None) -> Person:
    """An agent of a desk with real commits, not of the world that lives in a savepoint."""
    return make.agent("Борис Орлов", "boris@desk.test")


@pytest.fixture(autouse=True)
def impatient_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub of the test's own, whose listener leaves soon after its last reader, so that a test need not wait for it."""
    monkeypatch.setattr(live, "hub", live.Hub())
    monkeypatch.setattr(live, "LINGER_SECONDS", 0.05)


@contextlib.asynccontextmanager
async def listening(
    path: str, person: Person | None = None, secret: str = ""
) -> AsyncGenerator[Nudges, None]:
    """Open the stream as a server does for a browser, and wait until it really listens; afterwards the browser is gone."""
    visitor = AsyncClient(headers={"host": "desk.test"})
    if person is not None:
        await sync_to_async(visitor.force_login)(person, backend="okno.login.backends.ByMailAddress")
    answer = await visitor.get(path, headers={"authorization": f"Bearer {secret}"} if secret else {})
    assert answer.status_code == 200
    nudges: Nudges = asyncio.Queue()
    reader = asyncio.create_task(_read(answer.streaming_content, nudges))
    try:
        assert await asyncio.wait_for(nudges.get(), PATIENCE) == {"resync": True}
        yield nudges
    finally:
        listener = live.hub.task
        reader.cancel()
        await asyncio.gather(reader, *([listener] if listener else []), return_exceptions=True)
    assert not live.hub.queues, "no reader is left behind"
    assert live.hub.task is None, "and after the last one no listener"


async def _read(stream: AsyncIterator[bytes], nudges: Nudges) -> None:
    async for piece in stream:  # what comes together is one piece
        for line in piece.splitlines():
            if line.startswith(b"data: "):
                nudges.put_nowait(json.loads(line.removeprefix(b"data: ")))
    nudges.put_nowait(None)


async def heard(nudges: Nudges) -> dict[str, object] | None:
    """Return the next nudge, None when the stream has ended; a listener that begins anew asks for a refetch besides."""
    while True:
        nudge = await asyncio.wait_for(nudges.get(), PATIENCE)
        if nudge != {"resync": True}:
            return nudge


async def test_sec_17_strangers_and_wrong_links_get_401_before_the_first_byte() -> None:
    visitor = AsyncClient(headers={"host": "desk.test"})
    for path in ("/live/", "/t/wrong/live/"):
        answer = await visitor.get(path)
        assert (answer.status_code, answer.content) == (401, b"")
    visitor.cookies["okno"] = "0" * 32
    assert (await visitor.get("/live/")).status_code == 401


async def test_sec_14_a_customer_hears_of_his_own_tickets_and_of_no_note(
    anna: Person, boris: Person, grigory: Person
) -> None:
    mine = await sync_to_async(make.ticket)(by=anna)
    async with listening("/live/", anna) as stream:
        await sync_to_async(note)(mine, "Между нами", by=boris)
        await sync_to_async(make.ticket)(by=grigory)
        await sync_to_async(make.message)(by=anna, ticket=mine, text="Ещё")
        assert await heard(stream) == {"ticket": mine.number}


async def test_sec_14_a_link_hears_its_one_ticket(anna: Person) -> None:
    mine, other = await sync_to_async(make.ticket)(by=anna), await sync_to_async(make.ticket)(by=anna)
    token = links.make(mine, anna).rstrip("/").rpartition("/")[2]
    async with listening(f"/t/{token}/live/") as stream:
        await sync_to_async(make.message)(by=anna, ticket=other)
        await sync_to_async(make.message)(by=anna, ticket=mine)
        assert await heard(stream) == {"ticket": mine.number}


async def test_a_visitor_hears_who_writes_to_him_and_not_himself(boris: Person) -> None:
    secret, mine = await sync_to_async(_in_a_chat)()
    async with listening("/chat/live/", secret=secret) as stream:
        await sync_to_async(be_present)(mine, by=mine.requester, writes="reply")
        await sync_to_async(note)(mine, "Между нами", by=boris)
        await sync_to_async(be_present)(mine, by=boris, writes="reply")
        answer = await sync_to_async(reply)(mine, "Смотрю", by=boris)
        assert await heard(stream) == {"chat": mine.number}, "a colleague writes"
        assert await heard(stream) == {"chat": mine.number, "said": answer.pk}


async def test_sec_15_a_stream_ends_when_the_role_or_the_session_does(boris: Person, vera: Person) -> None:
    async with listening("/live/", boris) as stream:
        await sync_to_async(set_role)(boris, Role.CUSTOMER)
        assert await heard(stream) is None
    async with listening("/live/", vera) as stream:
        await sync_to_async(_thrown_out)(vera)
        assert await heard(stream) is None


async def test_rel_44_a_question_leaves_no_connection_behind(anna: Person) -> None:
    assert await ask(lambda: Person.objects.filter(pk=anna.pk).exists())
    assert await sync_to_async(lambda: connection.connection)() is None


def _in_a_chat() -> tuple[str, Ticket]:
    row = the_chat_desk().get()
    row.is_active = True
    set_up_chat(row)
    visitor, secret = visitors.welcome("a window that hears what is said")
    return secret, talk.begin(visitor, "Есть кто?", key="first").ticket


def _thrown_out(person: Person) -> None:
    from django.contrib.sessions.models import Session

    from okno.core.live import nudge

    end_sessions(person)
    Session.objects.all().delete()
    nudge(person=person.pk)
