"""The addresses of the chat. Windows speak JSON; a page without scripts posts its form and is led back to it."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from okno.channels.chat import book, sending, talk, visitors
from okno.channels.chat.visitors import person_of
from okno.channels.chat.window import look, write
from okno.channels.models import Chat
from okno.channels.widget.identity import vouched_for
from okno.core import clock, files, throttle
from okno.core.numbers import whole
from okno.core.refusals import BadInput
from okno.desk.actions.hear import NewFile
from okno.desk.models.rating import Stars
from okno.people import consents
from okno.people.models import PurposeText
from okno.portal.chat import words
from okno.portal.chat.asked import (
    Given,
    agreed_in,
    answer,
    base_of,
    checking_in,
    enclosed_in,
    given_in,
    seen_by,
    text_in,
)
from okno.portal.chat.doors import COOKIE, Caller, for_visitors
from okno.portal.forms import a_key

STARTS_AT_MOST, STARTS_SECONDS = 30, 3600  # of one address of the network
SAID_AT_MOST, SAID_SECONDS = 30, 60
SIGNS_AT_MOST, SIGNS_SECONDS = 120, 60
MAILS_AT_MOST, MAILS_SECONDS = 10, 3600


@require_safe
@for_visitors
def page(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Show the chat on a page of our own; without scripts it is a form that is sent and drawn anew."""
    now, chat = clock.now(), book.chat_of(caller.visitor) if caller.visitor else None
    if chat is None:
        talk.require_on()
    is_new = chat is None or "new" in request.GET
    window = look(chat, 0, now) if chat and not is_new else None
    seen = words.seen(chat, window, now) if chat and window else None
    context = {
        "seen": seen,
        "said": list(zip(window.said, seen["messages"], strict=True)) if window and seen else [],
        "state": words.state(now),
        "choices": Stars.choices,
        "texts": () if seen else _texts(caller),
        "key": a_key() + a_key(),
        "caller": caller,
    }
    return render(request, "portal/chat/page.html", context)


@require_safe
@for_visitors
def state(request: HttpRequest, caller: Caller) -> HttpResponseBase:  # noqa: ARG001
    """Tell whether somebody is there, how long one waits, and to what one has to agree first."""
    texts = [{"id": one.pk, "name": one.name, "text": one.text} for one in _texts(caller)]
    return JsonResponse(words.state(clock.now()) | {"consents": texts})


def _texts(caller: Caller) -> list[PurposeText]:
    """Return the texts to which one has to agree before a conversation begins."""
    person = person_of(caller.visitor) if caller.visitor else caller.person
    return consents.asked_of(person) if person else consents.asked_of_strangers()


@require_POST
@for_visitors
def start(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Begin a conversation with its first words; a new window gets its secret: a widget in the answer, our page in a cookie."""
    given = given_in(request)
    talk.require_on()
    if given.get("website"):
        raise BadInput  # a field that no person sees
    throttle.at_most(STARTS_AT_MOST, STARTS_SECONDS, "chat-start", str(request.META.get("REMOTE_ADDR")))
    chat, secret = _begun(request, caller, given)
    told = seen_by(caller, chat, 0, is_seen=True)
    answered = answer(request, told | {"token": secret if caller.is_widget else ""})
    if secret and not caller.is_widget:
        answered.set_cookie(
            COOKIE,
            secret,
            max_age=int(visitors.STANDS.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=settings.SECURE,
        )
    return answered


@transaction.atomic
def _begun(request: HttpRequest, caller: Caller, given: Given) -> tuple[Chat, str]:
    """Return the conversation and the secret of a new window; who is refused leaves nothing behind."""
    visitor, secret, key = caller.visitor, "", text_in(given, "key")
    if caller.person is not None:
        visitor = visitors.logged_in(caller.person)
    if visitor is None:
        person = vouched_for(text_in(given, "widget"), given.get("identity"), clock.now())
        visitor, secret = visitors.welcome(key, name=text_in(given, "name"), person=person)
    throttle.at_most(SAID_AT_MOST, SAID_SECONDS, "chat-say", str(visitor.pk))
    context = given.get("context")
    talk.begin(
        visitor,
        text_in(given, "words"),
        key=key,
        files=enclosed_in(request, visitor.pk),
        email=text_in(given, "email"),
        page=text_in(given, "page"),
        context=context if isinstance(context, dict) else None,
        agreed=agreed_in(given),
    )
    chat = book.chat_of(visitor)
    assert chat is not None, "it has just begun"
    return chat, secret


@require_POST
@for_visitors
def say(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take a message; files may come with it."""
    visitor, given = caller.known(), given_in(request)
    throttle.at_most(SAID_AT_MOST, SAID_SECONDS, "chat-say", str(visitor.pk))
    return _said(request, caller, given, enclosed_in(request, visitor.pk))


@require_POST
@for_visitors
def file(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take a file, or a picture that was pasted, as a message of its own."""
    visitor, given = caller.known(), given_in(request)
    enclosed = enclosed_in(request, visitor.pk)
    if not enclosed:
        raise BadInput
    return _said(request, caller, given, enclosed)


def _said(request: HttpRequest, caller: Caller, given: Given, enclosed: list[NewFile]) -> HttpResponse:
    """Say it; a window that names the last message that it shows gets what is new with the answer, and asks no more."""
    chat = caller.chat()
    message = talk.say(chat, text_in(given, "words"), key=text_in(given, "key"), files=enclosed)
    told = {"id": message.pk, "key": text_in(given, "key"), "number": message.ticket.number}
    upto = whole(text_in(given, "after"))
    if upto is not None:
        told |= seen_by(caller, talk.after(chat, message), upto, is_seen=True, has_said=True)
    return answer(request, told)


@require_POST
@for_visitors
def typing(request: HttpRequest, caller: Caller) -> HttpResponseBase:  # noqa: ARG001
    """The visitor writes just now."""
    chat = caller.chat()
    throttle.at_most(SIGNS_AT_MOST, SIGNS_SECONDS, "chat-signs", str(chat.visitor_id))
    write(chat)
    return HttpResponse(status=204)


@require_POST
@for_visitors
def read(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """The visitor has read up to a message."""
    chat, upto = caller.chat(), whole(text_in(given_in(request), "upto"))
    if upto is None:
        raise BadInput
    sending.read(chat, upto)
    return HttpResponse(status=204)


@require_POST
@for_visitors
def end(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """The visitor says that it is over."""
    talk.end(caller.known())
    return answer(request, {"is_over": True})


@require_POST
@for_visitors
def mail(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take the address at which to go on when the visitor leaves."""
    visitor = caller.known()
    throttle.at_most(MAILS_AT_MOST, MAILS_SECONDS, "chat-mail", str(visitor.pk))
    return answer(request, {"mail": talk.go_on_by_mail(visitor, text_in(given_in(request), "email"))})


@require_safe
@for_visitors
def since(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Give what is new after a message, and how it stands."""
    after = whole(request.GET.get("after") or "0")
    if after is None:
        raise BadInput
    chat = caller.chat()
    told = seen_by(caller, chat, after, is_seen="seen" in request.GET)
    checked = words.checked(chat, checking_in(request), base=base_of(caller))
    return JsonResponse(told | ({"checked": checked} if checked else {}))


@require_safe
def file_of(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give a file of a conversation; the signed address is the right, for it stands in windows of other sites too."""
    found = book.file_behind(reference)
    response = files.serve(found.file, found.name, inline="inline" in request.GET)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
