"""Content-Transfer-Encoding: the bytes that the sender meant (RFC 2045 §6), for damaged input as well."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_PADDED = re.compile(rb"=[ \t]+\r*\n")  # white space that a gateway put after a soft line end
_OF_WORDS = re.compile(rb"[\x80-\xff]|[^\s] (?=[^\s])")
_SAMPLE = 4000
_UU_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+([^\r\n]{1,255})\r?\n", re.MULTILINE)


def decode(data: bytes, encoding: str) -> bytes:
    """The decoded body; what cannot be decoded stays as it is."""
    name = encoding.strip().strip("\"'").lower().split(";")[0].strip()
    if name == "base64":
        return _base64(data)
    if name in ("quoted-printable", "quotedprintable", "qp"):
        return binascii.a2b_qp(_PADDED.sub(b"=\n", data))
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = uuencoded(data)
        return found[0][1] if found else data
    return data


def uuencoded(data: bytes) -> list[tuple[bytes, bytes, int, int]]:
    """(name, content, start, end) of each complete uuencoded file in a plain text."""
    found: list[tuple[bytes, bytes, int, int]] = []
    position = 0
    while len(found) < 100 and (match := _UU_BEGIN.search(data, position)):  # noqa: PLR2004
        end = data.find(b"\nend", match.end() - 1)
        if end < 0:
            break
        content = _uu_lines(data[match.end() : end])
        if content is not None:
            found.append((match[1].strip(), content, match.start(), end + 4))
        position = end + 4
    return found


def _base64(data: bytes) -> bytes:
    """Base64 with noise, without padding, or several padded pieces in a row; words that only claim to be it stay."""
    sample = data[:_SAMPLE].strip()
    if len(_OF_WORDS.findall(sample)) * 12 > len(sample):
        return data
    try:
        whole = binascii.a2b_base64(data)
    except binascii.Error:
        whole = None
    body = data.rstrip()
    if whole is not None and b"=" not in body[:-2]:
        return whole
    out = []
    for piece in re.split(rb"=+", _NOT_BASE64.sub(b"", data)):
        usable = piece if len(piece) % 4 != 1 else piece[:-1]
        out.append(binascii.a2b_base64(usable + b"=" * (-len(usable) % 4)))
    return b"".join(out)


def _uu_lines(body: bytes) -> bytes | None:
    out = []
    for line in body.split(b"\n"):
        line = line.rstrip(b"\r")  # noqa: PLW2901
        if not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return None
    return b"".join(out)
