"""Reading HTML in one linear pass: tags and text without building a tree, and how heavy the tree would be (V1, V2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okno.channels.mail.parsing.limits import (
    MAX_HTML,
    MAX_HTML_ATTRIBUTES,
    MAX_HTML_DEPTH,
    MAX_HTML_ENTITIES,
    MAX_HTML_TAGS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>\"'<]{0,60})|(!--)|([!?]))")
_TAG_END = re.compile(r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_ATTRIBUTE = re.compile(r"""([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>"']*)))?""")
_RAW_TEXT = {name: re.compile(f"</{name}[\\s/>]", re.IGNORECASE) for name in (
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
)}  # fmt: skip
_MAX_MISSES = 50  # unclosed quotes; after so many the nearest `>` ends a tag

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES_ITSELF = frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup colgroup caption html body head".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_WALLS = frozenset("table object marquee applet template svg math select".split())
_INLINE = frozenset("span label abbr acronym cite q sub sup ins del bdo bdi time mark var samp kbd".split())


@dataclass(slots=True)
class Tag:
    """One tag. `name` is in lower case; `attributes` is the raw text between the name and `>`."""

    name: str
    closing: bool
    attributes: str

    def get(self, wanted: str) -> str | None:
        """An attribute as written; None when it is not there."""
        if wanted not in self.attributes.lower():
            return None
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1].lower() == wanted:
                return match[2] or match[3] or match[4] or ""
        return None


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags and pieces of text (entities not decoded). Comments, scripts and styles are left out."""
    position = 0
    length = len(html)
    misses = 0
    while position < length:
        match = _OPEN.search(html, position)
        if not match:
            yield html[position:]
            return
        if match.start() > position:
            yield html[position : match.start()]
        if match[3]:
            position = _after_comment(html, match.end())
            continue
        whole = _TAG_END.match(html, match.end()) if misses < _MAX_MISSES else None
        end = whole.end() - 1 if whole else html.find(">", match.end())
        misses += whole is None
        if end < 0:
            return
        position = end + 1
        if match[4]:
            continue
        name = match[2].lower()
        yield Tag(name, bool(match[1]), html[match.end() : end])
        if name in _RAW_TEXT and not match[1]:
            closing = _RAW_TEXT[name].search(html, position)
            if name == "textarea" and closing:
                yield html[position : closing.start()].replace("<", "&lt;")
            position = closing.start() if closing else length


def too_heavy(html: str) -> str:
    """Empty when the HTML is fit for cleaning, else the code of the limit that it breaks.

    The stack follows the rules by which browsers close elements, so that wrong closing tags cannot hide depth.
    """
    if len(html) > MAX_HTML:
        return "html.too_long"
    if html.count("&") > MAX_HTML_ENTITIES or html.count("<") > MAX_HTML_TAGS * 2:
        return "html.too_many_tags"
    tags = 0
    stack: list[str] = []
    for token in tokens(html):
        if isinstance(token, str):
            continue
        tags += 1
        if tags > MAX_HTML_TAGS:
            return "html.too_many_tags"
        if token.attributes and _count_attributes(token.attributes) > MAX_HTML_ATTRIBUTES:
            return "html.too_many_attributes"
        if token.closing:
            _close(stack, token.name)
        elif token.name not in VOID and token.name not in _CLOSES_ITSELF:
            stack.append(token.name)
            if len(stack) > MAX_HTML_DEPTH:
                return "html.too_deep"
    return ""


def _count_attributes(attributes: str) -> int:
    if len(attributes) <= MAX_HTML_ATTRIBUTES:
        return 0
    return sum(1 for _match in _ATTRIBUTE.finditer(attributes[:100_000]))


def _close(stack: list[str], name: str) -> None:
    """Takes off the stack what a browser would close for `</name>`."""
    for place in range(len(stack) - 1, -1, -1):
        opened = stack[place]
        if opened == name:
            if name in _FORMATTING:
                del stack[place]
            else:
                del stack[place:]
            return
        if opened in _WALLS or (name in _INLINE and opened not in _INLINE and opened not in _FORMATTING):
            return


def _after_comment(html: str, start: int) -> int:
    if html.startswith((">", "->"), start):
        return html.find(">", start) + 1
    end = html.find("-->", start)
    return len(html) if end < 0 else end + 3
