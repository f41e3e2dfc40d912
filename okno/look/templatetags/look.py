"""The tags of every template: icons, times in human words, clocks, avatars, sizes, form fields; the frame has page.py."""

from dataclasses import dataclass
from datetime import date as date_type
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.defaultfilters import urlize
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from okno.look import icons, words
from okno.look.addresses import address

register = template.Library()
PICTURE_HIGH = 320  # pixels
LINKED_AT_MOST = 50_000  # characters; looking for addresses in more would take too long
KEPT_AT_MOST = 2_000  # characters


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """Draw an icon: ``{% icon "reply" %}``, ``{% icon "letter" size=20 label=door %}``."""
    return icons.icon(name, size=size, label=label)


# ---- times ---------------------------------------------------------------------------------------


@register.simple_tag
def when(moment: datetime | None) -> str:
    """Show «22 нояб., 14:30» with the exact moment as a hint."""
    if moment is None:
        return ""
    return drawn_time(moment, words.when(moment, now=timezone.now()))


@register.simple_tag
def ago(moment: datetime | None) -> str:
    """Show «5 мин назад», kept fresh by the browser, with the exact moment as a hint."""
    if moment is None:
        return ""
    return drawn_time(moment, words.ago(moment, now=timezone.now()), live=True)


def drawn_time(moment: datetime, text: str, *, live: bool = False) -> SafeString:
    """Draw a moment in these words, with the exact one as a hint; ``live`` words are kept fresh by the browser."""
    stamp = moment.isoformat(timespec="seconds")
    shape = (
        '<time datetime="{}" title="{}" data-ago>{}</time>'
        if live
        else '<time datetime="{}" title="{}">{}</time>'
    )
    return format_html(shape, stamp, words.exact(moment), text)


@register.simple_tag
def day(date: date_type) -> str:
    """Show «22 нояб.» for a date."""
    noon = datetime(date.year, date.month, date.day, 12, tzinfo=timezone.get_current_timezone())
    return words.day(noon, now=timezone.now())


@register.filter
def span(minutes: float | timedelta | None) -> str:
    """Show a length of time: minutes or a timedelta → «1 ч 20 мин»."""
    if minutes is None:
        return ""
    return words.span(minutes if isinstance(minutes, timedelta) else timedelta(minutes=minutes))


# ---- clocks of promises --------------------------------------------------------------------------

_NEAR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Chip:
    """What a clock chip shows: its tone, its words, the hint, and the moments that the browser counts to."""

    tone: str
    text: str
    hint: str
    due: str = ""
    near: str = ""


_CLOCK_ICONS = {"paused": "pause", "met": "check"}


@register.simple_tag
def clock(
    due: datetime | None,
    *,
    label: object = "",
    near: datetime | None = None,
    paused: bool = False,
    met_at: datetime | None = None,
    sign: str = "clock",
) -> SafeString | str:
    """Show a promise: what is left (amber when near, red when missed), paused, or kept.

    ``near`` is the moment from which it is amber; half an hour before ``due`` when not given.
    """
    chip = clock_chip(due, near=near, paused=paused, met_at=met_at)
    return drawn_clock(chip, label, sign) if chip else ""


def drawn_clock(chip: Chip, label: object = "", sign: str = "clock") -> SafeString:
    """Draw the chip of a clock; another ``sign`` tells apart whose it is."""
    return format_html(
        '<span class="clock clock--chip" data-tone="{}" title="{}"{}>{}{}<span data-left>{}</span></span>',
        chip.tone,
        f"{label}: {chip.hint}" if label else chip.hint,
        format_html(' data-due="{}" data-near="{}"', chip.due, chip.near) if chip.due else "",
        icons.icon(_CLOCK_ICONS.get(chip.tone, sign), size=12),
        format_html('<span class="sr-only">{}:</span>', label) if label else "",
        chip.text,
    )


def clock_chip(
    due: datetime | None,
    *,
    near: datetime | None = None,
    paused: bool = False,
    met_at: datetime | None = None,
) -> Chip | None:
    """Decide the tone and the words of a clock; ``None`` when there is nothing to show."""
    now = timezone.now()
    if met_at is not None:
        late = due is not None and met_at > due
        text = gettext("late") if late else gettext("kept")
        return Chip("missed" if late else "met", text, words.exact(met_at))
    if paused:
        return Chip("paused", gettext("paused"), gettext("The clock is paused"))
    if due is None:
        return None
    warn = near or due - _NEAR
    hint = gettext("Due %(moment)s") % {"moment": words.exact(due)}
    left = words.span(due - now)
    stamps = {"due": due.isoformat(timespec="seconds"), "near": warn.isoformat(timespec="seconds")}
    if now >= due:
        return Chip("missed", f"−{left}", hint, **stamps)
    return Chip("near" if now >= warn else "calm", left, hint, **stamps)


# ---- people, files, forms ------------------------------------------------------------------------


@register.filter
def size(count: int | None) -> str:
    """Show a number of bytes: «1,2 МБ»."""
    return "" if count is None else words.size(count)


@register.simple_tag
def room_for(width: int | None, height: int | None) -> str:
    """Keep room for a picture in the size in which it is shown, so that nothing moves when it comes."""
    if not width or not height:
        return ""
    high = min(height, PICTURE_HIGH)
    return format_html(' width="{}" height="{}"', max(1, round(width * high / height)), high)


@register.simple_tag
def avatar(name: object, size: str = "m", *, robot: bool = False) -> SafeString:
    """Show the initials of a person on a colour of his own; sizes ``s``, ``m``, ``l``."""
    return _avatar(str(name or ""), size, robot=robot)


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str, *, robot: bool) -> SafeString:
    if robot:
        mark = icons.icon("settings", size=14)
        return format_html(
            '<span class="avatar avatar--{} avatar--robot" aria-hidden="true">{}</span>', size, mark
        )
    return format_html(
        '<span class="avatar avatar--{}" data-tone="{}" aria-hidden="true">{}</span>',
        size,
        words.tone(name),
        words.initials(name),
    )


@register.simple_tag
def acts(name: str, *arguments: object) -> SafeString:
    """Make a form do something: it posts to the named address, and the answer is drawn into the page by morphing."""
    return format_html(
        'method="post" action="{0}" hx-post="{0}" hx-target="#main" hx-select="#main" hx-swap="outerMorph"',
        address(name, *arguments),
    )


@register.filter
def linked(text: str) -> str:
    """Make addresses in a text of bearable length clickable; the text itself is escaped."""
    if len(text) <= KEPT_AT_MOST:
        return _linked(text)
    return urlize(text) if len(text) <= LINKED_AT_MOST else text


@lru_cache(maxsize=1024, typed=True)  # a text that calls itself safe is another one
def _linked(text: str) -> str:
    """What was said does not change, and a conversation is drawn anew at each of its news."""
    return urlize(text)


@register.inclusion_tag("look/field.html")
def field(bound: BoundField, *, hint: str = "", quiet: bool = False) -> dict[str, Any]:
    """Show one field of a Django form: label, control, help, and its errors next to it."""
    widget = bound.field.widget
    return {
        "field": bound,
        "hint": hint or bound.help_text,
        "quiet": quiet,
        "offers": widget.attrs.get("aria-controls", "") if "data-offers" in widget.attrs else "",
        "check": getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices"),
    }
