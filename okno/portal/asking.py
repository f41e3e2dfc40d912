"""A new request: what may be asked for, a form of a request type, or just words. All go the same road."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from okno.assets.access import own_assets
from okno.catalog.questions import Prefill, Sort
from okno.core import clock
from okno.desk import access
from okno.desk.expecting import expected
from okno.desk.matters import ahead
from okno.knowledge.actions.note_vain import note_vain
from okno.look.asking import Given
from okno.people import consents
from okno.people.actions.say_consent import agree
from okno.people.models import Channel, Person
from okno.portal import saying, stranger
from okno.portal.catalogue import begun_in, offered
from okno.portal.doors import for_people
from okno.portal.forms import AskForm, RequestForm
from okno.portal.guiding import carried, leave, type_of
from okno.portal.places import Place

PEOPLE = 200  # at most


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Offer what may be asked for, and take a request in one's own words; whoever is not known yet logs in for that."""
    person = request.user
    if not isinstance(person, Person):
        return stranger.ask(request)
    texts = consents.asked_of(person)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    come = carried(request)
    if come and request.method != "POST" and (kind := type_of(person, come)):
        return redirect(f"{reverse('portal:request', args=[kind])}?{request.GET.urlencode()}")
    begun = begun_in(request)
    if begun and request.method == "GET":
        note_vain(begun, is_asked=True)
    form = AskForm(*given, person=person, texts=texts, initial={"text": stranger.written(request) or begun})
    if form.is_valid():
        agree(texts, by=person)
        message = saying.say(form, person, None)
        leave(come, message.ticket, person)
        stranger.forget(request)
        return redirect(Place(message.ticket.number).page)
    if form.is_bound:
        saying.keep_files(form, person)
    context = {"form": form, "begun": begun, "come": come, "expected": expected(None, person, clock.now())}
    if not form.is_bound and not come:
        context |= offered(person, begun)
    return render(request, "portal/ask.html", context, status=form.status if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def request_of(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Show the form of a request type, and take a request by it."""
    kind = access.request_type_for(person, pk)
    version = kind.versions.latest("number")
    version.request_type = kind
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    come = carried(request)
    begun = _begun(version.questions, person, request.GET)
    texts = consents.asked_of(person)
    form = RequestForm(
        version,
        *given,
        begun=begun,
        people=_people_beside(person),
        objects=_objects_of(version.questions, person),
        texts=texts,
    )
    if form.is_valid():
        agree(texts, by=person)
        message = saying.ask(form, person)
        leave(come, message.ticket, person)
        return redirect(Place(message.ticket.number).page)
    if form.is_bound:
        saying.keep_files(form, person)
    context = {"form": form, "kind": kind, "come": come, "expected": expected(kind, person, clock.now())}
    context["approval"] = ahead(kind.approval, kind.questions)
    return render(request, "portal/request.html", context, status=form.status if form.errors else 200)


def _begun(questions: list[dict[str, Any]], person: Person, address: Any) -> Given:
    """Return with what the form begins: what the address of the page says, else what is known of the person."""
    known: dict[str, str] = {
        Prefill.NAME: person.name,
        Prefill.MAIL: person.email,
        Prefill.ORGANISATION: str(person.organisation or ""),
    }
    if any(one.get("prefill") == Prefill.PHONE for one in questions):
        phone = person.addresses.filter(channel=Channel.PHONE).order_by("pk").first()
        known[Prefill.PHONE] = phone.value if phone else ""
    begun: dict[str, list[str]] = {}
    for one in questions:
        given = address.getlist(one["key"])[:20] or [known.get(one.get("prefill", ""), "")]
        begun[one["key"]] = [words[:500].replace("\x00", "") for words in given]
    return begun


def _objects_of(questions: list[dict[str, Any]], person: Person) -> list[str]:
    """Return the objects from which one chooses, where the form asks for one."""
    if all(one["kind"] != Sort.OBJECT for one in questions):
        return []
    return [str(one) for one in own_assets(person)]


def _people_beside(person: Person) -> list[str]:
    """Return the people whom a manager may name: those of the organisation, whose requests are open to him anyway."""
    people = access.company_of(person)[:PEOPLE]
    return [f"{one.name} <{one.email}>" if one.name and one.email else str(one) for one in people]
