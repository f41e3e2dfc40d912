"""One's personal data: what one has agreed to, and all that the desk knows, as a file."""

import json
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.desk import access
from okno.people import proving
from okno.people.actions.say_consent import say_consent
from okno.people.consents import standing
from okno.people.models import Person
from okno.portal.doors import for_people
from okno.privacy import access as erasures
from okno.privacy.actions.ask_erasure import ask_erasure, withdraw_erasure
from okno.privacy.actions.keep_look import looked_at_person
from okno.privacy.middleware import after_answer
from okno.privacy.models import What
from okno.privacy.own_data import known
from okno.privacy.refusals import NotConfirmed, WorksHere

TIMES, SECONDS = 5, 3600


class SureForm(forms.Form):
    """What one says before a wish that cannot be undone."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I want my data to be erased, and know that it cannot be undone.")
    )


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
    wish = erasures.last_erasure_of(person)
    context = {"person": person, "consents": asked, "wish": wish, "may_ask": erasures.can_be_erased(person)}
    return render(request, "portal/privacy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def erasure(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Show what goes and what stays; POST asks to be erased, once one has proved oneself and said so in so many words."""
    is_proven, proof = proving.is_proven(request, person), proving.address(reverse("portal:erasure"))
    if request.method == "POST":
        if not SureForm(request.POST).is_valid():
            raise NotConfirmed
        erasures.may_be_erased(person)
        if not is_proven:
            return redirect(proof)
        at_most(TIMES, SECONDS, "erasure", str(person.pk))
        ask_erasure(person, by=person)
        messages.success(request, gettext("Your wish has come; we have written to you."))
        return redirect("portal:privacy")
    live = access.own_tickets(person).live().count()
    context = {
        "person": person,
        "live": live,
        "wish": erasures.open_erasure_of(person),
        "may_ask": erasures.can_be_erased(person),
        "why_not": str(WorksHere()),
        "form": SureForm(),
        "is_proven": is_proven,
        "proof": proof,
    }
    return render(request, "portal/erasure.html", context)


@require_POST
@for_people
def withdrawal(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Take the wish back."""
    wish = erasures.open_erasure_of(person)
    if wish is None:
        raise NotFound
    withdraw_erasure(wish)
    messages.success(request, gettext("You have taken the wish back; nothing was erased."))
    return redirect("portal:privacy")


@require_safe
@for_people
def own_data(request: HttpRequest, person: Person) -> HttpResponse:
    """Give all that the desk knows about oneself."""
    at_most(TIMES, SECONDS, "own-data", str(person.pk))
    after_answer(request, looked_at_person, person.pk, person.pk, what=What.OWN)
    text = json.dumps(known(person), ensure_ascii=False, indent=1, default=_plain)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    title = f"okno {timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, title))
    return response


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
