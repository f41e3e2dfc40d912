"""HTML of strangers made harmless: an allow list of tags and attributes, links that leak nothing, no remote content.

What the reader's browser could fetch by itself stays out (V3): a remote picture keeps its address only in
`data-remote-src`, a picture of the letter itself in `data-cid`; the page decides when to show them.
"""

from __future__ import annotations

import html as html_module
import re

import nh3

from okno.channels.mail.parsing import html_scan

_MAX_URL = 4000
_TAGS = frozenset(
    "a abbr acronym address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl "
    "dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong "
    "sub summary sup table tbody td tfoot th thead tr tt u ul var wbr".split()
)
_DROP_WITH_CONTENT = frozenset(
    "script style title template iframe object embed applet noscript xmp noembed noframes svg math audio video canvas".split()
)
_CELL = {"align", "valign", "width", "height", "colspan", "rowspan", "bgcolor", "nowrap"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote-src", "data-cid"},
    "table": {"align", "border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": _CELL,
    "th": _CELL,
    "tr": {"align", "valign", "bgcolor"},
    "col": {"align", "span", "width"},
    "font": {"color", "size"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
    "bdo": {"dir"},
}
_REL = "noopener noreferrer nofollow"
_SIMPLE = re.compile(r"^[\w#%.,+ -]{0,64}$", re.ASCII)
_NUMBER = re.compile(r"^\d{1,5}%?$")
_LINK = re.compile(r"^(?:https?://[^\s/\\]|mailto:[^\s]|tel:[+\d])", re.IGNORECASE)
_REMOTE = re.compile(r"^https?://[^\s/\\]", re.IGNORECASE)
_IMG = re.compile(r"<img\b([^<>]*)>")
_SRC = re.compile(r'\ssrc="([^"]*)"')
_TEXT_ATTRIBUTES = frozenset({"title", "alt"})
_NUMBERS = frozenset(
    {"width", "height", "colspan", "rowspan", "border", "cellpadding", "cellspacing", "span", "start"}
)


def clean(html: str) -> tuple[str, tuple[str, ...]]:
    """Safe HTML, and why: codes of limits (then the HTML is empty and the text has to do) or of blocked pictures."""
    heavy = html_scan.too_heavy(html)
    if heavy:
        return "", (heavy,)
    cleaned = _CLEANER.clean(html)
    cleaned, remote = _block_pictures(cleaned)
    if not _has_content(cleaned):
        return "", ()
    return cleaned.strip(), (f"html.remote_pictures_blocked: {remote}",) if remote else ()


def escape_text(text: str) -> str:
    """Plain text as a piece of HTML that keeps its lines."""
    return "<div>" + html_module.escape(text, quote=False).replace("\n", "<br>\n") + "</div>"


def _keep(tag: str, name: str, value: str) -> str | None:  # noqa: PLR0911 (one answer per kind of attribute)
    """The value of an attribute that may stay, or None. nh3 calls this after its own filters."""
    if name == "href":
        link = _tidy_url(value)
        return link if len(link) <= _MAX_URL and _LINK.match(link) else None
    if name == "src":
        link = _tidy_url(value)
        return link if tag == "img" and len(link) <= _MAX_URL and _may_point_to(link) else None
    if name in ("data-remote-src", "data-cid"):
        return None  # ours: a stranger may not set them
    if name in _NUMBERS:
        return value if _NUMBER.match(value.strip()) else None
    if name in _TEXT_ATTRIBUTES:
        return value[:1000]
    if name == "rel":
        return value
    return value if _SIMPLE.match(value) else None


def _tidy_url(value: str) -> str:
    """An address as the browser would read it: without control characters, white space and soft hyphens inside."""
    return re.sub(
        "[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]", "", value
    )


def _may_point_to(link: str) -> bool:
    return bool(_REMOTE.match(link)) or link[:4].lower() == "cid:"


def _block_pictures(html: str) -> tuple[str, int]:
    remote = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal remote
        inside = match[1]
        source = _SRC.search(inside)
        if not source:
            return match[0]
        link = source[1]
        if link[:4].lower() == "cid:":
            attribute = f' data-cid="{link[4:]}"'
        else:
            remote += 1
            attribute = f' data-remote-src="{link}"'
        return "<img" + inside[: source.start()] + attribute + inside[source.end() :] + ">"

    return _IMG.sub(replace, html), remote


def _has_content(html: str) -> bool:
    return "<img" in html or re.sub(r"<[^>]*>|&nbsp;", "", html).strip() != ""


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROP_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    link_rel=_REL,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    strip_comments=True,
)
