"""Pictures without what they tell of their maker: place, device, author, remarks, thumbnails, films behind the picture.

No pixel is opened or written anew: the parts of the file that hold no pixels are left out, so nothing is lost and nothing can
explode. Which side is up stays. Source: JPEG (ITU-T T.81) Annex B, Exif 2.32 §4.5, PNG (ISO/IEC 15948) §5, WebP container.
GIF has no such parts.
"""

import re
import struct
import zlib
from collections.abc import Iterator

PARTS_AT_MOST = 100_000
_SCAN, _END = 0xDA, 0xD9
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # the next marker behind the pixels
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
_TURN = 0x0112  # the tag of Exif for which side is up: 1 is upright, up to 8
_WEBP_SPEAKS_OF_XMP = 0x04


def bare(content: bytes) -> bytes:
    """Return the picture without its metadata; what is no picture of these kinds, or a broken one, comes back as it is."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return content[:8] + b"".join(_png(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            parts = b"WEBP" + b"".join(_webp(content))
            return b"RIFF" + struct.pack("<I", len(parts)) + parts
    except (struct.error, IndexError, ValueError):
        pass
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    for _ in range(PARTS_AT_MOST):
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins with this byte
            raise ValueError("no marker where one should be")
        marker = content[at + 1]
        if marker == _END:
            yield content[at : at + 2]
            return
        end = at + 2 + int(struct.unpack_from(">H", content, at + 2)[0])
        if marker == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            end = found.start() if found else len(content)
        yield _kept_segment(marker, content[at:end])
        if end >= len(content):
            return
        at = end
    raise ValueError("too many segments")


def _kept_segment(marker: int, segment: bytes) -> bytes:
    """Keep what is needed to draw: JFIF, the profile of colours, Adobe's way of them, and of Exif which side is up."""
    if marker == 0xE1 and segment[4:10] == b"Exif\0\0":  # noqa: PLR2004 - APP1
        exif = _upright(segment[10:])
        return b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif if exif else b""
    is_kept = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(marker)
    if is_kept is not None:
        return segment if segment[4:].startswith(is_kept) else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment  # noqa: PLR2004 - APP0…APP15, a remark


def _png(content: bytes) -> Iterator[bytes]:
    at = 8
    for _ in range(PARTS_AT_MOST):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is cut off")
        if kind in _PNG_KEPT:
            yield content[at:end]
        elif kind == b"eXIf" and (exif := _upright(content[at + 8 : end - 4])):
            yield struct.pack(">I", len(exif)) + kind + exif + struct.pack(">I", zlib.crc32(kind + exif))
        if kind == b"IEND":
            return
        at = end
    raise ValueError("too many chunks")


def _webp(content: bytes) -> Iterator[bytes]:
    at, whole = 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    for _ in range(PARTS_AT_MOST):
        if at + 8 > whole:
            return
        kind, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > whole:
            raise ValueError("a chunk is cut off")
        if kind == b"VP8X":
            yield (
                content[at : at + 8] + bytes([content[at + 8] & ~_WEBP_SPEAKS_OF_XMP]) + content[at + 9 : end]
            )
        elif kind == b"EXIF":
            # A still word that all is upright, for the head of the file has promised such a part.
            exif = _upright(content[at + 8 : end].removeprefix(b"Exif\0\0")) or _exif(1)
            yield kind + struct.pack("<I", len(exif)) + exif
        elif kind != b"XMP ":
            yield content[at:end]
        at = end
    raise ValueError("too many chunks")


def _upright(tiff: bytes) -> bytes:
    """Return an Exif that says only which side is up; nothing where the picture stands upright as it is."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return b""
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(start + 2, start + 2 + 12 * count, 12):
        tag, _kind, _number, turn = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == _TURN:
            return _exif(turn) if 2 <= turn <= 8 else b""  # noqa: PLR2004 - 1 is upright
    return b""


def _exif(turn: int) -> bytes:
    """Return the smallest Exif: one directory, one entry (a short), no next directory."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TURN, 3, 1, turn, 0, 0)
