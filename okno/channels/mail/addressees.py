"""Whom the desk answers for: its mailboxes and its own address, with or without a mark behind a plus sign (RFC 5233)."""

import threading
import time

from django.conf import settings

from okno.channels.models import Mailbox
from okno.people.models import Channel, normalised

FRESH_SECONDS = 10.0


class Addressees:
    """The active mailboxes by address, read anew every few seconds; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Mailbox] = {}
        self._read_at = float("-inf")

    @property
    def is_fresh(self) -> bool:
        """True while an answer needs no look into the database."""
        return time.monotonic() - self._read_at < FRESH_SECONDS

    def refresh(self) -> None:
        """Read the mailboxes unless they were read just now."""
        with self._lock:
            if not self.is_fresh:
                active = Mailbox.objects.filter(is_active=True).defer("secret")
                self._known = {normalised(Channel.MAIL, mailbox.address): mailbox for mailbox in active}
                self._read_at = time.monotonic()

    def find(self, address: str) -> tuple[bool, Mailbox | None]:
        """Return whether letters to the address are ours, and the mailbox; the desk's own address may have none."""
        plain = without_mark(address)
        mailbox = self._known.get(plain)
        return mailbox is not None or plain == without_mark(settings.DESK_ADDRESS), mailbox


def without_mark(address: str) -> str:
    """Return the address as the desk compares it, without what stands behind the plus sign."""
    local, at, domain = normalised(Channel.MAIL, address.strip("<> ")).rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def mark_in(address: str) -> str:
    """Return what stands behind the plus sign of an address; empty where nothing does."""
    return normalised(Channel.MAIL, address.strip("<> ")).rpartition("@")[0].partition("+")[2]
