"""The pipe: one letter from a mail server's delivery program, answered with the exit codes that it understands.

Source: sysexits(3); Postfix pipe(8): 75 means «come again», 65…74 mean «never».
"""

import os
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from okno.channels.mail.addressees import Addressees
from okno.channels.mail.receive import DOOR, LetterTooLarge, identity, store

READ_AT_ONCE = 1 << 20


def deliver(source: BinaryIO, *, address: str = "", sender: str = "") -> tuple[int, str]:
    """Store the letter that stands in `source`; returns the exit code and a line for the mail server's log.

    Without an address the letter is for the desk's own one. Nothing is answered with 0 before the commit.
    """
    limit = int(settings.MAX_LETTER_BYTES)
    content = bytearray()
    while len(content) <= limit and (piece := source.read(READ_AT_ONCE)):
        content += piece
    if len(content) > limit:
        return os.EX_UNAVAILABLE, f"5.3.4 The letter is larger than {limit // 2**20} MB"
    if not content.strip():
        return os.EX_DATAERR, "5.6.0 There is no letter"
    raw = bytes(content)
    to = address or settings.DESK_ADDRESS
    try:
        return _store(raw, to, sender)
    except LetterTooLarge:
        return os.EX_UNAVAILABLE, f"5.3.4 The letter is larger than {limit // 2**20} MB"
    except (DatabaseError, InterfaceError, OSError):
        return os.EX_TEMPFAIL, "4.3.0 The desk cannot keep the letter now, come again"


def _store(raw: bytes, to: str, sender: str) -> tuple[int, str]:
    known = Addressees()
    known.refresh()
    is_ours, mailbox = known.find(to)
    if not is_ours:
        return os.EX_NOUSER, "5.1.1 No such address at this desk"
    store(
        DOOR,
        identity("pipe", raw, mailbox),
        raw,
        mailbox=mailbox,
        envelope_from=sender.strip("<> "),
        envelope_to=[to],
    )
    return os.EX_OK, "2.0.0 Kept"
