"""Markdown to HTML that harms nobody, and to the plain words that the search reads. Pure.

Source: CommonMark and the tables of GitHub, by markdown-it-py; HTML in the source is text. What comes out is cleaned once more
by nh3 (SEC-10): pictures are those of the desk, links lead to pages and mail alone.
"""

import re
from functools import cache
from html import unescape

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_TAGS = frozenset(
    "a p br hr h2 h3 h4 h5 h6 strong em s code pre blockquote ul ol li img table thead tbody tr th td".split()
)
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_OUR_PICTURE = re.compile(r"/help/pictures/(\d{1,18})/")
_SHOWN_PICTURE = re.compile(r"/(?:help|community)/pictures/\d{1,18}/")
_UNWRITTEN = re.compile(r"!\[[^\[\]]{0,500}\]\([^)]{0,2000}\)|\*\*|__|^#{1,6} +|`", re.MULTILINE)
_ADDRESS = re.compile(r"(?<!!)\[([^\[\]]{0,500})\]\(([^)\s]{0,2000})\)")
_EMPTY_LINES = re.compile(r"\n{3,}")
_MARK = re.compile(r"<[^>]*>")
_BLOCK_ENDS = re.compile(r"(</(?:p|h\d|li|pre|td|th|tr|blockquote)>|<br\s*/?>|<hr\s*/?>)")


def html(text: str) -> str:
    """Return the HTML of a text; the headings of an article begin below its title."""
    machine = _machine()
    tokens = machine.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    return _cleaned(machine.renderer.render(tokens, machine.options, {}))


def shown(stored: str) -> SafeString:
    """Return stored HTML as a page may show it: cleaned again, so that a page trusts this function alone."""
    return SafeString(_cleaned(stored))


def pictures(text: str) -> list[int]:
    """Return the numbers of the desk's pictures that stand in a text."""
    return [int(number) for number in _OUR_PICTURE.findall(text)]


def letter(text: str) -> str:
    """Return a text as one writes it in a letter: its words and lists without the marks that letters do not show."""
    return _EMPTY_LINES.sub("\n\n", _UNWRITTEN.sub("", _ADDRESS.sub(r"\1: \2", text))).strip()


def plain(text: str) -> str:
    """Return the words of a text without its marks, one line a paragraph."""
    spoken = _MARK.sub("", _BLOCK_ENDS.sub("\\1\n", html(text)))
    return "\n".join(line for one in unescape(spoken).split("\n") if (line := " ".join(one.split())))


def beginning(made: str, at_most: int) -> str:
    """Return the first words of an article's HTML as one line, for where only some are shown."""
    spoken = " ".join(unescape(_MARK.sub(" ", made[: 6 * at_most])).split())
    return spoken if len(spoken) <= at_most else spoken[:at_most].rpartition(" ")[0] + " …"


def _cleaned(made: str) -> str:
    return nh3.clean(
        made,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


@cache
def _machine() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if _SHOWN_PICTURE.fullmatch(value) else None
    if tag == "a" and attribute == "href" and value.startswith("//"):
        return None
    return value
