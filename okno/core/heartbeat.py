"""Signs of life: each running part says every few seconds that it lives; the desk doctor reads who is silent."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Max

from okno.core import clock
from okno.core.models import Heartbeat

EVERY_SECONDS = 15
SILENT_AFTER = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(days=1)
log = logging.getLogger(__name__)


def place() -> str:
    """Name this process among all machines."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}"


def beat(part: str, started_at: datetime) -> None:
    """Say that this process lives; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_heartbeat (part, place, started_at, at) VALUES (%s, %s, %s, now())
            ON CONFLICT (part, place) DO UPDATE SET started_at = excluded.started_at, at = excluded.at
            """,
            [part, place(), started_at],
        )


def last(part: str) -> datetime | None:
    """Return the newest sign of life of a part on any machine."""
    found: datetime | None = Heartbeat.objects.filter(part=part).aggregate(newest=Max("at"))["newest"]
    return found


def forget_old() -> None:
    """Remove the signs of processes that are long gone."""
    Heartbeat.objects.filter(at__lt=clock.now() - FORGOTTEN_AFTER).delete()


@contextmanager
def beating(part: str, *, also: Callable[[], object] | None = None) -> Iterator[None]:
    """Let a thread beat while the block runs; `also` is done at every fourth beat. A lost database is waited out."""
    over = threading.Event()
    thread = threading.Thread(target=_beat_on, args=(part, over, also), name=f"{part} heart", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def _beat_on(part: str, over: threading.Event, also: Callable[[], object] | None) -> None:
    started_at, count = clock.now(), 0
    while True:
        try:
            beat(part, started_at)
            if also is not None and count % 4 == 3:  # noqa: PLR2004 - every fourth
                also()
        except DatabaseError as error:
            log.warning("%s cannot say that it lives: %s", part, error)
        except Exception:
            log.exception("a sign of life of %s failed", part)
        finally:
            connection.close()
        count += 1
        if over.wait(EVERY_SECONDS):
            return
