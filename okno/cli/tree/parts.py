"""The parts of the tree: how many of each there are, and what each does in its process."""

import logging
import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from okno.cli.tree.child import Leash, Part

if TYPE_CHECKING:
    from socket import socket
    from threading import Event

    from okno.core.postgres import Cluster

MOST = 16  # of a kind
DATABASE_LOOK = 1.0  # seconds between two looks at the embedded database
log = logging.getLogger("okno.tree")


def workers() -> int:
    """Return how many worker processes: one a processor and two at most, unless OKNO_WORKERS says otherwise."""
    from okno.config import env

    return env.integer("OKNO_WORKERS", min(2, os.cpu_count() or 1), at_least=1, at_most=MOST)


def webs() -> int:
    """Return how many web processes share the port: one, unless OKNO_WEBS says otherwise."""
    from okno.config import env

    return env.integer("OKNO_WEBS", 1, at_least=1, at_most=MOST)


def all_of(
    pages: Any,
    listener: "socket",
    *,
    webs: int,
    workers: int,
    cluster: "Cluster | None",
    further: Mapping[str, Callable[["Event"], object]],
) -> list[Part]:
    """Return all parts of a tree with these pages, behind this listener; the further ones return when their event is set."""
    by_event = {"mail": mail} | ({"database": partial(_keep_up, cluster)} if cluster else {}) | dict(further)
    loops: dict[str, Callable[[Leash], object]] = {
        name: partial(_web, pages, listener, number) for number, name in enumerate(_names("web", webs))
    }
    loops |= {name: partial(_worker, listener) for name in _names("worker", workers)}
    orphaned = partial(_release, cluster)
    return [
        *(
            Part(name, run, says_ready=name.startswith("web"), own_signals=True, orphaned=orphaned)
            for name, run in loops.items()
        ),
        *(
            Part(name, partial(_until_told, listener, run), orphaned=orphaned)
            for name, run in by_event.items()
        ),
    ]


def mail(stop: "Event") -> None:
    """Run the mail doors with a sign of life."""
    from django.conf import settings

    from okno.channels.mail import door
    from okno.core import heartbeat

    settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] = 8
    with heartbeat.beating("mail"):
        door.run(stop)


def _names(of: str, count: int) -> list[str]:
    return [of] if count == 1 else [f"{of} {number}" for number in range(1, count + 1)]


def _web(pages: Any, listener: "socket", number: int, leash: Leash) -> None:
    """Serve the pages; the first of several tells how a new desk is opened."""
    from okno.cli.tree import first_run, web

    web.run(pages, listener, leash.ready, (lambda: None) if number else first_run.tell)


def _worker(listener: "socket", _leash: Leash) -> int:
    listener.close()
    from okno.cli.tree import worker

    return worker.run()


def _until_told(listener: "socket", run: Callable[["Event"], object], leash: Leash) -> None:
    listener.close()
    run(leash.stop)


def _keep_up(cluster: "Cluster", stop: "Event") -> None:
    """Start the embedded database again when it was killed; the parts wait for it and go on by themselves."""
    while not stop.wait(DATABASE_LOOK):
        if cluster.status().state == "stopped":
            log.error("the database is gone; it is started again")
            cluster.ensure()
            cluster.forget()  # the parent alone is its user


def _release(cluster: "Cluster | None") -> None:
    """Stop the embedded database when the parent was killed and the last of us ends."""
    if cluster is not None:
        cluster.ensure()
        cluster.release()
