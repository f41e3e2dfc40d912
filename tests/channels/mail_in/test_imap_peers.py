"""The IMAP door against a real Dovecot: IDLE, renumbering, a kill between commit and flag."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from okno.channels.mail import imap_line, lease
from okno.channels.mail.imap import Fetcher
from okno.channels.mail.imap_folder import Folder
from okno.channels.models import Inbound, Mailbox, MailboxCursor
from okno.channels.models.mailbox import Security
from okno.core.sealed import seal
from tests.channels import letters
from tests.channels.dovecot import PASSWORD, Dovecot, running
from tests.channels.until import until
from tests.lacking import lacking

pytestmark = [
    pytest.mark.peers,
    pytest.mark.django_db(transaction=True),
    # Skipped also where nothing else may be: no package makes an ordinary account root, and as such Dovecot drops to others.
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to start Dovecot"),
]

PROGRAM = """
import os, signal, sys, threading
import django
django.setup()
from imapclient import IMAPClient
from okno.channels.mail.imap import Fetcher
from okno.channels.models import Mailbox
IMAPClient.add_flags = lambda *_arguments, **_words: os.kill(os.getpid(), signal.SIGKILL)
Fetcher(Mailbox.objects.get(), threading.Event()).run()
"""


@pytest.fixture(scope="module", autouse=True)
def dovecot_is_there() -> None:
    if not shutil.which("dovecot"):
        lacking("no Dovecot on this machine: apt install dovecot-imapd dovecot-lmtpd")


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running() as server:
        yield server


def mailbox(server: Dovecot, user: str) -> Mailbox:
    return letters.mailbox(
        "help@desk.test",
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_security=Security.NONE,
        user=user,
        secret=seal(PASSWORD),
    )


def take(box: Mailbox) -> tuple[int, list[int]]:
    """Take what is new, compare the folder with the table; returns both answers."""
    MailboxCursor.objects.update(lease_until=None)
    token = lease.take(box)
    assert token is not None
    client = imap_line.opened(box)
    try:
        reader = Folder(client, box, token)
        reader.select()
        return reader.take_new(threading.Event()), reader.reconcile()
    finally:
        imap_line.close(client)


def seen(box: Mailbox) -> int:
    client = imap_line.opened(box)
    try:
        client.select_folder("INBOX", readonly=True)
        return len(client.search(["SEEN"]))
    finally:
        imap_line.close(client)


def test_a_letter_comes_by_idle(dovecot: Dovecot) -> None:
    dovecot.deliver("anna", "1.first", letters.raw("Первое"))
    fetcher = Fetcher(mailbox(dovecot, "anna"), threading.Event())
    thread = threading.Thread(target=fetcher.run, daemon=True)
    thread.start()
    try:
        until(lambda: Inbound.objects.count() == 1)
        dovecot.deliver("anna", "2.second", letters.raw("Второе"))
        until(lambda: Inbound.objects.count() == 2)
    finally:
        fetcher.stop.set()
        thread.join(30)
    assert seen(fetcher.mailbox) == 2


def test_rel_09_a_renumbered_folder_brings_nothing_twice(dovecot: Dovecot) -> None:
    box = mailbox(dovecot, "boris")
    for number in range(5):
        dovecot.deliver("boris", f"{number}.old", letters.raw(f"Письмо {number}"))
    assert take(box) == (5, [])
    before = MailboxCursor.objects.get().uid_validity
    dovecot.renumber("boris")
    dovecot.deliver("boris", "9.new", letters.raw("Новое"))
    assert take(box) == (1, [])
    assert MailboxCursor.objects.get().uid_validity != before
    assert Inbound.objects.count() == 6


def test_rel_05_killed_between_commit_and_flag(dovecot: Dovecot) -> None:
    box = mailbox(dovecot, "vera")
    for number in range(4):
        dovecot.deliver("vera", f"{number}.x", letters.raw(f"Письмо {number}"))
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ
        | {"DATABASE_URL": _of_database(url, name), "DJANGO_SETTINGS_MODULE": "okno.config.settings"},
        check=False,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL
    assert Inbound.objects.count() == 4
    assert seen(box) == 0
    assert take(box) == (0, [])
    assert Inbound.objects.count() == 4
    assert seen(box) == 4


def _of_database(url: str, name: str) -> str:
    """Return the address of the test database on the same server."""
    head, mark, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{mark}{query}"
