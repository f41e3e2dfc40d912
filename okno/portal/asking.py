"""A new request: what may be asked for, a form of a request type, or just words. All go the same road."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from okno.assets.access import own_assets
from okno.catalog.models import Category, RequestType
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
from okno.portal import saying
from okno.portal.doors import for_people
from okno.portal.forms import AskForm, RequestForm
from okno.portal.guiding import carried, leave, type_of
from okno.portal.places import Place

OFFERED, PEOPLE = 200, 200  # at most
BEGUN_AT_MOST = 500


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def ask(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Offer what may be asked for, and take a request in the customer's own words."""
    texts = consents.asked_of(person)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    come = carried(request)
    if come and request.method != "POST" and (kind := type_of(person, come)):
        return redirect(f"{reverse('portal:request', args=[kind])}?{request.GET.urlencode()}")
    begun = request.GET.get("text", "")[:BEGUN_AT_MOST].replace("\x00", "")  # what no article has answered
    if begun and request.method == "GET":
        note_vain(begun, is_asked=True)
    form = AskForm(*given, texts=texts, initial={"text": begun})
    if form.is_valid():
        agree(texts, by=person)
        message = saying.say(form, person, None)
        leave(come, message.ticket, person)
        return redirect(Place(message.ticket.number).page)
    if form.is_bound:
        saying.keep_files(form, person)
    shelves = (
        [] if form.is_bound or begun or come else shelves_of(list(access.request_types_for(person)[:OFFERED]))
    )
    context = {"form": form, "shelves": shelves, "begun": begun, "come": come}
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


def shelves_of(types: list[RequestType]) -> list[tuple[Category | None, list[RequestType]]]:
    """Return what is offered by category, in the order of the categories; what is on no shelf comes last."""

    def place(one: RequestType) -> tuple[bool, int, str, int]:
        shelf = _shelf(one)
        return (shelf is None, shelf.rank, shelf.name, shelf.pk) if shelf else (True, 0, "", 0)

    return [
        (_shelf(first), [first, *rest])
        for _place, (first, *rest) in groupby(sorted(types, key=place), key=place)
    ]


def _shelf(one: RequestType) -> Category | None:
    shelf = one.service.category
    return shelf if shelf is not None and shelf.is_active else None


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
