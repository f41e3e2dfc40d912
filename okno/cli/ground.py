"""What the commands share: waking Django, the embedded database, one sentence instead of a trace, progress."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from okno.cli.words import _, language

if TYPE_CHECKING:
    from rich.console import Console

    from okno.core.postgres import Cluster

WRONG = 2  # exit status: something in the environment or in the command must be changed first


class Stop(Exception):
    """The command cannot go on; the text is for the person at the terminal."""

    def __init__(self, words: str, status: int = 1) -> None:
        self.status = status
        super().__init__(words)


def sentence_of(error: BaseException) -> tuple[str, int] | None:
    """Return one clear sentence and the exit status for an error that a person can mend; None for a fault of ours.

    Classes are looked up where they were loaded, so that a command without a database never imports one.
    """
    if isinstance(error, Stop):
        return str(error), error.status
    if _is(error, "okno.config.env", "WrongSetting"):
        return _("Wrong setting %(error)s") % {"error": error}, WRONG
    if _is(error, "okno.core.postgres.words", "PostgresError") or _is(error, "okno.core.refusals", "Refusal"):
        return str(error), WRONG
    if _is(error, "psycopg", "OperationalError") or _is(error, "django.db", "OperationalError"):
        from okno.core.logs import scrub

        told = " ".join(scrub(str(error)).split())
        return _("DATABASE_URL: the database does not answer: %(error)s") % {"error": told}, WRONG
    return None


def refuse(words: str, status: int) -> NoReturn:
    """Print the sentence and end."""
    print(words, file=sys.stderr)
    sys.exit(status)


def console() -> "Console":
    """Return the terminal for progress and tables; words for machines go to the standard output."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def wake(*, database: bool = True) -> "Cluster | None":
    """Load Django and, where a database is needed and none is named, start the embedded one; ends with this process.

    Both take a second or two, so they go on at the same time.
    """
    with ThreadPoolExecutor(1) as meanwhile:
        cluster = meanwhile.submit(embedded) if database else None
        from okno.core import boot

        boot.django()
    from django.utils import translation

    translation.activate(language())
    warn_of_unknown()
    return cluster.result() if cluster else None


def embedded() -> "Cluster | None":
    """Start the embedded database unless DATABASE_URL names another; it stops with the last of its users."""
    from okno.config import env

    if env.secret("DATABASE_URL", ""):
        return None
    from okno.core.postgres import Cluster

    terminal = console()
    cluster = Cluster(var() / "postgres", progress=lambda line: terminal.print(line, style="dim"))
    cluster.ensure()
    return cluster


def var() -> Path:
    """Return the folder of everything that the desk writes; as in the settings, without reading them."""
    from okno.config import env

    return env.path("OKNO_VAR", Path(__file__).resolve().parents[2] / "var")


def warn_of_unknown() -> None:
    """Say which variables with our prefix nobody reads: nearly always a typing mistake."""
    from okno.config import env

    for name in env.unknown():
        if name not in QUIET:
            print(_("%(name)s is set, but no setting has this name.") % {"name": name}, file=sys.stderr)


# Read by commands, not by the settings.
QUIET = {"OKNO_HOST", "OKNO_PORT", "OKNO_WEBS", "OKNO_WORKERS", "OKNO_WORKER_JOBS"}


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Show that something goes on that has no measure."""
    terminal = console()
    if not terminal.is_terminal:
        yield
        return
    with terminal.status(words):
        yield


@contextmanager
def counted(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long work is: what is yielded hears how many of how many are done."""
    from rich.progress import Progress

    terminal = console()
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as bars:
        bar = bars.add_task(words, total=None)
        yield lambda done, whole: bars.update(bar, completed=done, total=whole)


def _is(error: BaseException, module: str, name: str) -> bool:
    loaded = sys.modules.get(module)
    kind = getattr(loaded, name, None) if loaded else None
    return isinstance(kind, type) and isinstance(error, kind)
