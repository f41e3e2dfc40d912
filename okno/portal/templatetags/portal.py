"""What the pages of the portal ask."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from okno.channels.chat.waiting import is_on
from okno.community import access, names
from okno.community.models import Post
from okno.desk.models import Ticket
from okno.knowledge.models import Article
from okno.people.models import Person
from okno.portal import standing

register = template.Library()

_address = re.compile(r"https?://[^\s<>\"'«»“”`]{1,2000}", re.IGNORECASE)
_LAST = ".,;:!?)]}>…"


@register.simple_tag
def worktime(length: timedelta) -> str:
    """Return a length of working time as roughly as it is known: minutes by fives, then half hours, then hours."""
    minutes = length.total_seconds() / 60
    for grain, below in ((5, 60), (30, 480), (60, float("inf"))):
        rough = max(grain, round(minutes / grain) * grain)
        if rough <= below:
            break
    hours, rest = divmod(int(rough), 60)
    parts = [gettext("%(n)d\u00a0hr") % {"n": hours}] * bool(hours) + [
        gettext("%(n)d\u00a0min") % {"n": rest}
    ] * bool(rest)
    return "\u00a0".join(parts)


@register.simple_tag
def badge_of(ticket: Ticket) -> standing.Badge:
    """Return how a request stands, in a word or two."""
    return standing.badge_of(ticket)


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


@register.filter
def byline(person: Person) -> str:
    """Return what a person is called where other customers read it."""
    return names.byline(person)


@register.simple_tag
def chat_is_on() -> bool:
    """Return whether there is a chat."""
    return is_on()


@register.simple_tag(takes_context=True)
def community_is_open(context: template.Context) -> bool:
    """Return whether the reader of this page has a community to go to."""
    return access.leads_to(context["request"].user)


@register.simple_tag(takes_context=True)
def community_origin(context: template.Context, article: Article) -> Post | None:
    """Return the question out of which an article grew, where the reader may see it; without a community at no cost."""
    reader = context["request"].user
    return access.origin_of(reader, article.pk) if access.leads_to(reader) else None
