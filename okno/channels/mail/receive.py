"""The first hop: what came is kept byte for byte and committed before the source is told OK. No thinking here."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from okno.channels.incoming import wake
from okno.channels.models import Inbound, Mailbox
from okno.core import clock
from okno.core.refusals import TooMuch

DOOR = "mail"
HEAD_AT_MOST = 64 * 1024  # bytes in which the sender is looked for
RECIPIENTS_AT_MOST = 100

_head_end = re.compile(rb"\r?\n\r?\n")
_from = re.compile(rb"(?im)^from[ \t]*:((?:[^\n]|\n[ \t]){0,2000})")
_address = re.compile(rb"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
# A letter that names itself or its way is the same one when it comes again; words without any name may be said twice.
_names_itself = re.compile(rb"(?im)^(message-id|received|date|resent-message-id)[ \t]*:")


class LetterTooLarge(TooMuch):
    message = _("The letter is too large.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A letter at the door, not stored yet."""

    external_id: str
    raw: bytes
    mailbox_id: int | None = None
    envelope_from: str = ""
    envelope_to: Sequence[str] = ()
    peer: str = ""
    door: str = DOOR


def store(
    door: str,
    external_id: str,
    raw: bytes,
    *,
    mailbox: Mailbox | None = None,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    peer: str = "",
) -> Inbound:
    """Keep the letter and wake the reader; the same id at the same door is the same row. Raises LetterTooLarge.

    When this returns outside a transaction, the bytes are committed.
    """
    arrival = Arrival(
        door=door,
        external_id=external_id,
        raw=raw,
        mailbox_id=mailbox.pk if mailbox else None,
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        peer=peer,
    )
    store_all([arrival])
    return Inbound.objects.defer("raw").get(door=door, external_id=external_id[:200])


@transaction.atomic
def store_all(arrivals: Iterable[Arrival]) -> None:
    """Keep several letters in one commit, in their order; those that are kept already stay as they are."""
    rows = [_row(arrival) for arrival in arrivals]
    if not rows:
        return
    # Bound by the server as binary and sent in one round trip; Django's own cursor would write the bytes as text.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.executemany(_INSERT, rows)
    wake()


def identity(way: str, raw: bytes, mailbox: Mailbox | None) -> str:
    """Return the id of a letter from a source that gives none: a repeated attempt of a server is the same letter."""
    head = _head(raw)
    mark = hashlib.sha256(raw).hexdigest() if _names_itself.search(head) else secrets.token_hex(20)
    return f"{way}:{mailbox.pk if mailbox else 0}:{mark}"


def peek_sender(raw: bytes) -> str:
    """Return the address that seems to be the sender's, for keeping the order of one sender's letters and nothing else."""
    found = _from.search(_head(raw))
    if not found:
        return ""
    addresses = _address.findall(found.group(1))
    return addresses[-1].decode("ascii").lower()[:320] if addresses else ""


def _head(raw: bytes) -> bytes:
    start = raw[:HEAD_AT_MOST]
    end = _head_end.search(start)
    return start[: end.start() + 2] if end else start


_INSERT = """
INSERT INTO channels_inbound (door, external_id, mailbox_id, envelope_from, envelope_to, peer, sha256, size, raw,
    received_at, state, reason, attempts, decisions, rfc_message_id, body_sha256, subject, sender)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %b, %s, 'new', '', 0, '[]', '', '', '', %s)
ON CONFLICT (door, external_id) DO NOTHING
"""


def _row(arrival: Arrival) -> tuple[Any, ...]:
    if len(arrival.raw) > settings.MAX_LETTER_BYTES:
        raise LetterTooLarge
    return (
        arrival.door,
        arrival.external_id[:200],
        arrival.mailbox_id,
        _plain(arrival.envelope_from)[:320],
        Jsonb([_plain(address)[:320] for address in arrival.envelope_to][:RECIPIENTS_AT_MOST]),
        _plain(arrival.peer)[:100],
        hashlib.sha256(arrival.raw).hexdigest(),
        len(arrival.raw),
        arrival.raw,
        clock.now(),
        peek_sender(arrival.raw),
    )


def _plain(text: str) -> str:
    """Return the text without what PostgreSQL cannot keep."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
