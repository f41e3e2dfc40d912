"""The whole desk as one tree: a parent that only watches, and its forked parts, which share what was loaded before."""

import gc
import json
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from okno.cli import ground
from okno.cli.ground import Stop
from okno.cli.words import _

if TYPE_CHECKING:
    from threading import Event

    from okno.core.postgres import Cluster

MOST_WORKERS = MOST_WEBS = 16
DATABASE_LOOK = 1.0  # seconds between two looks at the embedded database
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
    _alone()
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


def workers() -> int:
    """Return how many worker processes: one a processor and two at most, unless OKNO_WORKERS says otherwise."""
    from okno.config import env

    return env.integer("OKNO_WORKERS", min(2, os.cpu_count() or 1), at_least=1, at_most=MOST_WORKERS)


def webs() -> int:
    """Return how many web processes share the port: one, unless OKNO_WEBS says otherwise."""
    from okno.config import env

    return env.integer("OKNO_WEBS", 1, at_least=1, at_most=MOST_WEBS)


def run_file() -> Path:
    """Return where a running tree says what it is."""
    return ground.var() / "run.json"


def running(path: Path | None = None) -> dict[str, Any] | None:
    """Return the facts of the tree that runs on our folder, or that wrote this file; None where none does."""
    try:
        facts: dict[str, Any] = json.loads((path or run_file()).read_text(encoding="utf-8"))
        os.kill(int(facts["pid"]), 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return facts


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
        parts: Mapping[str, Callable[["Event"], object]],
    ) -> int:
        from django.conf import settings

        from okno.cli.tree import web

        host, port = address(host)
        counts = webs(), workers()
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
        return self._supervise(self._parts(pages, listener, *counts, parts))

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

    def _parts(
        self,
        pages: Any,
        listener: Any,
        webs: int,
        workers: int,
        further: Mapping[str, Callable[["Event"], object]],
    ) -> list[Any]:
        from okno.cli.tree.child import Leash, Part

        def web_part(number: int) -> Callable[[Leash], None]:
            def part(leash: Leash) -> None:
                from okno.cli.tree import first_run, web

                greets = (lambda: None) if number else first_run.tell
                web.run(pages, listener, leash.ready, greets)

            return part

        def worker_part(_leash: Leash) -> int:
            listener.close()
            from okno.cli.tree import worker

            return worker.run()

        def event_part(run: Callable[["Event"], object]) -> Callable[[Leash], None]:
            def part(leash: Leash) -> None:
                listener.close()
                run(leash.stop)

            return part

        orphaned = self._orphaned
        return [
            *(
                Part(name, web_part(number), says_ready=True, own_signals=True, orphaned=orphaned)
                for number, name in enumerate(_names("web", webs))
            ),
            *(
                Part(name, worker_part, own_signals=True, orphaned=orphaned)
                for name in _names("worker", workers)
            ),
            Part("mail", event_part(mail), orphaned=orphaned),
            *([Part("database", event_part(self._keep_up), orphaned=orphaned)] if self.cluster else []),
            *(Part(name, event_part(run), orphaned=orphaned) for name, run in further.items()),
        ]

    def _supervise(self, parts: list[Any]) -> int:
        import threading

        from okno.cli.tree.supervisor import Supervisor

        if threading.active_count() > 1:
            log.warning("the parent has %d threads at the fork", threading.active_count())
        gc.collect()
        gc.freeze()  # the collector of a child then leaves shared pages alone
        gc.enable()
        supervisor = Supervisor(parts, answered=self._answered, changed=self._write, forked=self._forked)
        try:
            return supervisor.run()
        finally:
            run_file().unlink(missing_ok=True)

    def _answered(self) -> None:
        seconds = time.monotonic() - self.began
        log.info("Okno answers at %s, %.1f s after the start", self.facts["url"], seconds)
        self.told(self.facts)

    def _write(self, pids: dict[str, int]) -> None:
        """Say in a file which processes and ports are ours."""
        self.facts["parts"] = pids
        path = run_file()
        beside = path.with_name(f"run.{os.getpid()}")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(self.facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        beside.replace(path)

    def _forked(self) -> None:
        if self.cluster is not None:
            self.cluster.forget()

    def _keep_up(self, stop: "Event") -> None:
        """Start the embedded database again when it was killed; the parts wait for it and go on by themselves."""
        cluster = self.cluster
        assert cluster is not None, "an external database is kept up by others"
        while not stop.wait(DATABASE_LOOK):
            if cluster.status().state == "stopped":
                log.error("the database is gone; it is started again")
                cluster.ensure()
                cluster.forget()  # the parent alone is its user

    def _orphaned(self) -> None:
        """Stop the embedded database when the parent was killed and the last of us ends."""
        if self.cluster is not None:
            self.cluster.ensure()
            self.cluster.release()


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


def _check_listener() -> None:
    """Refuse a setting of the listener that cannot be understood, before anything runs."""
    from django.conf import settings

    from okno.channels.mail.listener import WrongListener, places

    if settings.LISTENER:
        try:
            places(settings.LISTENER)
        except WrongListener as error:
            raise Stop(f"OKNO_LISTENER: {error}", 2) from error


def _alone() -> None:
    found = running()
    if found is not None and found["pid"] != os.getpid():
        raise Stop(
            _("A desk runs on this folder already (process %(pid)s, %(url)s).")
            % {"pid": found["pid"], "url": found.get("url", "")},
            2,
        )


def _load() -> None:
    """Load what the parts need before they are forked, so that they share it."""
    from importlib import import_module

    for name in SHARED:
        import_module(name)
