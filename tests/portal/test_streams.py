"""The live streams: who may listen, what is heard, and that a stream holds no connection of the database."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import AsyncClient

from okno.core.live import hub
from okno.desk import links
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


async def first(stream: AsyncIterator[bytes], wanted: bytes, seconds: float = 10) -> bytes:
    """Return the first piece that holds the wanted bytes."""

    async def look() -> bytes:
        async for piece in stream:
            if wanted in piece:
                return piece
        return b""

    return await asyncio.wait_for(look(), seconds)


async def test_sec_17_strangers_and_wrong_links_get_401_before_the_first_byte() -> None:
    visitor = AsyncClient(headers={"host": "desk.test"})
    for path in ("/live/", "/t/wrong/live/", "/t/%00/live/"):
        answer = await visitor.get(path)
        assert (answer.status_code, answer.content) == (401, b"")
    visitor.cookies["okno"] = "0" * 32
    assert (await visitor.get("/live/")).status_code == 401
