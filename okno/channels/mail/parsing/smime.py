"""Opaque S/MIME signatures (RFC 8551 §3.5.2): the signed letter stands readable inside the DER or BER bytes."""

from __future__ import annotations

_MAX_DEPTH = 20
_SEQUENCE, _OCTETS, _OID = 0x30, 0x04, 0x06
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")


def signed_content(data: bytes) -> bytes | None:
    """The MIME entity inside a signed-data message; None when it is encrypted or something else."""
    if not data.startswith(b"\x30") or _SIGNED_DATA not in data[:64]:
        return None
    at = data.find(bytes([_OID, len(_DATA)]) + _DATA)
    if at < 0:
        return None
    try:
        tag, start, end = _header(data, at + 2 + len(_DATA))
        if tag != 0xA0:  # noqa: PLR2004 (the explicit content)
            return None
        out: list[bytes] = []
        _octets(data, start, end, out, 0)
        return b"".join(out) or None
    except (IndexError, ValueError):
        return None


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and end of a value; an indefinite length ends with the data (-1 is resolved by the caller)."""
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length == 0x80:  # noqa: PLR2004 (indefinite, BER)
        return tag, start, -1
    if length > 0x80:  # noqa: PLR2004
        count = length & 0x7F
        if count > 8:  # noqa: PLR2004
            raise ValueError("length of a length")
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > len(data):
        raise ValueError("beyond the end")
    return tag, start, start + length


def _octets(data: bytes, start: int, end: int, out: list[bytes], depth: int) -> int:
    """Gathers octet strings, which BER may cut into pieces; returns the place after them."""
    if depth > _MAX_DEPTH:
        raise ValueError("too deep")
    at = start
    while at < (end if end >= 0 else len(data)):
        if end < 0 and data[at : at + 2] == b"\x00\x00":
            return at + 2
        tag, inner, stop = _header(data, at)
        if tag == _OCTETS and stop >= 0:
            out.append(data[inner:stop])
            at = stop
        elif tag == _OCTETS | 0x20:
            at = _octets(data, inner, stop, out, depth + 1)
        else:
            raise ValueError("not a string")
    return at
