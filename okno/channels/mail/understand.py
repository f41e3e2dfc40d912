"""Understand a letter: bytes in, facts out. Pure and total: any bytes give a `Letter`, or a typed refusal beyond limits.

Headers are read by our own linear code, for the standard library's parser raises on access, is slow on long headers
and recursive on deep ones (docs/decisions/0003-understanding-letters.md).
"""

from __future__ import annotations

import codecs
from dataclasses import replace

from okno.channels.mail.letter import Letter
from okno.channels.mail.parsing import (
    addresses,
    bodies,
    bounces,
    doubts,
    html_text,
    languages,
    marks,
    mime,
    quote_heads,
    quotes,
    robots,
    threads,
    words,
)  # fmt: skip
from okno.channels.mail.parsing.fields import Fields, is_usual_field, read_head
from okno.channels.mail.parsing.limits import (
    MAX_LETTER,
    MAX_SUBJECT,
    BeyondLimitsError,
    TooBigError,
    TooDeepError,
)

__all__ = ["BeyondLimitsError", "TooBigError", "TooDeepError", "glimpse", "understand"]


def understand(raw: bytes) -> Letter:
    """What the letter says. Errors: BeyondLimitsError (TooBigError, TooDeepError), for the quarantine."""
    if len(raw) > MAX_LETTER:
        raise TooBigError
    raw = _with_line_feeds(_from_the_head(raw))
    why: list[str] = []
    root = mime.parse(raw, why)
    letter = _envelope(root.fields)
    contents = bodies.read(root, why)
    text = marks.without(contents.marked).strip("\n").rstrip()
    bounce, bounce_sign = bounces.read(
        root, root.fields, sender=(letter.from_email, letter.from_name), subject=letter.subject, text=text
    )
    auto_sign = robots.why_auto_reply(root.fields, letter.subject, is_bounce=bounce is not None)
    new = _new_text(contents, letter, why)
    return replace(
        letter,
        text=text,
        new_text=new.text,
        signature=new.signature,
        html=contents.html,
        attachments=tuple(contents.attachments),
        is_auto_reply=bool(auto_sign),
        is_bounce=bounce is not None,
        bounce=bounce,
        languages=languages.of(text),
        why=tuple(dict.fromkeys([*letter.why, *why, *(sign for sign in (bounce_sign, auto_sign) if sign)]))[
            :50
        ],
    )


def glimpse(raw: bytes) -> Letter:
    """Only the header facts, of the first megabyte: for a letter that is beyond limits."""
    raw = _with_line_feeds(_from_the_head(raw[: 1024 * 1024]))
    return _envelope(read_head(raw, 0, len(raw))[0])


def _with_line_feeds(raw: bytes) -> bytes:
    """Old Macs end lines with CR alone."""
    head = raw[:65_536]
    if b"\r" in head and head.count(b"\n") * 20 < head.count(b"\r"):
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


def _from_the_head(raw: bytes) -> bytes:
    """The letter without what editors and copying put above the first header field: a byte order mark, empty lines."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = raw.decode("utf-16", "replace").encode("utf-8")  # saved by an editor
    raw = raw.removeprefix(codecs.BOM_UTF8)
    bare = raw.lstrip(b"\r\n") if raw[:1] in (b"\r", b"\n") else raw
    return bare if is_usual_field(bare) else raw


def _envelope(head: Fields) -> Letter:
    from_values = head.all("from")
    senders = [box for value in from_values[:5] for box in addresses.read(value)]
    if not senders and head.has("sender"):
        senders = addresses.read(head.first("sender"))
    sender = senders[0] if senders else addresses.Mailbox("", "")
    path = head.text("return-path", 400).strip() if head.has("return-path") else None
    return Letter(
        from_email=sender.email,
        from_name=sender.name,
        sender_doubts=doubts.about(senders, from_values),
        reply_to=_emails(head, "reply-to"),
        to=_emails(head, "to") or _emails(head, "apparently-to"),
        cc=_emails(head, "cc"),
        delivered_to=_emails(head, "delivered-to", "x-original-to", "envelope-to", "x-envelope-to"),
        return_path=path.strip("<>") if path is not None else None,
        subject=words.without_bidi(words.decode_value(head.first("subject"), MAX_SUBJECT)),
        message_id=threads.message_id(head),
        in_reply_to=threads.in_reply_to(head),
        references=threads.references(head),
        date=threads.date(head),
        is_list=robots.is_list(head),
        loop_ids=robots.loop_ids(head),
        auto_submitted=robots.auto_submitted(head),
        authentication_results=tuple(head.texts("authentication-results", 4000)[:20]),
        why=() if len(from_values) <= 1 else ("from.several",),
    )


def _emails(head: Fields, *names: str) -> tuple[str, ...]:
    found = [box.email for name in names for value in head.all(name)[:20] for box in addresses.read(value)]
    return tuple(dict.fromkeys(email for email in found if "@" in email))


def _new_text(contents: bodies.Contents, letter: Letter, why: list[str]) -> quotes.NewText:
    forwarded = quote_heads.is_forward_subject(letter.subject)
    new = quotes.find_new(contents.marked, forwarded=forwarded)
    if not new.cut and contents.other_form:
        from_html = quotes.find_new(html_text.text_of(contents.other_form), forwarded=forwarded)
        if from_html.cut and _begins_with(contents.marked, from_html.text):
            new = from_html
    if new.cut:
        why.append(f"quote: {new.cut}")
    return new


def _begins_with(text: str, start: str) -> bool:
    """True when a text begins with another one, white space aside: both forms of the letter say the same."""
    wanted = "".join(start.split())
    return bool(wanted) and "".join(text[: len(start) * 3 + 2000].split()).startswith(wanted)
