"""Asking an address as somebody, so that nothing stays: the answer, its body, and what it wrote to the tables."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client

# What every visit may write: sessions, counters, and the journal of access, to which a refused try belongs above all.
_PASSING = ("django_session", "usersessions_usersession", "core_cache", "privacy_look")
_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|SELECT pg_notify|SELECT nextval|TRUNCATE)", re.IGNORECASE)
_CHANCE = re.compile(r"[0-9a-f]{12}|nonce-[\w+/=-]+|(?<=nonce=\")[^\"]+|[A-Za-z0-9]{60,}")


@dataclass
class Answer:
    """What came back."""

    status: int
    body: str
    headers: dict[str, str]
    writes: list[str]

    @property
    def shape(self) -> tuple[int, str]:
        """The answer without what differs from one asking to the next."""
        return self.status, _CHANCE.sub("*", self.body)


def ask(client: Client, method: str, path: str, data: dict[str, Any] | None = None, **headers: str) -> Answer:
    """Ask and roll everything back: the tables, the cookies, the counters."""
    cookies = deepcopy(client.cookies)
    writes: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if _WRITES.match(sql) and not any(table in sql for table in _PASSING):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), _undone():
        response = (
            getattr(client, method.lower())(path, data, **headers)
            if data
            else getattr(client, method.lower())(path, **headers)
        )
        endless = response.streaming and response.is_async
        body = (
            b""
            if endless
            else b"".join(response.streaming_content)
            if response.streaming
            else response.content
        )
    client.cookies = SimpleCookie() if cookies is None else cookies
    return Answer(response.status_code, body.decode("utf-8", "replace"), dict(response.headers), writes)


@contextmanager
def _undone() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
