"""One reader a mailbox: a lease with a fencing token, so that a reader that slept past its time writes nothing (REL-13)."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from okno.channels.models import Mailbox, MailboxCursor

LEASE = timedelta(seconds=120)  # longer than any silence that the line allows


class LeaseLost(Exception):
    """Somebody else reads the mailbox now."""


@transaction.atomic
def take(mailbox: Mailbox) -> int | None:
    """Return a new token, or None while another reader holds the mailbox."""
    MailboxCursor.objects.get_or_create(mailbox=mailbox)
    cursor = MailboxCursor.objects.select_for_update().annotate(now=Now()).get(mailbox=mailbox)
    if cursor.lease_until is not None and cursor.lease_until > cursor.now:
        return None
    cursor.lease_token += 1
    cursor.lease_until = cursor.now + LEASE
    cursor.save(update_fields=["lease_token", "lease_until"])
    return cursor.lease_token


def keep(mailbox: Mailbox, token: int) -> None:
    """Hold the mailbox for two minutes more; raises LeaseLost."""
    held = MailboxCursor.objects.filter(mailbox=mailbox, lease_token=token)
    if not held.update(lease_until=Now() + LEASE):
        raise LeaseLost


def give_back(mailbox: Mailbox, token: int) -> None:
    """Let the next reader begin at once."""
    MailboxCursor.objects.filter(mailbox=mailbox, lease_token=token).update(lease_until=None)


def locked(mailbox: Mailbox, token: int) -> MailboxCursor:
    """Return the cursor, held until the transaction ends; raises LeaseLost where the token is an old one."""
    cursor = MailboxCursor.objects.select_for_update().get(mailbox=mailbox)
    if cursor.lease_token != token:
        raise LeaseLost
    return cursor
