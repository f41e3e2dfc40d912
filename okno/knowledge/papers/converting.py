"""HTML and DOCX to Markdown, with the pictures that lie inside; HTML is cleaned before it is read."""

import base64
import binascii
import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from xml.parsers.expat import ExpatError

import mammoth
import nh3
from django.utils.translation import gettext_lazy as _
from markdownify import markdownify

from okno.core.refusals import BadInput

XML_AT_MOST = 60 * 2**20  # bytes of a document unpacked; a longer one is no article
PICTURES_AT_MOST = 100
_TAGS = frozenset(
    "a p br hr h1 h2 h3 h4 h5 h6 strong b em i s del code pre blockquote ul ol li img table thead tbody tr th td div span"
    " figure figcaption dl dt dd".split()
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_INSIDE = re.compile(r"data:image/[\w.+-]{1,30};base64,([A-Za-z0-9+/=\s]+)")
_EMPTY_LINES = re.compile(r"\n{3,}")


class NotADocument(BadInput):
    message = _("This is no document that can be read.")


@dataclass(slots=True)
class Converted:
    """Markdown, the title that the document gives itself, and pictures by the address that stands in the text."""

    text: str
    title: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)


def from_html(html: str) -> Converted:
    """Return an HTML page as Markdown; pictures that are written into the page become files of their own."""
    title = _TITLE.search(html)
    pictures: dict[str, bytes] = {}
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        attributes={"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
        attribute_filter=lambda tag, name, value: _address(tag, name, value, pictures),
    )
    made = markdownify(clean, heading_style="atx", bullets="-", newline_style="backslash")
    text = _EMPTY_LINES.sub("\n\n", made.replace("\\\n", "\n")).strip()
    return Converted(text, unescape(" ".join(title[1].split())) if title else "", pictures)


def from_docx(content: bytes) -> Converted:
    """Return a document of Word as Markdown; raises NotADocument, too for one that unpacks to more than is bearable."""
    _look_inside(content)
    pictures: dict[str, bytes] = {}

    def keep(image: mammoth.documents.Image) -> dict[str, str]:
        if len(pictures) >= PICTURES_AT_MOST:
            return {"src": ""}
        with image.open() as stream:
            name = f"inside-{len(pictures) + 1}"
            pictures[name] = stream.read()
        return {"src": name}

    try:
        made = mammoth.convert_to_html(io.BytesIO(content), convert_image=mammoth.images.img_element(keep))
    except (KeyError, ValueError, zipfile.BadZipFile, RecursionError, ExpatError) as error:
        raise NotADocument from error
    converted = from_html(made.value)
    return Converted(converted.text, "", pictures)


def _look_inside(content: bytes) -> None:
    """Refuse what is no archive, unpacks to too much, or brings entities that grow while they are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if (
                sum(part.file_size for part in parts) > XML_AT_MOST
                or "word/document.xml" not in archive.namelist()
            ):
                raise NotADocument
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                    raise NotADocument
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError) as error:
        raise NotADocument from error


def _address(tag: str, name: str, value: str, pictures: dict[str, bytes]) -> str | None:
    if not (tag == "img" and name == "src"):
        return None if value.lower().startswith("data:") else value
    if not (found := _INSIDE.fullmatch(value.strip())):
        return None if value.lower().startswith("data:") else value
    if len(pictures) >= PICTURES_AT_MOST:
        return None
    try:
        content = base64.b64decode(found[1], validate=False)
    except (binascii.Error, ValueError):
        return None
    known = f"inside-{len(pictures) + 1}"
    pictures[known] = content
    return known
