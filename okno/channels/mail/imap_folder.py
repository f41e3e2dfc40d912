"""The folder of one mailbox on an open line: what is new in it, fetched in bounded pieces and committed (REL-02…09).

Source: RFC 9051 (IMAP4rev2; UIDs §2.3.1.1).
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from threading import Event

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from okno.channels import inbox
from okno.channels.mail import imap_line, lease
from okno.channels.mail.imap_line import LineError
from okno.channels.mail.receive import DOOR, Arrival, store_all
from okno.channels.models import Inbound, Mailbox
from okno.channels.oversized import tell_too_large
from okno.core import jobs

WINDOW = 100  # letters between two steps of the cursor
BATCH_BYTES = 2**20  # fetched by one command: a slow line brings them within the lease
LARGE = 2**20  # bytes; larger letters come in pieces, after the small ones of their window
PIECE = 512 * 1024

TOO_LARGE = _("The letter is too large to be fetched; it is still in the mailbox, here are its headers only.")

log = logging.getLogger(__name__)


class Folder:
    """The folder of a mailbox on an open line."""

    def __init__(
        self, client: IMAPClient, mailbox: Mailbox, token: int, *, worked: Callable[[], None] = lambda: None
    ) -> None:
        self.client = client
        self.worked = worked  # told after each window: a mailbox with thousands of letters is not silent
        self.mailbox = mailbox
        self.token = token
        self.validity = 0
        self.listed = 0  # the last letter that the run in progress knows of

    def select(self) -> None:
        """Open the folder; a new UIDVALIDITY begins the count anew, and known letters are known by their bytes (REL-09)."""
        try:
            answer = self.client.select_folder(self.mailbox.imap_folder)
        except IMAPClientError as error:
            raise LineError(imap_line.NO_FOLDER) from error
        self.validity = int(answer[b"UIDVALIDITY"])
        with transaction.atomic():
            cursor = lease.locked(self.mailbox, self.token)
            if cursor.uid_validity != self.validity:
                if cursor.uid_validity:
                    log.warning(
                        "mailbox %s was rebuilt by its server; all letters are compared", self.mailbox.pk
                    )
                cursor.uid_validity, cursor.last_uid = self.validity, 0
                cursor.save(update_fields=["uid_validity", "last_uid"])

    def take_new(self, stop: Event) -> int:
        """Take every letter after the last committed one, whether somebody has read it or not; returns how many."""
        taken = 0
        with transaction.atomic():
            last = lease.locked(self.mailbox, self.token).last_uid
        # "n:*" names the last letter even where it is older than n.
        new = sorted(uid for uid in self.client.search(["UID", f"{last + 1}:*"]) if uid > last)
        self.listed = max(new, default=0)
        for start in range(0, len(new), WINDOW):
            if stop.is_set():
                break
            window = new[start : start + WINDOW]
            taken += self._take(window, upto=window[-1])
        self.listed = 0
        return taken

    def reconcile(self) -> list[int]:
        """Compare the folder with the table, take what is missing, and tell; normally that is nothing (REL-08)."""
        with transaction.atomic():
            last = lease.locked(self.mailbox, self.token).last_uid
        there = {uid for uid in self.client.search(["ALL"]) if uid <= last}
        prefix = self._id("")
        ids = Inbound.objects.filter(door=DOOR, external_id__startswith=prefix).values_list(
            "external_id", flat=True
        )
        known = {int(one.removeprefix(prefix)) for one in ids.iterator()}
        missing = sorted(there - known)
        taken = sum(
            self._take(missing[start : start + WINDOW], upto=None) for start in range(0, len(missing), WINDOW)
        )
        if taken:
            log.error("mailbox %s: %s letters had been missed and were taken now", self.mailbox.pk, taken)
        return missing

    def _take(self, uids: list[int], *, upto: int | None) -> int:
        """Take these letters, small ones first so that a large one holds up nobody, then move the cursor."""
        sizes = self._sizes(uids)
        small = [uid for uid in uids if uid in sizes and sizes[uid] <= LARGE]
        taken = sum(self._commit(self._fetched(batch)) for batch in _batches(small, sizes))
        for uid in uids:
            if LARGE < sizes.get(uid, 0) <= settings.MAX_LETTER_BYTES:
                taken += self._commit({uid: self._in_pieces(uid)})
            elif sizes.get(uid, 0) > settings.MAX_LETTER_BYTES:
                self._put_heads_aside(uid, sizes[uid])
        if upto is not None:
            with transaction.atomic():
                cursor = lease.locked(self.mailbox, self.token)
                cursor.last_uid = max(cursor.last_uid, upto)
                cursor.save(update_fields=["last_uid"])
        lease.keep(self.mailbox, self.token)
        self.worked()
        return taken

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        answer = self.client.fetch(uids, ["RFC822.SIZE"])
        return {uid: int(facts[b"RFC822.SIZE"]) for uid, facts in answer.items()}

    def _fetched(self, uids: list[int]) -> dict[int, bytes]:
        answer = self.client.fetch(uids, ["BODY.PEEK[]"])
        return {uid: answer[uid][b"BODY[]"] for uid in uids if uid in answer and answer[uid].get(b"BODY[]")}

    def _in_pieces(self, uid: int) -> bytes:
        """Fetch a large letter piece by piece: a slow line is no silent line, and the lease is kept meanwhile."""
        content = bytearray()
        while len(content) <= settings.MAX_LETTER_BYTES:
            answer = self.client.fetch([uid], [f"BODY.PEEK[]<{len(content)}.{PIECE}>"])
            piece = next(
                (value for name, value in answer.get(uid, {}).items() if name.startswith(b"BODY[]")), b""
            )
            content += piece or b""
            if len(piece or b"") < PIECE:
                break
            lease.keep(self.mailbox, self.token)
            self.worked()
            self._let_pass()
        return bytes(content)

    def _let_pass(self) -> None:
        """Take small letters that have come meanwhile: a large one on a slow line may take half an hour (REL-02).

        The cursor stays, so the next run sees them once more and knows them by their bytes.
        """
        if not self.listed:
            return
        new = sorted(uid for uid in self.client.search(["UID", f"{self.listed + 1}:*"]) if uid > self.listed)
        if new := new[:WINDOW]:
            sizes = self._sizes(new)
            for batch in _batches([uid for uid in new if sizes.get(uid, LARGE + 1) <= LARGE], sizes):
                self._commit(self._fetched(batch))
            self.listed = new[-1]

    def _commit(self, letters: dict[int, bytes]) -> int:
        """Commit the bytes, then mark the letters as seen; a server that refuses the mark changes nothing (REL-05)."""
        if not letters:
            return 0
        with transaction.atomic():
            lease.locked(self.mailbox, self.token)
            fresh = self._unknown(letters)
            store_all(
                Arrival(
                    external_id=self._id(uid),
                    raw=content,
                    mailbox_id=self.mailbox.pk,
                    peer=self.mailbox.imap_host,
                )
                for uid, content in sorted(fresh.items())
            )
        try:
            self.client.add_flags(list(letters), [rb"\Seen"], silent=True)
        except IMAPClientError as error:
            if isinstance(error, IMAPClient.AbortError):
                raise
            log.info(
                "mailbox %s: letters are taken but not marked as seen: %s",
                self.mailbox.pk,
                type(error).__name__,
            )
        return len(fresh)

    def _unknown(self, letters: dict[int, bytes]) -> dict[int, bytes]:
        """Return the letters whose bytes this mailbox has not brought yet; known ones learn their new number (REL-09)."""
        hashes = {uid: hashlib.sha256(content).hexdigest() for uid, content in letters.items()}
        rows = Inbound.objects.filter(mailbox=self.mailbox, sha256__in=list(hashes.values())).defer("raw")
        known = {row.sha256: row for row in rows.order_by("-id")}
        mine, here = f"imap:{self.mailbox.pk}:", self._id("")
        for uid, digest in hashes.items():
            row = known.get(digest)
            if row is not None and row.external_id.startswith(mine) and not row.external_id.startswith(here):
                row.external_id = self._id(uid)
                row.save(update_fields=["external_id"])
        return {uid: content for uid, content in letters.items() if hashes[uid] not in known}

    def _put_heads_aside(self, uid: int, size: int) -> None:
        """Show people that a letter is there which is too large, and let its sender hear; the letter itself stays there."""
        answer = self.client.fetch([uid], ["BODY.PEEK[HEADER]"])
        head = (answer.get(uid, {}).get(b"BODY[HEADER]") or b"\r\n")[:LARGE]
        with transaction.atomic():
            lease.locked(self.mailbox, self.token)
            if not self._unknown({uid: head}):
                return
            store_all([Arrival(external_id=self._id(uid), raw=head, mailbox_id=self.mailbox.pk)])
            row = Inbound.objects.get(door=DOOR, external_id=self._id(uid))
            if not row.decisions:
                row.is_partial, row.size = True, size
                inbox.quarantine(row, TOO_LARGE)
                row.save(update_fields=["state", "reason", "decisions", "handled_at", "is_partial", "size"])
                jobs.later(tell_too_large, inbound=row.pk)

    def _id(self, uid: int | str) -> str:
        return f"imap:{self.mailbox.pk}:{self.validity}:{uid}"


def _batches(uids: list[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """Group letters so that no command brings more than some megabytes."""
    batch: list[int] = []
    weight = 0
    for uid in uids:
        if batch and weight + sizes[uid] > BATCH_BYTES:
            yield batch
            batch, weight = [], 0
        batch.append(uid)
        weight += sizes[uid]
    if batch:
        yield batch
