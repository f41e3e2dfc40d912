"""The tags of the frame of a page: its sheets and behaviours, whose desk it is, and what a reader has chosen for it."""

from functools import cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from okno.look import sheets
from okno.people.logos import mark_of
from okno.people.provider import ours

register = template.Library()


@register.simple_tag
def stylesheets() -> SafeString:
    """Link the style sheets in the order of their layers."""
    return _sheets() if settings.DEBUG else _kept_sheets()


@cache
def _kept_sheets() -> SafeString:
    """Hashed names do not change while the process lives."""
    return _sheets()


def _sheets() -> SafeString:
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in sheets.css())
    )


@register.simple_tag
def modules() -> SafeString:
    """Load the behaviours: the entry, and the others beforehand so that they do not come one by one."""
    return _modules() if settings.DEBUG else _kept_modules()


@cache
def _kept_modules() -> SafeString:
    return _modules()


def _modules() -> SafeString:
    ahead = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(p),) for p in sheets.js())
    )
    return format_html('{}\n<script type="module" src="{}"></script>', ahead, static(sheets.ENTRY))


@register.simple_tag
def provider_name() -> str:
    """Return how those are called whose desk this is."""
    return str(ours())


@register.simple_tag
def provider_logo() -> str:
    """Return by which word the address of the provider's sign names it; empty: the desk's own."""
    logo = ours().logo
    return mark_of(logo) if logo else ""


@register.simple_tag
def accent() -> str:
    """Return the provider's own colour as it stands in addresses, without its mark; empty: the desk's."""
    return ours().accent.removeprefix("#").lower()


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """Return the chosen theme: ``light``, ``dark`` or ``system``; a cookie chooses nothing else."""
    return _cookie(context, "okno_theme", ("light", "dark"), "system")


@register.simple_tag(takes_context=True)
def rail_state(context: template.Context) -> str:
    """Return whether the rail beside a ticket is ``open`` or ``shut``."""
    return _cookie(context, "okno_rail", ("open", "shut"), "open")


@register.simple_tag(takes_context=True)
def list_state(context: template.Context) -> str:
    """Return whether the list beside an open ticket is ``open`` or ``shut``."""
    return _cookie(context, "okno_list", ("open", "shut"), "open")


def _cookie(context: template.Context, name: str, allowed: tuple[str, ...], otherwise: str) -> str:
    request = context.get("request")
    value = request.COOKIES.get(name, "") if isinstance(request, HttpRequest) else ""
    return value if value in allowed else otherwise


@register.simple_tag(takes_context=True)
def after_reply(context: template.Context) -> str:
    """Return where one goes after an answer: ``stay``, ``next`` or ``list``."""
    return _cookie(context, "okno_after", ("stay", "next", "list"), "stay")


@register.simple_tag
def show_gallery() -> bool:
    """Say whether the gallery of parts is served here: while developing and in the demo."""
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))
