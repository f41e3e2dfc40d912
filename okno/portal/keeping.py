"""Files of a form that was sent with a fault: the desk holds them, the page holds a signed reference to each.

Source: HMAC-SHA256 by `django.core.signing`, JSON only. The reference names content and name, and stands for a day.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing

from okno.core import files
from okno.desk.actions.hear import NewFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

STANDS = timedelta(days=1)
_SALT = "okno.portal.keeping"


@dataclass(frozen=True)
class Kept:
    """A file that waits for its form."""

    new: NewFile
    sign: str

    @property
    def size(self) -> int:
        """Bytes."""
        return self.new.file.size

    @property
    def mark(self) -> str:
        """What tells it from the other files of its form."""
        return self.new.file.sha256[:16]


def keep(file: "UploadedFile[Any]") -> Kept:
    """Store the file, and return it with the reference for the page."""
    new = NewFile(file=files.keep_given(file.read()), name=files.safe_name(file.name or ""))
    return Kept(new, signing.dumps([new.file.sha256, new.name], salt=_SALT))


def found(sign: str) -> Kept | None:
    """Return the file behind a reference; None for whatever is not a standing one of ours."""
    try:
        digest, name = signing.loads(sign, salt=_SALT, max_age=STANDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    file = files.kept(digest)
    return Kept(NewFile(file=file, name=name), sign) if file else None
