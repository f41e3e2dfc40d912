"""The files that go with a letter; what would make it too large, or cannot be checked, waits on the page of the ticket."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings

from okno.channels.failures import TryLater, Undeliverable
from okno.channels.mail import status_words
from okno.channels.mail.compose import File
from okno.channels.models import Delivery
from okno.core import clock, files
from okno.core.models.stored_file import Trouble
from okno.desk.models import Attachment

ALL_AT_MOST: Final = 18 * 2**20  # bytes; base64 makes 25 MB of them, which most servers still take
WAITS_FOR_SCAN: Final = timedelta(minutes=15)  # then the words matter more than the file


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes along, and the names of what stays behind."""

    files: tuple[File, ...]
    too_large: tuple[str, ...]
    unchecked: tuple[str, ...]


def enclosed(delivery: Delivery) -> Enclosed:
    """Return the files of a reply that go with its letter.

    Raises Undeliverable where one has a virus, and TryLater while one waits for the scanner; a scanner that is silent for long
    holds no letter: it leaves without the file.
    """
    rows = Attachment.objects.filter(message=delivery.message, redacted_at=None)
    attachments = list(rows.select_related("file").order_by("id"))
    unchecked = _unchecked(delivery, attachments)
    kept: list[File] = []
    too_large: list[str] = []
    room = min(ALL_AT_MOST, settings.MAX_LETTER_BYTES * 2 // 3)
    for row in attachments:
        if row in unchecked:
            continue
        if row.file.size > room:
            too_large.append(row.name)
            continue
        room -= row.file.size
        kept.append(
            File(name=row.name, content=files.read(row.file), kind=row.file.kind, description=row.alt)
        )
    return Enclosed(tuple(kept), tuple(too_large), tuple(row.name for row in unchecked))


def _unchecked(delivery: Delivery, attachments: list[Attachment]) -> list[Attachment]:
    """Return what leaves later than the letter, if at all."""
    if any(row.file.trouble == Trouble.VIRUS for row in attachments):
        raise Undeliverable(status_words.VIRUS_INSIDE)
    unchecked = [row for row in attachments if row.file.trouble]
    if unchecked and clock.now() < delivery.created_at + WAITS_FOR_SCAN:
        raise TryLater(status_words.BEING_CHECKED)
    return unchecked
