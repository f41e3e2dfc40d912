"""What a widget knows before anybody has typed: its words, its colour, what is open now. The same for all, and no secret."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from okno.channels.models import Widget
from okno.core import clock
from okno.look.colours import sheet
from okno.people import consents
from okno.people.provider import ours
from okno.portal.forms import FILES_AT_MOST, TEXT_AT_MOST, limits
from okno.portal.widget.doors import at_widget
from okno.portal.widget.hours import hours
from okno.portal.widget.words import words

SECONDS = 60  # so long a browser need not ask again
_TOKEN = re.compile(r"--[\w-]+: [^;{}]+;")


@require_safe
@at_widget
def config(request: HttpRequest, widget: Widget) -> JsonResponse:  # noqa: ARG001 - the same for all who ask
    """Tell what the script needs to show itself."""
    is_english = get_language() == "en"
    title, greeting = (
        (widget.title_en, widget.greeting_en) if is_english else (widget.title_ru, widget.greeting_ru)
    )
    told: dict[str, Any] = {
        "language": "en" if is_english else "ru",
        "name": str(ours()),
        "title": title or _("How can we help?"),
        "greeting": greeting or _("Say in a few words what happened: perhaps the answer is here already."),
        "is_left": widget.is_left,
        "tokens": _tokens(widget.accent or ours().accent),
        "choices": choices(widget),
        "contexts": widget.contexts,
        "uses_title": widget.uses_title,
        "consents": [
            {"id": text.pk, "name": str(text.name), "text": text.text}
            for text in consents.asked_of_strangers()
        ],
        "files": {"most": FILES_AT_MOST, "bytes": settings.MAX_FILE_BYTES, "words": limits()},
        "letters": TEXT_AT_MOST,
        "words": words(),
    }
    response = JsonResponse(told)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    patch_vary_headers(response, ["Origin", "Accept-Language"])
    return response


def choices(widget: Widget) -> list[dict[str, Any]]:
    """Return by which ways one may turn to people, each with whether somebody is there now."""
    found: list[dict[str, Any]] = []
    if widget.has_chat:
        found.append({"kind": "chat"})
    if widget.has_form:
        found.append({"kind": "form"})
    if widget.phone:
        number = re.sub(r"[^\d+]", "", widget.phone)
        open_now = hours(widget.calendar, clock.now())
        found.append({"kind": "phone", "name": widget.phone, "url": f"tel:{number}", **open_now})
    return found + [{"kind": "link", **link} for link in widget.links]


def _tokens(colour: str) -> str:
    """Return the tokens of the accent for the root of the widget's own tree; nothing where no colour was chosen."""
    return "".join(_TOKEN.findall(sheet(colour))) if colour else ""
