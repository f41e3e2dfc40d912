"""The header block: raw lines to (name, value) pairs, in one pass, for any bytes (RFC 5322 §2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from okno.channels.mail.parsing import words
from okno.channels.mail.parsing.limits import MAX_FIELD, MAX_FIELDS, MAX_HEAD

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_USUAL = re.compile(
    rb"(?i)(?:from|to|cc|subject|date|message-id|received|reply-to|mime-version|content-[a-z-]+|x-[a-z0-9-]+|"
    rb"return-path|references|in-reply-to|sender|delivered-to|list-[a-z]+|dkim-signature|user-agent)[ \t]*:"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one header block, names in lower case, values as raw bytes still folded."""

    pairs: tuple[tuple[str, bytes], ...]
    _values: dict[str, list[bytes]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in self.pairs:
            self._values.setdefault(name, []).append(value)

    def all(self, name: str) -> list[bytes]:
        """Each value of this name, raw."""
        return self._values.get(name, [])

    def first(self, name: str) -> bytes:
        """The first value of this name, raw; empty when there is none."""
        values = self._values.get(name)
        return values[0] if values else b""

    def has(self, name: str) -> bool:
        """True when a field of this name is there, perhaps empty."""
        return name in self._values

    def text(self, name: str, limit: int = 1000) -> str:
        """The first value of this name, decoded for people."""
        value = self.first(name)
        return words.decode_value(value, limit) if value else ""

    def texts(self, name: str, limit: int = 1000) -> list[str]:
        """Each value of this name, decoded for people."""
        return [words.decode_value(value, limit) for value in self.all(name)]


def read_head(raw: bytes, start: int, end: int) -> tuple[Fields, int]:
    """The fields from `start` on and the place where the body begins.

    A head without an empty line ends where lines stop to look like fields.
    """
    pairs: list[tuple[str, bytes]] = []
    name: str | None = None
    value: list[bytes] = []
    position = start
    stop = min(end, start + MAX_HEAD)
    while position < end:
        line_end = raw.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end + 1
        line = raw[position : min(line_end, position + MAX_FIELD)].rstrip(b"\r\n")
        if not line or position >= stop:
            if name is not None or not line or position >= stop:
                position = line_end if not line else _next_blank(raw, position, end)
            break
        match = None if line[:1] in b" \t" else _FIELD.match(line)
        if match and not line.startswith(b"--"):
            _add(pairs, name, value)
            name = match[1].decode("ascii").lower()
            value = [line[match.end() :]]
        elif line[:1] in b" \t" and (name is not None or not line.strip()):
            value.append(line)
        elif _is_noise(raw, line, line_end, end, first=name is None):
            pass  # an mbox line, or one broken line among good fields
        else:
            break
        position = line_end
    _add(pairs, name, value)
    return Fields(tuple(pairs)), position


def is_usual_field(raw: bytes) -> bool:
    """True when the bytes begin with a header field that letters usually have."""
    return _USUAL.match(raw[:300]) is not None


def _add(pairs: list[tuple[str, bytes]], name: str | None, value: list[bytes]) -> None:
    if name is not None and len(pairs) < MAX_FIELDS:
        pairs.append((name, b"\n".join(value)[:MAX_FIELD].strip()))


def _is_noise(raw: bytes, line: bytes, line_end: int, end: int, *, first: bool) -> bool:
    if line.startswith(b"--"):
        return False
    if first and line.startswith((b"From ", b">From ")):
        return True
    return _USUAL.match(raw, line_end, min(end, line_end + 300)) is not None


def _next_blank(raw: bytes, position: int, end: int) -> int:
    """Where the body begins after a head that is too long to be read whole."""
    places = [at + len(mark) for mark in (b"\n\r\n", b"\n\n") if (at := raw.find(mark, position, end)) >= 0]
    return min(places, default=end)
