"""One's personal data: what one has agreed to, and all that the desk knows, as a file."""

import json
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from okno.community import access as community
from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.desk import access
from okno.people.actions.say_consent import say_consent
from okno.people.consents import standing
from okno.people.models import Address, Consent, Person
from okno.portal.doors import for_people

TIMES, SECONDS = 5, 3600
MOST: Final = 20_000  # messages of a file


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def privacy(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Show what one has agreed to; POST agrees to a text, or takes the consent back."""
    asked = standing(person)
    if request.method == "POST":
        wanted = whole(request.POST.get("text", ""))
        text = next((one.text for one in asked if one.text.pk == wanted), None)
        if text is None:
            raise NotFound
        say_consent(text, by=person, is_given=request.POST.get("given") == "yes")
        return redirect("portal:privacy")
    return render(request, "portal/privacy.html", {"person": person, "consents": asked})


@require_safe
@for_people
def own_data(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Give all that the desk knows about oneself."""
    at_most(TIMES, SECONDS, "own-data", str(person.pk))
    text = json.dumps(_known(person), ensure_ascii=False, indent=1, default=_plain)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    title = f"okno {timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, title))
    return response


def _known(person: Person) -> dict[str, Any]:
    """Return it in plain values: oneself, addresses, consents, requests, and what was said in them to oneself."""
    fields = ("name", "email", "language", "zone", "created_at")
    addresses = Address.objects.filter(person=person).order_by("pk")
    consents = Consent.objects.filter(person=person).select_related("text").order_by("pk")
    tickets = access.own_tickets(person)
    words = list(access.own_words(person)[: MOST + 1])
    return {
        "person": {name: getattr(person, name) for name in fields}
        | {"organisation": person.organisation.name if person.organisation else None},
        "addresses": list(addresses.values("channel", "value", "verified_at", "created_at")),
        "consents": [
            {"to": one.text.name, "version": one.text.number, "given": one.is_given, "at": one.at}
            for one in consents
        ],
        "requests": list(
            tickets.values("number", "subject", "state", "created_at", "resolved_at", "closed_at")
        ),
        "messages": [
            {
                "request": one.ticket.number,
                "at": one.at,
                "from": str(one.author),
                "text": one.text,
                "files": [file.name for file in one.attachments.all() if file.redacted_at is None],
            }
            for one in words[:MOST]
        ],
        "posts": list(community.own_posts(person).values("title", "text", "tags", "at")[:MOST]),
        "answers": list(community.own_answers(person).values("post__title", "text", "at")[:MOST]),
        "is_whole": len(words) <= MOST,
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
