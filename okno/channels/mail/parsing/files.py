"""Attachments: their names made safe, and what their first bytes look like."""

from __future__ import annotations

import re

from okno.channels.mail.parsing import words

_MAX_NAME = 200
_PATH = re.compile(r"^(?:[A-Za-z]:|\.{0,2})?[\\/]")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"MZ", "exe"), (b"\x7fELF", "exe"), (b"BM", "bmp"), (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"), (b"ID3", "mp3"), (b"OggS", "ogg"), (b"\x78\x9f\x3e\x22", "tnef"), (b"%!PS", "postscript"),
    (b"BEGIN:VCALENDAR", "calendar"), (b"BEGIN:VCARD", "vcard"), (b"-----BEGIN PGP", "pgp"),
)  # fmt: skip
_EXTENSIONS = {
    "image/png": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp", "image/svg+xml": "svg", "application/pdf": "pdf", "application/zip": "zip", "text/csv": "csv",
    "text/calendar": "ics", "text/html": "html", "text/plain": "txt", "text/rtf": "rtf", "application/rtf": "rtf",
    "text/x-vcard": "vcf", "text/vcard": "vcf", "application/pgp-signature": "asc", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
    "application/pgp-encrypted": "asc", "message/rfc822": "eml", "message/delivery-status": "txt",
    "text/rfc822-headers": "txt", "message/disposition-notification": "txt", "application/ms-tnef": "dat",
    "application/xml": "xml", "text/xml": "xml", "application/json": "json", "audio/mpeg": "mp3", "video/mp4": "mp4",
    "application/msword": "doc", "application/vnd.ms-excel": "xls", "image/tiff": "tif",
    "message/feedback-report": "txt", "application/postscript": "ps",
}  # fmt: skip


def safe_name(name: str) -> str:
    """A file name without folders, line ends, direction tricks and characters that file systems refuse."""
    name = words.without_bidi(words.one_line(name, _MAX_NAME * 4)).strip("\"' ")
    if _PATH.match(name):
        name = re.split(r"[\\/]", name)[-1]
    name = re.sub(r"[\\/]", "_", name).strip()
    if name.strip(".") == "":
        return ""
    if len(name) > _MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        tail = dot + extension if dot and len(extension) <= 10 else ""  # noqa: PLR2004 (an extension is short)
        name = (stem if tail else name)[: _MAX_NAME - len(tail)] + tail
    return name


def invented_name(content_type: str, number: int) -> str:
    """A name for a part that has none: `part-2.png`."""
    return f"part-{number}.{_EXTENSIONS.get(content_type, 'bin')}"


def sniff(content: bytes) -> str:  # noqa: PLR0911 (one answer per family)
    """What the first bytes look like: a short word (`png`, `pdf`, `zip`, `html`, `text`), `binary` when unknown."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        return "mp4"
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<script" in head:
        return "html"
    if b"<svg" in head:
        return "svg"
    if head.startswith(b"<?xml"):
        return "xml"
    return (
        "text"
        if content and b"\x00" not in content[:1024] and _mostly_printable(content[:1024])
        else "binary"
    )


def _mostly_printable(sample: bytes) -> bool:
    odd = sum(1 for byte in sample if byte < 9 or 13 < byte < 32)  # noqa: PLR2004 (control characters)
    return odd * 50 <= len(sample)
