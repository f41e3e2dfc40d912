"""A founded desk, migrated once for the whole run; each process works in a copy of its own.

Fifty migrations take a process many seconds, a copy takes a blink.
"""

import fcntl
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from okno.catalog.actions.found import found
from okno.cli.tree.prepare import uncollected
from okno.people import provider

TEMPLATE = "test_okno_founded"


def work_in_a_copy() -> None:
    """Let the desk of this process be a copy of the founded one."""
    make()
    copy = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with _named(TEMPLATE):
        connection.creation.clone_test_db(copy, verbosity=0, autoclobber=True)
    _name(f"{TEMPLATE}_{copy}")


def begin(blocker: DjangoDbBlocker) -> None:
    """Make the founded desk beside this process, which has nothing to do while the others gather their tests."""

    def unblocked() -> None:
        with blocker.unblock():
            make()

    multiprocessing.get_context("fork").Process(target=unblocked).start()


def make() -> None:
    """Make the founded desk, unless a process of this run has made it; others wait for that meanwhile."""
    with (Path(os.environ["OKNO_VAR"]) / "founded").open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        if os.fstat(note.fileno()).st_size:
            return
        with _named(TEMPLATE), uncollected():
            connection.settings_dict["TEST"]["NAME"] = TEMPLATE
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            found()
            provider.ours()
        note.write("made")


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Let the connection lead to this database, and back again."""
    before = connection.settings_dict["NAME"]
    _name(name)
    try:
        yield
    finally:
        _name(before)


def _name(name: str) -> None:
    connection.close()
    connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
