"""Address lists (RFC 5322 §3.4) as people and programs really write them; linear in the length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from okno.channels.mail.parsing import words
from okno.channels.mail.parsing.limits import MAX_ADDRESSES

_MAX_EMAIL = 320
_MAX_NAME = 300
_SPECIAL = re.compile(r'["(<,;:]')
_WORD = r"[^\s<>,;\"()\[\]]"
_SPEC = re.compile(  # begins where a word does, so that no word is read twice
    rf"(?<![^\s<>,;\"()\[\]]){_WORD}+@{_WORD}+|(?<![^\s<>,;\"()@\[\]])[^\s<>,;\"()@\[\]]+@\[[^\]\s]{{0,100}}\]"
)
_QUOTED_END = re.compile(r'(?:[^"\\]|\\.)*')
_COMMENT = re.compile(r"\([^()]*\)")
_ONE_ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`name` is decoded text without tricks; `email` is as written, without white space."""

    name: str
    email: str


def read(value: bytes) -> list[Mailbox]:
    """The mailboxes of a raw header value, groups dissolved."""
    return read_text(words.raw_text(value))


def read_text(text: str) -> list[Mailbox]:
    """The mailboxes of a header value that is text already, encoded words still encoded."""
    found: list[Mailbox] = []
    waiting = ""  # `Doe, John <j@d>` without quotes: the first half waits for the address
    for item in _items(text):
        box = _mailbox(item)
        if box is None:
            continue
        if "@" not in box.email and not item.angle:
            waiting = f"{waiting}, {item.words}" if waiting else item.words
            continue
        if waiting and item.angle and item.words:
            box = Mailbox(_name(f"{waiting}, {item.words}"), box.email)
        waiting = ""
        found.append(box)
        if len(found) >= MAX_ADDRESSES:
            break
    if not found and waiting:
        found = _hidden(waiting)
    return found


@dataclass(slots=True)
class _Item:
    words: str = ""
    angle: str = ""
    comment: str = ""


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    item = _Item()
    position = 0
    while position < len(text):
        match = _SPECIAL.search(text, position)
        if not match:
            item.words += text[position:]
            break
        item.words += text[position : match.start()]
        mark = match[0]
        position = match.end()
        if mark == '"':
            inside = _QUOTED_END.match(text, position)
            end = inside.end() if inside else position
            item.words += re.sub(r"\\(.)", r"\1", text[position:end])
            position = end + 1
        elif mark == "(":
            position, comment = _comment(text, position)
            item.comment = item.comment or comment
        elif mark == "<":
            position = _angle(text, position, item)
        elif mark == ":" and not item.angle and "@" not in item.words and "mailto" not in item.words.lower():
            item = _Item()  # the name of a group
        elif mark == ":":
            item.words += mark
        else:
            items.append(item)
            item = _Item()
            if len(items) > MAX_ADDRESSES * 2:
                break
    items.append(item)
    return items


def _angle(text: str, position: int, item: _Item) -> int:
    end = text.find(">", position)
    inner = text[position:] if end < 0 else text[position:end]
    if end < 0:
        inner = inner.partition(",")[0]
        end = position + len(inner) - 1
    if not item.angle or "@" not in item.angle:
        item.angle = inner.strip().lstrip("<") or item.angle
    return end + 1


def _comment(text: str, position: int) -> tuple[int, str]:
    start = position
    depth = 1
    for match in re.compile(r"[()\\]").finditer(text, position):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
        if depth == 0:
            return match.end(), text[start : match.start()]
    return len(text), text[start:].partition(",")[0]


def _mailbox(item: _Item) -> Mailbox | None:
    item.words = item.words.strip()
    if item.angle:
        return Mailbox(_name(item.words or item.comment), _email(item.angle))
    if not item.words:
        return None
    spec = _SPEC.search(item.words)
    if spec:
        rest = (item.words[: spec.start()] + item.words[spec.end() :]).strip(" '")
        return Mailbox(_name(item.comment or (rest if rest != "[]" else "")), _email(spec[0]))
    return Mailbox("", item.words)


def _email(text: str) -> str:
    text = words.without_bidi(words.one_line(words.decode_words(text), _MAX_EMAIL * 2)).strip("<>'\" ")
    text = _COMMENT.sub("", text) if "(" in text else text
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]  # a route of RFC 822
    if " " in text:
        spec = _SPEC.search(text)
        text = spec[0] if spec else text.replace(" ", "")
    return text[:_MAX_EMAIL]


def _name(text: str) -> str:
    name = words.without_bidi(words.one_line(words.decode_words(text), _MAX_NAME)).strip()
    for mark in "\"'":
        around = name.startswith(mark) and name.endswith(mark)
        if name.count(mark) == 1 or (around and name.count(mark) == 2):  # noqa: PLR2004 (a pair around the whole)
            name = name.strip(mark).strip()
    return name


def _hidden(text: str) -> list[Mailbox]:
    """A list whose whole text is one encoded word, or a bare local name (`MAILER-DAEMON`)."""
    if _ONE_ENCODED.search(text):
        decoded = words.one_line(words.decode_words(text), 4000)
        if "@" in decoded and not _ONE_ENCODED.search(decoded):
            return read_text(decoded)
        return [Mailbox(_name(text), "")]
    bare = text.split(",", maxsplit=1)[0].strip()
    return [Mailbox("", bare)] if bare and " " not in bare else [Mailbox(_name(text), "")]
