"""Which parts are the message and which are files: the visible text, the HTML, the attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okno.channels.mail.letter import Attachment
from okno.channels.mail.parsing import (
    charsets,
    fields,
    files,
    html_clean,
    html_text,
    ical,
    marks,
    mime,
    plain,
    smime,
    tnef,
    transfer,
)  # fmt: skip
from okno.channels.mail.parsing.limits import MAX_HTML, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from okno.channels.mail.parsing.mime import Part

_SHOWN = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown",
                    "text/unknown", "text/x-amp-html", "text/watch-html", "text/english"})  # fmt: skip
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_NO_HTML = re.compile(
    r"(?:does|do) not (?:support|display|understand) html|html[- ](?:capable|compatible|enabled) (?:e-?mail|mail)|"
    r"не поддерживает (?:отображение |просмотр )?html|в формате html|view this (?:e-?mail|message) in (?:a|your) browser",
    re.IGNORECASE,
)
_MAX_NESTED = 3


@dataclass(slots=True)
class Piece:
    """One inline piece of the letter in one or both forms; `html` is as the sender wrote it."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Contents:
    """`marked` is the visible text with the private marks; `other_form` is the HTML that says the same."""

    marked: str = ""
    other_form: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def read(root: Part, why: list[str], *, nested: int = 0) -> Contents:
    """The contents of a parsed letter."""
    reader = _Reader(why, nested)
    pieces = reader.pieces(root)
    contents = Contents(attachments=reader.attachments)
    _compose(contents, pieces, why)
    if not marks.without(contents.marked).strip():
        _substitute(contents, reader, why)
    return contents


class _Reader:
    def __init__(self, why: list[str], nested: int) -> None:
        self.why = why
        self.nested = nested
        self.attachments: list[Attachment] = []
        self.hidden: list[Callable[[], Contents]] = []  # texts to show when the letter has none of its own
        self.numbered = 0
        self.seen_text = False

    def pieces(self, part: Part) -> list[Piece]:
        """The inline pieces of this part, in order; everything else becomes an attachment."""
        if part.is_multipart:
            return self._multipart(part)
        kind = part.content_type
        attached = part.disposition == "attachment" or (bool(part.filename) and not self._is_named_body(part))
        if kind == "text/calendar" and not attached:
            self._calendar(part)
            return []
        if kind in _SHOWN and attached and part.disposition != "attachment":
            self.hidden.append(lambda: self._single_text(part))
        if kind not in _SHOWN or attached:
            return self._file(part)
        self.seen_text = True
        return self._text(part)

    def _multipart(self, part: Part) -> list[Piece]:
        found = [self.pieces(child) for child in part.children]
        if part.content_type != "multipart/alternative":
            return [piece for group in found for piece in group]
        texts = [p.plain for group in found for p in group if p.plain is not None and p.html is None]
        best = next((group for group in reversed(found) if any(p.html is not None for p in group)), None)
        if best is None:
            best_text = next((text for text in texts if text.strip()), None)  # the plainest form comes first
            return [Piece(plain=best_text)] if best_text is not None else []
        html = "\n".join(
            p.html if p.html is not None else html_clean.escape_text(p.plain or "") for p in best
        )
        own = "\n\n".join(text for text in texts if text.strip() and not _says_no_html(text, html))
        inner = "\n\n".join(p.plain for p in best if p.html is not None and p.plain)
        return [Piece(plain=own or inner or None, html=html)]

    def _is_named_body(self, part: Part) -> bool:
        """Some programs give the message itself a file name: it is the only part."""
        return (
            part.depth == 0
            and not self.seen_text
            and part.content_type in ("text/plain", "text/html")
            and part.disposition in ("", "inline")
        )

    def _text(self, part: Part) -> list[Piece]:
        data = part.payload()
        declared = part.params.get("charset", "")
        if part.content_type in ("text/html", "text/watch-html", "text/x-amp-html"):
            text, used = charsets.decode(data[: MAX_HTML * 4], declared or _meta_charset(data))
            self._note_charset(declared, used)
            return [] if part.content_type == "text/x-amp-html" else [Piece(html=text)]
        data = self._without_uuencoded(data)
        text, used = charsets.decode(data[: MAX_TEXT * 4], declared)
        self._note_charset(declared, used)
        if part.content_type in ("text/enriched", "text/richtext"):
            text = plain.from_enriched(text)
        if part.params.get("format", "").lower() == "flowed":
            text = plain.unflow(text, delete_space=part.params.get("delsp", "").lower() == "yes")
        if (
            not declared
            and part.depth == 0
            and re.match(r"\s*(?:<!doctype html|<html)", text[:200], re.IGNORECASE)
        ):
            return [Piece(html=text)]
        return [Piece(plain=plain.tidy(text))]

    def _single_text(self, part: Part) -> Contents:
        contents = Contents()
        _compose(contents, self._text(part), [])
        return contents

    def _note_charset(self, declared: str, used: str) -> None:
        if used != "us-ascii" and charsets.codec_for(declared) != charsets.codec_for(used):
            self.why.append(f"charset: {declared[:40] or 'none'} read as {used}")

    def _without_uuencoded(self, data: bytes) -> bytes:
        if b"begin " not in data:
            return data
        for name, content, start, end in reversed(transfer.uuencoded(data)):
            self._add(charsets.decode(name)[0], content, "application/octet-stream")
            data = data[:start] + data[end:]
        return data

    def _file(self, part: Part) -> list[Piece]:
        data = part.payload()
        kind = part.content_type
        if kind in _TNEF or part.filename.lower() == "winmail.dat":
            unpacked = tnef.unpack(data)
            if unpacked is not None:
                self._tnef(unpacked)
                return []
            self.why.append("tnef.unreadable")
        if kind in _PKCS7 and part.params.get("smime-type", "").lower() != "enveloped-data":
            inner = smime.signed_content(data)
            if inner is not None and self.nested < _MAX_NESTED:
                self.why.append("smime.opened")
                self._add(part.filename, data, kind)
                return self._opened(inner)
        if kind == "message/rfc822":
            self._message(part, data)
            return []
        inline = part.disposition == "inline" or (
            bool(part.fields.first("content-id")) and part.disposition != "attachment"
        )
        self._add(
            part.filename, data, kind, content_id=part.fields.text("content-id").strip("<> "), inline=inline
        )
        return []

    def _opened(self, inner: bytes) -> list[Piece]:
        self.nested += 1
        return self.pieces(mime.parse(inner, self.why, depth=10))

    def _tnef(self, unpacked: tnef.Unpacked) -> None:
        self.why.append("tnef.opened")
        for name, content in unpacked.files:
            self._add(name, content, "application/octet-stream")
        if unpacked.html.strip():
            self.hidden.append(lambda: _single(Piece(html=unpacked.html), self.why))
        elif unpacked.text.strip():
            self.hidden.append(lambda: _single(Piece(plain=plain.tidy(unpacked.text)), self.why))

    def _message(self, part: Part, data: bytes) -> None:
        head, _body = fields.read_head(data, 0, len(data))
        name = part.filename or head.text("subject", 150)
        if not name:
            self.numbered += 1
            name = f"letter-{self.numbered}"
        name = files.safe_name(name) or "letter"
        self._add(
            name if part.filename or name.lower().endswith(".eml") else f"{name}.eml", data, part.content_type
        )
        if self.nested < _MAX_NESTED:
            self.hidden.append(
                lambda: read(mime.parse(data, [], depth=part.depth + 1), [], nested=self.nested + 1)
            )

    def _calendar(self, part: Part) -> None:
        data = part.payload()
        self._add(part.filename, data, part.content_type)
        text = charsets.decode(data, part.params.get("charset", ""))[0]
        self.hidden.append(lambda: Contents(marked=plain.tidy(ical.summary(text))))

    def _add(self, name: str, data: bytes, kind: str, *, content_id: str = "", inline: bool = False) -> None:
        safe = files.safe_name(name)
        if not safe:
            self.numbered += 1
            safe = files.invented_name(kind, self.numbered)
        self.attachments.append(
            Attachment(filename=safe, size=len(data), content_type=kind[:120], kind=files.sniff(data), content=data,
                       content_id=content_id[:250], inline=inline)
        )  # fmt: skip


def _compose(contents: Contents, pieces: list[Piece], why: list[str]) -> None:
    texts: list[str] = []
    for piece in pieces:
        if piece.plain and piece.plain.strip():
            texts.append(piece.plain)
            contents.other_form = piece.html or "" if len(pieces) == 1 else ""
        elif piece.html is not None and (read_html := html_text.text_of(piece.html)).strip():
            texts.append(read_html)
    contents.marked = "\n\n".join(texts).strip("\n")
    if any(piece.html is not None for piece in pieces):
        source = "\n".join(
            piece.html if piece.html is not None else html_clean.escape_text(piece.plain or "")
            for piece in pieces
        )
        contents.html, reasons = html_clean.clean(source)
        why.extend(reasons)


def _single(piece: Piece, why: list[str]) -> Contents:
    contents = Contents()
    _compose(contents, [piece], why)
    return contents


def _substitute(contents: Contents, reader: _Reader, why: list[str]) -> None:
    """A letter without text of its own: show what stands inside it (REL-24)."""
    for hidden in reader.hidden:
        inner = hidden()
        if marks.without(inner.marked).strip():
            contents.marked, contents.other_form = inner.marked, inner.other_form
            contents.html = contents.html or inner.html
            why.append("text.from_inside")
            return


def _says_no_html(text: str, html: str) -> bool:
    """A plain part that only says «your program cannot show HTML»."""
    return len(text) < 400 and _NO_HTML.search(text) is not None and len(html) > len(text) * 3  # noqa: PLR2004


def _meta_charset(data: bytes) -> str:
    match = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", data[:4096], re.IGNORECASE)
    return match[1].decode("ascii", "replace") if match else ""
