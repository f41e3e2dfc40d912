"""The files that go with a letter; what would make it too large waits on the page of the ticket."""

from django.conf import settings

from okno.channels.mail.compose import File
from okno.core import files
from okno.core.models.stored_file import ScanState
from okno.desk.models import Attachment, Message

ALL_AT_MOST = 18 * 2**20  # bytes; base64 makes 25 MB of them, which most servers still take


def enclosed(message: Message) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """Return the files of a message that fit into a letter, and the names of those that do not."""
    kept: list[File] = []
    left: list[str] = []
    room = min(ALL_AT_MOST, settings.MAX_LETTER_BYTES * 2 // 3)
    rows = Attachment.objects.filter(message=message, redacted_at=None).select_related("file").order_by("id")
    for row in rows.exclude(file__scan=ScanState.INFECTED):
        if row.file.size > room:
            left.append(row.name)
            continue
        room -= row.file.size
        kept.append(
            File(name=row.name, content=files.read(row.file), kind=row.file.kind, description=row.alt)
        )
    return tuple(kept), tuple(left)
