"""HTML to the text that a person sees: one pass, no tree. Quotes become `> `, as in plain letters."""

from __future__ import annotations

import html as html_module
import re
from itertools import islice
from typing import TYPE_CHECKING

from okno.channels.mail.parsing import html_scan, marks
from okno.channels.mail.parsing.limits import MAX_HTML_TOKENS, MAX_TEXT

if TYPE_CHECKING:
    from okno.channels.mail.parsing.html_scan import Tag

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(
    "address article aside center div dl dt dd fieldset figcaption figure footer form header hgroup li main nav ol "
    "section table tr ul caption summary details body html thead tbody tfoot legend option".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 pre blockquote hr".split())
_QUOTE_CLASS = re.compile(
    r"\b(?:x_)*(?:outlookmessageheader|zmail_extra|yahoo_quoted|yqt\d{5,}|protonmail_quote|gmail_extra_quote|ms-outlook-mobile-"
    r"reference|replyforwardheader|quoted-message|mail_quote|tutanota_quote)\b"
)
_ATTRIBUTION_CLASS = re.compile(
    r"\b(?:x_)*(?:gmail_quote|gmail_attr|moz-cite-prefix|mail-quote-collapse|wf-quote)\b"
)
_SIGNATURE_CLASS = re.compile(
    r"\b(?:x_)*(?:gmail_signature|moz-signature|js-signature|protonmail_signature_block|zsignature)\b"
)
_QUOTE_ID = re.compile(
    r"^(?:x_)*(?:divrplyfwdmsg|appendonsend|olk_src_body_section|mail-editor-reference-message-container|isforwardcontent|"
    r"reply-intro|stopspelling|replysplit|zimbra_quoted|ms-outlook-mobile-body-separator-line)",
)
_SIGNATURE_ID = re.compile(
    r"^(?:x_)*(?:signature|ms-outlook-mobile-signature|composer_signature|mail_signature)$"
)
_OUTLOOK_LINE_OLD = re.compile(r"border-top: #(?:b5c4df|e1e1e1) 1(?:\.0)?pt solid")
_OUTLOOK_LINE = re.compile(
    r"border-top\s*:\s*(?:solid\s+#?[a-z0-9]+\s+1(?:\.0)?pt|1(?:\.0)?pt\s+solid|solid\s+windowtext)"
)
_OUTLOOK_LINE_ANY = re.compile(r"border:\s*none;\s*border-top:\s*(?:solid|1(?:\.0)?pt)", re.IGNORECASE)
_MAX_PIECE = 200_000  # characters of one piece of text in which entities are read
_CUT = "[…]"  # the rest of a letter that is too long to be read whole
_ONLY_SPACE = " \t\xa0\u200b\u200c\u200d\u034f\xad\ufeff"


def text_of(html: str) -> str:
    """The visible text with the private marks of `marks`; at most MAX_TEXT characters are read."""
    return _Reader().read(marks.without(html[: MAX_TEXT * 2]))


class _Reader:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.in_pre = 0
        self.blank_wanted = False
        self.signature_divs: list[int] = []
        self.divs = 0
        self.pictures: list[str] = []

    def read(self, html: str) -> str:
        tokens = html_scan.tokens(html)
        for token in islice(tokens, MAX_HTML_TOKENS):
            if isinstance(token, str):
                self._text(token)
            else:
                self._tag(token)
        self._end_line()
        if next(tokens, None) is not None:
            self.lines.append(_CUT)
        text = "\n".join(self.lines).strip("\n")
        if not marks.without(text).strip("> \n" + _ONLY_SPACE) and self.pictures:
            return "\n".join(self.pictures)  # a letter that is one picture with a description
        return text

    def _text(self, raw: str) -> None:
        text = html_module.unescape(raw[:_MAX_PIECE]) + raw[_MAX_PIECE:] if "&" in raw else raw
        if self.in_pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for more in rest:
                self._end_line(keep_empty=True)
                self.line.append(more)
            return
        text = _SPACES.sub(" ", text)
        if text == " " and (not self.line or self.line[-1].endswith((" ", *marks.ALL))):
            return
        self.line.append(text)

    def _tag(self, tag: Tag) -> None:  # noqa: C901 (a table of tags)
        name = tag.name
        if name == "br":
            self._end_line(keep_empty=True)
        elif name == "blockquote":
            self._paragraph()
            self.depth = max(0, self.depth - 1) if tag.closing else min(self.depth + 1, 50)
        elif name in _PARAGRAPHS:
            self._special(tag)
            self._paragraph()
            if name == "pre":
                self.in_pre = max(0, self.in_pre - 1) if tag.closing else self.in_pre + 1
        elif name in _BLOCKS:
            self._end_line()
            if name == "li" and not tag.closing:
                self.line.append("- ")
        elif name in ("td", "th") and not tag.closing:
            if self.line and "".join(self.line).strip():
                self.line.append("  ")
        elif name == "img" and (alt := tag.get("alt")):
            self.pictures.append(_SPACES.sub(" ", html_module.unescape(alt[:500])).strip())
        if name in ("div", "span", "table", "td"):
            self._special(tag)

    def _special(self, tag: Tag) -> None:
        """Containers by which mail programs mark quotes and signatures."""
        if tag.name == "div":
            self.divs += -1 if tag.closing else 1
            if tag.closing and self.signature_divs and self.divs < self.signature_divs[-1]:
                self.signature_divs.pop()
                self._end_line()
                self._mark(marks.SIGNATURE_END)
        if tag.closing or not tag.attributes:
            return
        if self._starts_quote(tag):
            self._end_line()
            self._mark(marks.QUOTE)
            return
        classes = (tag.get("class") or "").lower()
        if tag.name == "div" and self._starts_signature(tag, classes):
            self._end_line()
            self._mark(marks.SIGNATURE)
            self.signature_divs.append(self.divs)
        elif classes and _ATTRIBUTION_CLASS.search(classes):
            self._end_line()
            self._mark(marks.ATTRIBUTION)

    def _starts_signature(self, tag: Tag, classes: str) -> bool:
        if classes and _SIGNATURE_CLASS.search(classes):
            return True
        if _SIGNATURE_ID.match((tag.get("id") or "").lower()):
            return True
        return tag.get("data-signature-widget") == "container"

    def _starts_quote(self, tag: Tag) -> bool:
        if tag.name == "span":
            return False
        identity = (tag.get("id") or "").lower()
        if identity and _QUOTE_ID.match(identity):
            return True
        classes = (tag.get("class") or "").lower()
        if classes and _QUOTE_CLASS.search(classes):
            return True
        if tag.get("name") == "quote" or tag.get("data-marker") == "__QUOTED_TEXT__":
            return True
        return tag.name == "div" and _has_outlook_line((tag.get("style") or "").lower())

    def _mark(self, mark: str) -> None:
        self.line.append(mark)

    def _paragraph(self) -> None:
        self._end_line()
        self.blank_wanted = True

    def _end_line(self, *, keep_empty: bool = False) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.in_pre else text.strip(" \t\n")
        self.line = []
        bare = marks.without(text).strip(_ONLY_SPACE)
        if not bare and not keep_empty and not any(mark in text for mark in marks.ALL):
            return
        prefix = "> " * self.depth
        if self.blank_wanted and self.lines and self.lines[-1].strip("> ") and bare:
            self.lines.append(prefix.rstrip())
        if bare:
            self.blank_wanted = False
        if not bare:
            text = "".join(mark for mark in text if mark in marks.ALL)
        if text or not self.lines or self.lines[-1].strip("> "):
            self.lines.append((prefix + text).rstrip())


def _has_outlook_line(style: str) -> bool:
    """The thin line that Outlook draws above the letter that is answered."""
    if "border-top" not in style:
        return False
    style = " ".join(style.split())
    return bool(
        (_OUTLOOK_LINE_ANY.search(style) and _OUTLOOK_LINE.search(style)) or _OUTLOOK_LINE_OLD.search(style)
    )
