"""Files by content: written once, named by their SHA-256, served only through a view that asks for the right."""

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from okno.core import clock, pictures, scanning
from okno.core.bare import bare
from okno.core.models import StoredFile
from okno.core.pieces import FileInPieces
from okno.core.refusals import NotFound, Refusal, TooMuch
from okno.core.scanning import Reader

# Types that a browser may show in place, told by their first bytes and by nothing that the sender says (SEC-04).
INLINE = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
DOWNLOAD = "application/octet-stream"
LIVES_ON = timedelta(hours=12)  # bytes that were asked for so lately are forgotten by nobody (core/unused.py)
_unsafe = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?\"<>|]")

log = logging.getLogger(__name__)


class FileTooLarge(TooMuch):
    message = _("The file is too large.")


class StoreAway(Refusal):
    """The disk or the bucket takes or gives nothing now; it says nothing about the file."""

    status = 503
    message = _("The store of files does not answer. Please try again in a moment.")


def keep(content: bytes) -> StoredFile:
    """Store the bytes unless the desk has them already, and let them be checked for viruses where there is a scanner.

    Raises FileTooLarge past the limit of the settings, or StoreAway.
    """
    if len(content) > settings.MAX_LETTER_BYTES:
        raise FileTooLarge
    digest = hashlib.sha256(content).hexdigest()
    known = _asked_for(digest)
    file = known or _described(digest, content)
    with store():
        if not _is_whole(file):
            default_storage.save(file.path, ContentFile(content))
    if known is None:
        StoredFile.objects.bulk_create([file], ignore_conflicts=True)  # another process may have been first
        known = StoredFile.objects.get(sha256=digest)
    scanning.ask(known)
    return known


def _asked_for(digest: str) -> StoredFile | None:
    """Return the file of these bytes and let it live on; whoever forgets it at this moment is waited for."""
    known = StoredFile.objects.filter(sha256=digest).first()
    now = clock.now()
    if known is None or known.asked_at > now - LIVES_ON:
        return known
    return known if StoredFile.objects.filter(pk=known.pk).update(asked_at=now) else None


def keep_given(content: bytes) -> StoredFile:
    """Store what a person hands over by a form: a photo does not tell where and by what it was taken."""
    if len(content) > settings.MAX_FILE_BYTES:
        raise FileTooLarge
    return keep(bare(content))


def _described(digest: str, content: bytes) -> StoredFile:
    kind = kind_of(content)
    width, height = pictures.size(content) if kind != DOWNLOAD else (0, 0)
    return StoredFile(
        sha256=digest,
        size=len(content),
        kind=kind,
        width=width or None,
        height=height or None,
        asked_at=clock.now(),
        scan_again_at=clock.now() if settings.VIRUS_SCANNER else None,
    )


def _is_whole(file: StoredFile) -> bool:
    """True where the bytes lie in the store, all of them: a crash of old may have left a part."""
    return default_storage.exists(file.path) and default_storage.size(file.path) == file.size


def kept(digest: str) -> StoredFile | None:
    """Return the stored file with this SHA-256, None where there is none."""
    return StoredFile.objects.filter(sha256=digest).first()


def read(file: StoredFile, reader: Reader = Reader.ANYBODY) -> bytes:
    """Return the bytes of a stored file; raises NotFound where they are gone, StoreAway, or what the virus scanner says."""
    if held := scanning.refusal(file, reader):
        raise held
    with store(), default_storage.open(file.path) as stream:
        content: bytes = stream.read()
    return content


@contextmanager
def store() -> Iterator[None]:
    """Turn the errors of disks, and of buckets that fail like disks, into refusals with words."""
    try:
        yield
    except FileNotFoundError as error:
        log.error("a stored file is missing: %s", error)  # noqa: TRY400 - one line for the operator says it all
        raise NotFound from None
    except OSError as error:
        log.error("the store of files failed: %s", error)  # noqa: TRY400 - as above
        raise StoreAway from error


def kind_of(content: bytes) -> str:
    """Return the media type that the first bytes prove, or the type that is only ever downloaded.

    A picture of more pixels than a browser can bear is downloaded, too (SEC-52).
    """
    if pictures.is_bomb(content):
        return DOWNLOAD
    for start, kind in INLINE:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return DOWNLOAD


def safe_name(name: str, fallback: str = "file") -> str:
    """Return a name that harms no file system, header or reader: no paths, controls, bidi marks; at most 150 characters."""
    name = unicodedata.normalize("NFC", name)
    name = _unsafe.sub("_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > 150:  # noqa: PLR2004 - the limit of the sentence above
        name = f"{stem[:135]}.{ending[:14]}"
    return name[:150] or fallback


def serve(
    file: StoredFile, name: str, *, inline: bool = False, reader: Reader = Reader.ANYBODY
) -> HttpResponseBase:
    """Answer with the file; only proven pictures are shown in place, all else is a download in a sandbox (SEC-04, SEC-05).

    Raises BeingChecked, VirusFound or NotChecked where a virus scanner stands in the way.
    """
    if held := scanning.refusal(file, reader):
        scanning.ask(file)
        raise held
    with store():
        stream = default_storage.open(file.path)
    shown = inline and file.kind != DOWNLOAD and reader != Reader.WARNED
    response = FileInPieces(stream, content_type=file.kind if shown else DOWNLOAD)
    response.headers["Content-Disposition"] = str(content_disposition_header(not shown, safe_name(name)))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store" if file.trouble else "private, max-age=3600"
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own mark: the header above is stricter
    return response
