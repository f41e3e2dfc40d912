import secrets
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from okno.channels.models import Widget
from okno.channels.widget.origins import NotASite, normal
from okno.core.refusals import BadInput
from okno.core.text import one_line

ORIGINS_AT_MOST: Final = 50
ROWS_AT_MOST: Final = 30
SCHEMES: Final = frozenset({"https", "tg", "viber", "whatsapp"})
_PHONE_SIGNS: Final = frozenset("0123456789+-() \u00a0")


@transaction.atomic
def set_up_widget(widget: Widget, *, origins: Iterable[str] | None = None) -> Widget:
    """Save a widget: its sites as browsers name them, a key where it has none, nothing that a page could run."""
    if origins is not None:
        widget.origins = _sites(origins)
    if set(widget.phone) - _PHONE_SIGNS:
        raise BadInput(_("A phone number has digits, spaces, hyphens and brackets."), field="phone")
    widget.phone = " ".join(widget.phone.split())
    if widget.calendar is not None and not widget.phone:
        raise BadInput(_("Hours belong to a phone; write its number."), field="phone")
    widget.links = [_link(row) for row in _rows(widget.links, "links")]
    widget.contexts = [_context(row) for row in _rows(widget.contexts, "contexts")]
    widget.key = widget.key or secrets.token_hex(8)
    widget.save()
    return widget


def _sites(origins: Iterable[str]) -> list[str]:
    found = set()
    for site in origins:
        try:
            found.add(normal(site))
        except NotASite as wrong:
            raise BadInput(_(str(wrong)) % {"site": one_line(site, 80)}, field="origins") from None
    if len(found) > ORIGINS_AT_MOST:
        raise BadInput(_("At most %(n)d sites.") % {"n": ORIGINS_AT_MOST}, field="origins")
    return sorted(found)


def _rows(rows: Any, field: str) -> list[dict[str, Any]]:
    if (
        not isinstance(rows, list)
        or len(rows) > ROWS_AT_MOST
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise BadInput(_("At most %(n)d lines.") % {"n": ROWS_AT_MOST}, field=field)
    return rows


def _link(row: dict[str, Any]) -> dict[str, str]:
    name, url = (one_line(str(row.get(part) or ""), 500) for part in ("name", "url"))
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not name or parts.scheme not in SCHEMES or not (parts.netloc or parts.path):
        words = _("“%(words)s”: write a name and an address like Telegram https://t.me/romashka.")
        raise BadInput(words % {"words": f"{name} {url}".strip()[:80]}, field="links")
    return {"name": name[:40], "url": url}


def _context(row: dict[str, Any]) -> dict[str, str]:
    page, words = (one_line(str(row.get(part) or ""), 200) for part in ("page", "words"))
    if not page.startswith("/") or not words:
        told = _("“%(words)s”: write a page and words like /tills = till receipt.")
        raise BadInput(told % {"words": f"{page} {words}".strip()[:80]}, field="contexts")
    return {"page": page, "words": words}
