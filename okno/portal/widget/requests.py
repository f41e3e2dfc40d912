"""A request from somebody else's site: the road of the portal, without a login. A typed address is a claim, no proof."""

import hashlib
import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from okno.channels import guard
from okno.channels.models import Widget
from okno.channels.widget import identity
from okno.core import clock, throttle
from okno.core.refusals import BadInput
from okno.core.text import one_line
from okno.knowledge.actions.note_vain import note_vain
from okno.people import consents
from okno.people.actions.meet import meet, written_down
from okno.people.actions.say_consent import agree
from okno.people.models import Channel, Person, normalised
from okno.portal import guiding, saying
from okno.portal.forms import TEXT_AT_MOST, Asking
from okno.portal.library import ASKED_AT_MOST
from okno.portal.widget.doors import at_widget, wrong

OF_ONE_PLACE, OF_ONE_ADDRESS, IN_SECONDS = 30, 6, 3600
IDENTITIES_AT_MOST = 600  # of one place in ten minutes: each page that somebody opens asks once
ABOUT_AT_MOST = 4000
TRAP = "website"  # a field that people do not see, and robots fill in


class WidgetForm(Asking):
    """Words, files, and where to answer; whoever is known is not asked for the address."""

    text = forms.CharField(max_length=TEXT_AT_MOST)
    name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(
        max_length=254, error_messages={"required": _("Without an address we cannot answer.")}
    )
    about = forms.CharField(max_length=ABOUT_AT_MOST, required=False)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"], self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """Put what was told of the page, with consent, below the words."""
        said = super().clean()
        if about := said.get("about"):
            said["text"] = f"{said.get('text', '')}\n\n{gettext('Sent from a page:')}\n{about}"
        return said


@require_POST
@at_widget
def requests(request: HttpRequest, widget: Widget) -> HttpResponseBase:
    """Take a request in the visitor's own words."""
    throttle.at_most(OF_ONE_PLACE, IN_SECONDS, "widget-requests", request.META.get("REMOTE_ADDR", ""))
    if request.POST.get(TRAP):
        raise BadInput(
            gettext("A field that nobody sees was filled in. Please leave it empty and send once more.")
        )
    known = identity.person_of(widget, claims(request.POST.get("identity", "")), clock.now())
    texts = consents.asked_of(known) if known else consents.asked_of_strangers()
    form = WidgetForm(request.POST, request.FILES, texts=texts, is_known=known is not None)
    if not form.is_valid():
        return wrong({name: [str(one) for one in said] for name, said in form.errors.items()}, form.status)
    person, doubts = (known, ()) if known else _claimed(form.cleaned_data)
    message = saying.say(form, person, None, door="widget", doubts=doubts)
    guiding.leave(guiding.carried(request), message.ticket, person)
    if sought := one_line(request.POST.get("q", ""), ASKED_AT_MOST):
        note_vain(sought, is_asked=True)
    if not doubts:  # a stranger agrees to nothing in somebody's name
        agree(texts, by=person)
    told = {"number": message.ticket.number, "email": person.email}
    return JsonResponse(told, status=201)


@require_POST
@at_widget
def whose(request: HttpRequest, widget: Widget) -> HttpResponseBase:
    """Tell the script whether the desk believes who the site's user is: then it asks for no name and address."""
    throttle.at_most(IDENTITIES_AT_MOST, 600, "widget-identity", request.META.get("REMOTE_ADDR", ""))
    said = claims(request.POST.get("identity", ""))
    return JsonResponse({"known": bool(said) and identity.vouched(widget, said, clock.now())})


def claims(text: str) -> dict[str, Any]:
    """Return what a script says of its user; nothing where it cannot be read."""
    try:
        found = json.loads(text[:2000]) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _claimed(said: dict[str, Any]) -> tuple[Person, tuple[str, ...]]:
    """Return the person of the typed address; of somebody whom the desk knows already nobody has proved to be it."""
    normal = normalised(Channel.MAIL, said["email"])
    throttle.at_most(
        OF_ONE_ADDRESS, IN_SECONDS, "widget-address", hashlib.sha256(normal.encode()).hexdigest()[:32]
    )
    is_known = bool(written_down(Channel.MAIL, [normal]))
    person = meet(Channel.MAIL, said["email"], name="" if is_known else said["name"])
    return person, (guard.TYPED,) if is_known else ()
