"""The files of a letter on their way into the store of the desk: kept all the same, shown only where that harms nobody."""

from django.utils.translation import gettext_noop as _

from okno.channels import recorder
from okno.channels.mail.letter import Attachment, Letter
from okno.channels.models import Inbound
from okno.core import files, pictures
from okno.desk.actions.hear import NewFile

FILES_AT_MOST = 200  # of one letter; the rest is in the letter as it came
TOO_MANY_PIXELS = _("the picture has more pixels than a browser should open")
WHOLE_TEXT = _("the whole text of a very long letter")


def pack(inbound: Inbound, letter: Letter, *, whole_text: str = "") -> list[NewFile]:
    """Store the files of the letter and tell what is special about them."""
    packed = [_kept(inbound, attachment) for attachment in letter.attachments[:FILES_AT_MOST]]
    if len(letter.attachments) > FILES_AT_MOST:
        recorder.note(inbound, "files_left", count=len(letter.attachments) - FILES_AT_MOST)
    if whole_text:
        packed.append(NewFile(file=files.keep(whole_text.encode()), name="letter.txt", note=WHOLE_TEXT))
    return packed


def _kept(inbound: Inbound, attachment: Attachment) -> NewFile:
    name = files.safe_name(attachment.filename)
    is_bomb = pictures.is_bomb(attachment.content)
    if is_bomb:
        recorder.note(inbound, "file_unopened", name=name, reason=TOO_MANY_PIXELS)
    return NewFile(
        file=files.keep(attachment.content),
        name=name,
        content_id=attachment.content_id,
        is_inline=attachment.inline and not is_bomb,
        note=TOO_MANY_PIXELS if is_bomb else "",
    )
