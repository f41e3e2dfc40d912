"""The whole desk as one tree: a parent that only watches, and its forked parts, which share what was loaded before."""

import gc
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from okno.cli import ground
from okno.cli.ground import Stop
from okno.cli.tree import run_file
from okno.cli.words import _

if TYPE_CHECKING:
    from threading import Event

    from okno.cli.tree.child import Part
    from okno.core.postgres import Cluster

# Loaded once, before the fork; each is used by some part within its first minutes.
SHARED = (
    "okno.config.urls",
    "okno.cli.tree.web",
    "okno.cli.tree.worker",
    "okno.channels.mail.door",
    "uvloop",
    "uvicorn.loops.auto",
    "psycopg_pool",
    "django.core.mail",
    "django.db.migrations.executor",
    "django.template.loader",
)
log = logging.getLogger("okno.tree")


def serve(
    *,
    host: str | None = None,
    prepare: Sequence[Callable[[], object]] = (),
    parts: Mapping[str, Callable[["Event"], object]] | None = None,
    facts: Mapping[str, object] | None = None,
    answered: Callable[[Mapping[str, object]], object] = lambda _facts: None,
) -> int:
    """Run the desk until a signal; returns the exit status.

    `prepare`: further steps before anything runs, in a process of their own. `parts`: further parts; each returns when
    its event is set. `facts` join those of VAR/run.json; `answered` gets them all once the pages answer.
    """
    began = time.monotonic()
    run_file.alone()
    gc.disable()  # while everything is loaded: nothing of it is garbage
    cluster = ground.wake()
    try:
        return _Tree(cluster, began, dict(facts or {}), answered).run(host, prepare, parts or {})
    finally:
        if cluster is not None:
            cluster.release()


def listen_on(port: int | None) -> None:
    """Let the option stand for the variable, before the settings are read: links in letters name the same port."""
    if port is not None:
        os.environ["OKNO_PORT"] = str(port)


def address(host: str | None) -> tuple[str, int]:
    """Return where the pages listen: the variable, the port of a base address on this machine, 8000."""
    from django.conf import settings

    from okno.config import env

    base = urlsplit(settings.BASE_URL)
    here = base.hostname in {"127.0.0.1", "localhost", "::1"}
    usual = base.port if here and base.port else 8000
    return host or env.text("OKNO_HOST", "127.0.0.1"), env.integer("OKNO_PORT", usual, at_most=65535)


class _Tree:
    def __init__(
        self,
        cluster: "Cluster | None",
        began: float,
        facts: dict[str, object],
        answered: Callable[[Mapping[str, object]], object],
    ) -> None:
        self.cluster, self.began, self.facts, self.told = cluster, began, facts, answered

    def run(
        self,
        host: str | None,
        further: Sequence[Callable[[], object]],
        further_parts: Mapping[str, Callable[["Event"], object]],
    ) -> int:
        from django.conf import settings

        from okno.cli.tree import parts, web

        host, port = address(host)
        counts = {"webs": parts.webs(), "workers": parts.workers()}
        _check_listener()
        listener = web.listen(host, port)
        port = listener.getsockname()[1]
        self.facts |= {
            "pid": os.getpid(),
            "url": settings.BASE_URL,
            "host": host,
            "port": port,
            "listener": settings.LISTENER,
            "address": settings.DESK_ADDRESS,
        }
        self._prepare(further)
        pages = web.application()
        return self._supervise(
            parts.all_of(pages, listener, **counts, cluster=self.cluster, further=further_parts)
        )

    def _prepare(self, further: Sequence[Callable[[], object]]) -> None:
        """Bring everything up to date in a child, so that this process never opens a connection."""
        from okno.cli.tree import child

        def work(_leash: child.Leash) -> None:
            from okno.cli.tree import prepare

            for words in prepare.everything():
                log.info(words)
            for step in further:
                step()

        lifeline = os.pipe()
        pid = child.fork(
            child.Part("prepare", work, own_signals=True), lifeline=lifeline, forked=self._forked
        )
        try:
            _load()  # meanwhile
            _pid, status = os.waitpid(pid, 0)
        finally:
            for end in lifeline:  # the child ends with its lifeline, should we fail here
                os.close(end)
        if status:
            raise Stop(_("The desk was not started."), os.waitstatus_to_exitcode(status) if status > 0 else 1)

    def _supervise(self, parts: "Sequence[Part]") -> int:
        import threading

        from okno.cli.tree.supervisor import Supervisor

        if threading.active_count() > 1:
            log.warning("the parent has %d threads at the fork", threading.active_count())
        gc.collect()
        gc.freeze()  # the collector of a child then leaves shared pages alone
        gc.enable()
        supervisor = Supervisor(parts, answered=self._answered, changed=self._changed, forked=self._forked)
        try:
            return supervisor.run()
        finally:
            run_file.place().unlink(missing_ok=True)

    def _answered(self) -> None:
        seconds = time.monotonic() - self.began
        log.info("Okno answers at %s, %.1f s after the start", self.facts["url"], seconds)
        self.told(self.facts)

    def _changed(self, pids: dict[str, int]) -> None:
        self.facts["parts"] = pids
        run_file.write(self.facts)

    def _forked(self) -> None:
        if self.cluster is not None:
            self.cluster.forget()


def _check_listener() -> None:
    """Refuse a setting of the listener that cannot be understood, before anything runs."""
    from django.conf import settings

    from okno.channels.mail.listener import WrongListener, places

    if settings.LISTENER:
        try:
            places(settings.LISTENER)
        except WrongListener as error:
            raise Stop(f"OKNO_LISTENER: {error}", 2) from error


def _load() -> None:
    """Load what the parts need before they are forked, so that they share it."""
    from importlib import import_module

    for name in SHARED:
        import_module(name)
