"""The tree of parts: one pass over the boundary lines with a stack, no recursion, any nesting mistakes (RFC 2046)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from okno.channels.mail.parsing import fields, params, transfer
from okno.channels.mail.parsing.limits import MAX_DEPTH, MAX_PARTS, TooDeepError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okno.channels.mail.parsing.fields import Fields

_DASHES = re.compile(rb"^--[^\n]+", re.MULTILINE)
_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,127}$")
_MAX_DASHES = 300_000  # lines that could be boundaries
_MAX_BOUNDARY = 100  # characters; RFC 2046 allows 70
_SNIFF = 256 * 1024
_ODD_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "plain/text": "text/plain",
              "text/text": "text/plain", "": "text/plain", "text/html/plain": "text/html", "pdf": "application/pdf",
              "multipart": "multipart/mixed", "text/ascii": "text/plain", "html/text": "text/html"}  # fmt: skip


@dataclass(slots=True)
class Part:
    """One part: its header fields, and either its children or the place of its body in the raw letter."""

    fields: Fields
    content_type: str
    params: dict[str, str]
    disposition: str
    disposition_params: dict[str, str]
    raw: bytes
    start: int
    end: int
    depth: int
    children: list[Part] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        """True for a part that is made of parts."""
        return self.content_type.startswith("multipart/")

    @property
    def filename(self) -> str:
        """The name of the file as the sender gives it; empty when there is none."""
        name = self.disposition_params.get("filename") or ""
        if not name.rpartition(".")[0].strip("?_ ") and self.params.get("name"):
            return self.params["name"]  # none, or one whose letters some program replaced by question marks
        return name

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding as declared."""
        return self.fields.first("content-transfer-encoding")[:100].decode("ascii", "replace")

    def payload(self) -> bytes:
        """The decoded body."""
        return transfer.decode(self.raw[self.start : self.end], self.encoding)

    def walk(self) -> Iterator[Part]:
        """All parts, the outer before the inner, in the order of the letter."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


@dataclass(slots=True)
class _Open:
    boundary: bytes
    part: Part


class _Builder:
    """Walks the boundary lines of `raw` from a root part on."""

    def __init__(self, raw: bytes, why: list[str]) -> None:
        self.raw = raw
        self.why = why
        self.count = 1
        self.stack: list[_Open] = []
        self.leaf: Part | None = None

    def run(self, root: Part) -> None:
        self._enter(root)
        position = root.start
        for match in islice(_DASHES.finditer(self.raw, root.start, root.end), _MAX_DASHES):
            if match.start() < position or not self.stack:
                continue
            line = match[0].rstrip()[2:]
            level, closing = self._level(line)
            if level < 0:
                continue
            self._finish_leaf(match.start())
            for opened in self.stack[level + 1 :]:
                opened.part.end = min(opened.part.end, match.start())
            del self.stack[level + 1 :]
            if not closing:
                position = self._child(level, match.end() + 1, root.end)
        self._finish_leaf(root.end)

    def _enter(self, part: Part) -> None:
        """Opens a multipart, or remembers a leaf whose end is not known yet."""
        boundary = (
            part.params.get("boundary", "").strip().encode("utf-8", "replace") if part.is_multipart else b""
        )
        if part.is_multipart and not boundary:
            boundary = self._sniffed(part)
        if not boundary:
            self.leaf = part
            return
        if len(self.stack) >= MAX_DEPTH:
            raise TooDeepError
        self.leaf = None
        self.stack.append(_Open(boundary, part))

    def _sniffed(self, part: Part) -> bytes:
        """The boundary that the body uses although the header does not name it."""
        active = {opened.boundary for opened in self.stack}
        for match in _DASHES.finditer(self.raw, part.start, min(part.end, part.start + _SNIFF)):
            line = match[0].rstrip()[2:]
            if line in active:
                return b""
            if line and b" " not in line and not line.endswith(b"--") and len(line) <= _MAX_BOUNDARY:
                self.why.append("mime.boundary_guessed")
                return line
        return b""

    def _level(self, line: bytes) -> tuple[int, bool]:
        for level in range(len(self.stack) - 1, -1, -1):
            boundary = self.stack[level].boundary
            if line == boundary:
                return level, False
            if line.startswith(boundary) and line[len(boundary) :] == b"--":
                return level, True
        return -1, False

    def _child(self, level: int, start: int, end: int) -> int:
        parent = self.stack[level].part
        if self.count >= MAX_PARTS:
            if "limits.parts" not in self.why:
                self.why.append("limits.parts")
            return start
        self.count += 1
        default = "message/rfc822" if parent.content_type == "multipart/digest" else "text/plain"
        child = read_part(self.raw, min(start, end), end, depth=level + 1, default=default)
        parent.children.append(child)
        self._enter(child)
        return child.start

    def _finish_leaf(self, end: int) -> None:
        """A line end before a boundary belongs to the boundary."""
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        leaf.end = max(leaf.start, end)
        if end < len(self.raw) and leaf.end > leaf.start and self.raw[leaf.end - 1 : leaf.end] == b"\n":
            leaf.end -= 1
            if leaf.end > leaf.start and self.raw[leaf.end - 1 : leaf.end] == b"\r":
                leaf.end -= 1


def parse(raw: bytes, why: list[str], *, depth: int = 0) -> Part:
    """The tree of a whole letter. Errors: TooDeepError."""
    root = read_part(raw, 0, len(raw), depth=depth, default="text/plain")
    _Builder(raw, why).run(root)
    _mend(root, why)
    return root


def read_part(raw: bytes, start: int, end: int, *, depth: int, default: str) -> Part:
    """A part with its head read; its end is not known yet."""
    head, body = fields.read_head(raw, start, end)
    kind, parameters = params.read(head.first("content-type")) if head.has("content-type") else (default, {})
    disposition, disposition_params = params.read(head.first("content-disposition"))
    kind = _ODD_TYPES.get(kind, kind)
    if not _TYPE.match(kind):
        kind = default if depth else "text/plain"
    return Part(head, kind, parameters, disposition, disposition_params, raw, body, end, depth)


def _mend(root: Part, why: list[str]) -> None:
    """Multiparts in which no part was found: encoded as a whole, or simply text."""
    for part in list(root.walk()):
        if not part.is_multipart or part.children:
            continue
        if boundary := _used_boundary(part):
            why.append("mime.boundary_guessed")
            part.params["boundary"] = boundary
            _Builder(part.raw, why).run(part)
            if part.children:
                continue
        body = part.raw[part.start : part.end]
        decoded = transfer.decode(body, part.encoding)
        if decoded != body and part.depth < MAX_DEPTH:
            why.append("mime.encoded_multipart")
            head = b"Content-Type: " + part.fields.first("content-type") + b"\n\n"
            inner = parse(head + decoded, why, depth=part.depth + MAX_DEPTH // 4)
            part.children.extend(inner.children or [inner])
            continue
        why.append("mime.no_parts")
        part.content_type = "text/html" if b"<html" in body[:2000].lower() else "text/plain"


def _used_boundary(part: Part) -> str:
    """A boundary that stands in the body, opened and closed, while the header names another one."""
    body = part.raw[part.start : min(part.end, part.start + _SNIFF)]
    lines = [match[0].rstrip()[2:] for match in islice(_DASHES.finditer(body), 1000)]
    closed = {line[:-2] for line in lines if line.endswith(b"--")}
    found = next((line for line in lines if line in closed and b" " not in line), b"")
    return found.decode("ascii", "ignore") if len(found) <= _MAX_BOUNDARY else ""
