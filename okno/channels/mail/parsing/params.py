"""`Content-Type` and `Content-Disposition`: the value and its parameters (RFC 2045, RFC 2231), linear, never failing."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from okno.channels.mail.parsing import charsets, words

_MAX_PARAMETERS = 200
_PIECE = re.compile(r';?[ \t]*([^\s=;"]+)[ \t]*=[ \t]*')
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"?')
_SECTION = re.compile(r"^([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_PERCENTS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
_FREE = frozenset({"name", "filename"})  # written by people: spaces without quotes happen


def read(value: bytes) -> tuple[str, dict[str, str]]:
    """The lower-case value before the first `;` and the decoded parameters by lower-case name."""
    text = words.raw_text(value)
    head, _, rest = text.partition(";")
    main = head.strip().split(" ")[0].strip("\"'<>").lower()
    if "=" in head and " " in head.strip():
        rest = head.strip().partition(" ")[2] + ";" + rest  # `text/plain charset=utf-8`
    return main, _join(_pieces(rest))


def _pieces(text: str) -> list[tuple[str, str, bool]]:
    """(name, value, was quoted) for each parameter in the order of the header."""
    found: list[tuple[str, str, bool]] = []
    position = 0
    while position < len(text) and len(found) < _MAX_PARAMETERS:
        match = _PIECE.match(text, position)
        if not match:
            following = text.find(";", position + 1)
            if following < 0:
                break
            position = following
            continue
        name = match[1].lower()
        position = match.end()
        quoted = _QUOTED.match(text, position)
        if quoted:
            found.append((name, quoted[1].replace('\\"', '"').replace("\\\\", "\\"), True))
            position = quoted.end()
            following = text.find(";", position)
            position = len(text) if following < 0 else following
            continue
        following = text.find(";", position)
        following = len(text) if following < 0 else following
        bare = text[position:following].strip()
        if name.partition("*")[0] not in _FREE and "boundary" not in name:
            bare = bare.split(" ")[0]
        found.append((name, bare.strip("'") if "*" not in name else bare, False))
        position = following
    return found


def _join(pieces: list[tuple[str, str, bool]]) -> dict[str, str]:
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value, _quoted in pieces:
        match = _SECTION.match(name)
        if not match:
            continue
        base, number, star = match[1], match[2], bool(match[3])
        if number is None and not star:
            value = words.decode_words(value)  # noqa: PLW2901
            plain.setdefault(base, _without_percents(value) if base in _FREE and "%" in value else value)
        else:
            sections.setdefault(base, {}).setdefault(int(number or 0), (value, star))
    for base, parts in sections.items():
        plain[base] = _extended(parts)
    return plain


def _without_percents(value: str) -> str:
    """A name that a program wrote as in an address on the web: `%D0%A1…`; others keep their percent signs."""
    if not _PERCENTS.search(value):
        return value
    try:
        return unquote_to_bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return value


def _extended(parts: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: `charset'language'percent%20encoded`, perhaps in numbered sections, some of them plain."""
    charset = ""
    data: list[bytes] = []
    for place, (_number, (value, star)) in enumerate(sorted(parts.items())):
        payload = value
        if star and place == 0 and value.count("'") >= 2:  # noqa: PLR2004
            charset, _language, payload = value.split("'", 2)
        data.append(unquote_to_bytes(payload) if star else payload.encode("utf-8", "replace"))
    if not any(star for _value, star in parts.values()):
        return words.decode_words(b"".join(data).decode("utf-8", "replace"))
    text = charsets.decode(b"".join(data), charset)[0]
    return words.decode_words(text) if "=?" in text else text
