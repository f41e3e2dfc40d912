"""Header values as they go over the wire, the same in every version of Python.

The library's own folding loses blanks between encoded words in some versions; this one always encodes the whole value.
Source: RFC 2047 §2 (an encoded word is at most 75 signs), RFC 5322 §2.1.1 (lines of at most 78, never above 998).
"""

import base64
from email.headerregistry import Address

_CHUNK = 45  # octets of UTF-8 in one encoded word: 60 of base64 and the 12 around them
_LINE = 70


def written(value: str | Address) -> str:
    """Return one value, folded; the lines after the first begin with a blank."""
    if isinstance(value, Address):
        return f"{_phrase(value.display_name)}<{value.addr_spec}>" if value.display_name else value.addr_spec
    if not value.isascii() or "=?" in value or max(map(len, value.split(" "))) > _LINE * 5:
        return _encoded(value)
    return _folded(value.split(" "))


def _phrase(name: str) -> str:
    """Return a display name that cannot be read as anything else (RFC 5322 §3.2.5)."""
    if not name.isascii() or "=?" in name or len(name) > _LINE:
        return _encoded(name) + "\r\n "
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" '


def _encoded(text: str) -> str:
    words, chunk = [], b""
    for sign in text:
        octets = sign.encode("utf-8", "replace")
        if len(chunk) + len(octets) > _CHUNK:
            words.append(chunk)
            chunk = b""
        chunk += octets
    words.append(chunk)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words)


def _folded(words: list[str]) -> str:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < _LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\r\n ".join(lines)
