"""Fetching by IMAP: every letter once, oldest first, whatever others do in the mailbox (REL-02…09).

A letter counts as taken when its bytes are committed; only then is it marked as seen, and nothing is ever deleted.
Source: RFC 9051 (IMAP4rev2; UIDs §2.3.1.1), RFC 2177 (IDLE).
"""

import contextlib
import logging
import ssl
import time
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from imapclient import IMAPClient

from okno.channels.mail import imap_line, lease
from okno.channels.mail.imap_folder import Folder
from okno.channels.models import Mailbox
from okno.core import clock

IDLE_SECONDS = 50
POLL_SECONDS = 20
PAUSES = (1, 2, 5, 10, 20, 30, 60)  # seconds after failures
PERSON_PAUSE = 300  # after a refused password: no provider likes to be asked each second
LOOK_EVERY = 15.0  # seconds between two looks at the description of a mailbox that waits
DESCRIPTION = ("imap_host", "imap_port", "imap_security", "imap_folder", "user", "login", "secret")
RECONCILE_EVERY = 24 * 3600.0

log = logging.getLogger(__name__)


class Fetcher:
    """One mailbox, one thread, one connection. `trust` replaces the certificates of the system."""

    def __init__(self, mailbox: Mailbox, stop: Event, *, trust: ssl.SSLContext | None = None) -> None:
        self.mailbox = mailbox
        self.stop = stop
        self.trust = trust
        self.token: int | None = None
        self.failures = 0
        self.reconciled_at = float("-inf")
        self.noted_at = float("-inf")

    def run(self) -> None:
        """Fetch until told to stop; whatever fails is noted at the mailbox and tried again."""
        try:
            while not self.stop.is_set():
                self._pause(self._turn())
        finally:
            connection.close()

    def _turn(self) -> float:
        """Hold the mailbox as long as all goes well; returns the seconds until the next try."""
        try:
            close_old_connections()
            self.mailbox.refresh_from_db()
            self.token = lease.take(self.mailbox)
            if self.token is None:
                return 5.0
            try:
                self._session(self.token)
            finally:
                lease.give_back(self.mailbox, self.token)
        except lease.LeaseLost:
            log.warning("mailbox %s is read by another process now", self.mailbox.pk)
            return 5.0
        except Exception as error:  # noqa: BLE001 - one mailbox never stops the others
            return self._failed(error)
        return 0.0

    def _session(self, token: int) -> None:
        client = imap_line.opened(self.mailbox, trust=self.trust)
        try:
            reader = Folder(client, self.mailbox, token, worked=self._worked)
            reader.select()
            self._listen(client, reader)
        finally:
            imap_line.close(client)

    def _listen(self, client: IMAPClient, reader: Folder) -> None:
        can_idle = client.has_capability("IDLE")
        while not self.stop.is_set():
            close_old_connections()
            lease.keep(self.mailbox, reader.token)
            reader.take_new(self.stop)
            self._worked()
            if time.monotonic() - self.reconciled_at > RECONCILE_EVERY:
                reader.reconcile()
                self.reconciled_at = time.monotonic()
            if can_idle:
                imap_line.idle(client, IDLE_SECONDS, self.stop)
            else:
                self.stop.wait(POLL_SECONDS)
            client.noop()
            if self._has_changed():
                return

    def _has_changed(self) -> bool:
        """True when the mailbox is described otherwise than when we connected, or is no longer read."""
        now = Mailbox.objects.filter(pk=self.mailbox.pk, is_active=True).exclude(imap_host="").first()
        return now is None or any(getattr(now, name) != getattr(self.mailbox, name) for name in DESCRIPTION)

    def _pause(self, seconds: float) -> None:
        """Wait, but not past the moment at which somebody corrects the description of the mailbox."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.stop.wait(min(left, LOOK_EVERY)):
            if left <= LOOK_EVERY:
                return
            with contextlib.suppress(DatabaseError, InterfaceError):
                close_old_connections()
                if self._has_changed():
                    return

    def _worked(self) -> None:
        self.failures = 0
        if time.monotonic() - self.noted_at > 30:  # noqa: PLR2004 - seconds; a page needs no finer grain
            Mailbox.objects.filter(pk=self.mailbox.pk).update(last_success_at=clock.now(), last_error="")
            self.noted_at = time.monotonic()

    def _failed(self, error: Exception) -> float:
        told = imap_line.explained(error)
        log.warning("mailbox %s: %s (%s)", self.mailbox.pk, told.reason, type(error).__name__)
        self.noted_at = float("-inf")
        pause = PERSON_PAUSE if told.is_final else PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures += 1
        try:
            close_old_connections()
            Mailbox.objects.filter(pk=self.mailbox.pk).update(
                last_error_at=clock.now(), last_error=told.reason[:500]
            )
        except Exception:  # noqa: BLE001 - the database is away as well; the log has the reason
            log.warning("the failure of mailbox %s could not be noted", self.mailbox.pk)
        return float(pause)
