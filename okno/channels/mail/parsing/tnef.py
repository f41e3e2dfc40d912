"""`winmail.dat` (MS-OXTNEF): the files and the text that Outlook hides in it."""

from __future__ import annotations

from dataclasses import dataclass

from okno.channels.mail.parsing import charsets

_MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Unpacked:
    """(name, content) of each file, and the bodies, empty where there is none."""

    files: tuple[tuple[str, bytes], ...]
    text: str
    html: str


def unpack(data: bytes) -> Unpacked | None:
    """What is inside; None when it cannot be read."""
    try:
        from tnefparse import TNEF

        parsed = TNEF(data, do_checksum=False)
        files = tuple((_name(item), bytes(item.data or b"")) for item in parsed.attachments[:_MAX_FILES])
        return Unpacked(files, _body(getattr(parsed, "body", None)), _body(getattr(parsed, "htmlbody", None)))
    except Exception:  # noqa: BLE001 (the library fails in a hundred ways on damaged input; the file stays as it is)
        return None


def _name(item: object) -> str:
    long_name = getattr(item, "long_filename", None)
    name = long_name() if callable(long_name) else getattr(item, "name", "")
    return charsets.decode(name)[0] if isinstance(name, bytes) else str(name or "")


def _body(body: object) -> str:
    if isinstance(body, bytes):
        return charsets.decode(body)[0].strip("\n")
    return charsets.clean(body).strip("\n") if isinstance(body, str) else ""
