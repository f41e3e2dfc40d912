"""What the pages of the portal ask."""

import re
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_address = re.compile(r"https?://[^\s<>\"'«»“”`]{1,2000}", re.IGNORECASE)
_LAST = ".,;:!?)]}>…"


@register.filter
def linked(text: str) -> SafeString:
    """Return the text escaped, its http and https addresses as links that tell the other side nothing."""
    pieces: list[SafeString] = []
    place = 0
    for found in _address.finditer(text):
        address = found.group().rstrip(_LAST)
        if not _is_address(address):
            continue
        pieces += [format_html("{}", text[place : found.start()]), _link(address)]
        place = found.start() + len(address)
    pieces.append(format_html("{}", text[place:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _link(address: str) -> SafeString:
    return format_html(
        '<a href="{0}" rel="noopener noreferrer nofollow ugc" target="_blank">{0}</a>', address
    )


def _is_address(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False
