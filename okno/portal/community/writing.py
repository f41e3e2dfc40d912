"""Writing in the community: a question, an idea, an answer, a picture by paste. Whoever writes has logged in."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from okno.community import access
from okno.community.actions.answer import answer
from okno.community.actions.ask import ask
from okno.community.actions.illustrate import illustrate
from okno.community.actions.rewrite import rewrite, rewrite_answer
from okno.community.models import Answer, Picture
from okno.community.search import understood
from okno.core import throttle
from okno.core.refusals import BadInput, Conflict, NotAllowed, TooMuch
from okno.core.text import one_line
from okno.knowledge.search.finding import Found, find
from okno.look.complaining import complain
from okno.people.models import Person
from okno.portal.community.forms import AnswerForm, PostForm, Words, filled, kind_of
from okno.portal.community.reading import show
from okno.portal.doors import for_people
from okno.portal.fitting import BESIDE
from okno.portal.library import ASKED_AT_MOST
from okno.portal.library import IN_SECONDS as SEARCH_SECONDS
from okno.portal.one_field import (
    SEARCHES_AT_MOST,
    Offer,
    said_by_others,
)

WRITINGS_AT_MOST, PICTURES_AT_MOST, IN_SECONDS = 10, 60, 600
BEGUN_FROM = 3  # signs of a title, from which on it is compared
BEGUN_AT_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def new_post(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Show the form of a question or an idea, and take it."""
    access.writer(person)
    kind = kind_of((request.POST if request.method == "POST" else request.GET).get("kind", ""))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    begun = {"title": one_line(request.GET.get("title", ""), BEGUN_AT_MOST)}
    form = PostForm(*given, reader=person, initial=begun)
    if form.is_valid():
        _often(person)
        try:
            made = ask(kind, form.said(_text(form, person)), by=person)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return redirect("portal:community_post", made.pk)
    _look_beside(form)
    offer, asked = _alike(person, form["title"].value() or "")
    return _page(request, form, {"kind": kind, "offer": offer, "asked": asked})


@require_safe
@for_people
def alike(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what is like the title, while somebody writes it: answers, and questions of others."""
    access.writer(person)
    throttle.at_most(
        SEARCHES_AT_MOST, SEARCH_SECONDS, "community-search", request.META.get("REMOTE_ADDR", "")
    )
    offer, asked = _alike(person, request.GET.get("title", ""))
    return render(request, "portal/community/alike.html", {"offer": offer, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def post_text(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Show one's own post to be changed, and take what was changed."""
    found = access.post_for(person, pk)
    if not access.may_rewrite(person, found):
        raise NotAllowed
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PostForm(*given, reader=person, initial=filled(found))
    if form.is_valid():
        _often(person)
        try:
            rewrite(found, form.said(_text(form, person)), by=person)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return redirect("portal:community_post", pk)
    return _page(request, form, {"kind": found.kind, "post": found})


@require_POST
@for_people
def answers(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Take an answer."""
    found = access.post_for(person, pk)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        _often(person)
        try:
            made = answer(found, _text(form, person), by=person)
        except (BadInput, Conflict, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return redirect(_place(made))
    return show(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def answer_text(request: HttpRequest, person: Person, pk: int) -> HttpResponseBase:
    """Show one's own answer to be changed, and take what was changed."""
    found = access.answer_for(person, pk)
    if not access.may_rewrite(person, found):
        raise NotAllowed
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AnswerForm(*given, initial={"text": found.text})
    if form.is_valid():
        _often(person)
        try:
            rewrite_answer(found, _text(form, person), by=person)
        except (BadInput, TooMuch) as refusal:
            complain(form, refusal)
        else:
            return redirect(_place(found))
    return _page(request, form, {"post": found.post, "answer": found})


@require_POST
@for_people
def pictures(request: HttpRequest, person: Person) -> HttpResponse:
    """Take a picture; the answer is what to write where it shall stand."""
    access.writer(person)
    file = request.FILES.get("file")
    if file is None:
        raise BadInput
    throttle.at_most(PICTURES_AT_MOST, IN_SECONDS, "community-pictures", str(person.pk))
    mark = _mark(illustrate(file.name or "", file.read(), by=person))
    return HttpResponse(mark, content_type="text/plain; charset=utf-8")


def _alike(person: Person, title: str) -> tuple[Offer, str]:
    """Return what fits these words, and the words; nothing for a title that is hardly begun."""
    asked = one_line(title, ASKED_AT_MOST)
    if len(asked) < BEGUN_FROM:
        return Offer(Found(())), asked
    answers = find(person, asked, at_most=BESIDE, is_typing=True)
    return Offer(answers, said_by_others(person, understood(asked), at_most=BESIDE)), asked


def _look_beside(form: PostForm) -> None:
    """Let the page look what is like the title, as one writes it."""
    form.fields["title"].widget.attrs |= {
        "hx-get": reverse("portal:community_alike"),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "#alike",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def _page(request: HttpRequest, form: Words, context: dict[str, object]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/community/write.html", {"form": form, **context}, status=status)


def _text(form: Words, person: Person) -> str:
    """Return the text; a picture that came with the form, without a paste, stands at its end."""
    text: str = form.cleaned_data["text"]
    file = form.cleaned_data["picture"]
    return f"{text}\n\n{_mark(illustrate(file.name, file.read(), by=person))}" if file else text


def _often(person: Person) -> None:
    throttle.at_most(WRITINGS_AT_MOST, IN_SECONDS, "community", str(person.pk))


def _place(made: Answer) -> str:
    return f"{reverse('portal:community_post', args=[made.post_id])}#answer-{made.pk}"


def _mark(picture: Picture) -> str:
    """Return what stands in a text for the picture."""
    name = picture.name.rpartition(".")[0].replace("[", "").replace("]", "")
    return f"![{name}]({reverse('portal:community_picture', args=[picture.pk])})"
