"""Header values to clean text: encoded words (RFC 2047), folding, control characters. Linear in the length."""

from __future__ import annotations

import binascii
import re

from okno.channels.mail.parsing import charsets
from okno.channels.mail.parsing.limits import MAX_ENCODED_WORDS

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,8000})\?=")
_CUT_OFF = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]{4,8000})\??$")
_ASCII_SPACE = re.compile(r"[ \t\n\x0b\x0c\r]+")
_LINE_ENDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def raw_text(value: bytes) -> str:
    """A header value as text on one line, encoded words still encoded."""
    text, _used = charsets.decode(value, "ascii" if value.isascii() and b"\x1b" not in value else "")
    return _ASCII_SPACE.sub(" ", text).strip()


def decode_words(text: str) -> str:
    """Encoded words decoded; neighbours of one charset are joined first, for letters are cut between them."""
    if "=?" not in text:
        return text
    out: list[str] = []
    pending: list[bytes] = []
    pending_charset = ""
    position = 0
    for count, match in enumerate(_WORD.finditer(text)):
        if count >= MAX_ENCODED_WORDS:
            break
        between = text[position : match.start()]
        charset = match[1].partition("*")[0].lower()
        after_word = count > 0 and not between.strip(" \t")
        if not (after_word and charset == pending_charset):
            out.append(_flush(pending, pending_charset))
            pending = []
            out.append("" if after_word else between)
        pending_charset = charset
        pending.append(_word_bytes(match[2], match[3]))
        position = match.end()
    rest = text[position:]
    cut_off = _CUT_OFF.search(rest) if "=?" in rest else None  # the header was too long for some program
    if cut_off:
        rest = rest[: cut_off.start()].rstrip(" \t") if position else rest[: cut_off.start()]
        charset = cut_off[1].partition("*")[0].lower()
        if charset != pending_charset or rest:
            out.extend((_flush(pending, pending_charset), rest))
            pending, pending_charset = [], charset
        pending.append(_word_bytes(cut_off[2], cut_off[3]))
        rest = ""
    out.extend(
        (
            _flush(pending, pending_charset).rstrip("\ufffd")
            if cut_off
            else _flush(pending, pending_charset),
            rest,
        )
    )
    return "".join(out)


def one_line(text: str, limit: int) -> str:
    """Text for one line of a screen or a header: no line ends, no control characters, spaces folded (SEC-31)."""
    text = _SURROGATE.sub("\ufffd", _LINE_ENDS.sub(" ", text[: limit * 4]))
    return _ASCII_SPACE.sub(" ", text).strip()[:limit].rstrip()


def without_bidi(text: str) -> str:
    """Text without invisible and direction characters, which make `exe.fdp` look like a PDF (SEC-32)."""
    return _BIDI.sub("", text)


def has_bidi(text: str) -> bool:
    """True when the text holds invisible or direction characters."""
    return _BIDI.search(text) is not None


def decode_value(value: bytes, limit: int) -> str:
    """A header value for people."""
    return one_line(decode_words(raw_text(value)), limit)


def _word_bytes(kind: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(data.replace(b"\n", b" "), header=True)
    try:
        return binascii.a2b_base64(data + b"===")
    except binascii.Error:
        try:
            return binascii.a2b_base64(data.rstrip(b"=")[: len(data.rstrip(b"=")) // 4 * 4])
        except binascii.Error:
            return data


def _flush(pending: list[bytes], charset: str) -> str:
    return charsets.decode(b"".join(pending), charset)[0] if pending else ""
