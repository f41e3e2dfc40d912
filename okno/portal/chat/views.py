"""The addresses of the chat. Windows speak JSON; a page without scripts posts its form and is led back to it."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from okno.channels.chat import book, sending, talk, visitors
from okno.channels.chat.window import look, write
from okno.channels.models import Chat, Visitor
from okno.channels.widget.identity import vouched_for
from okno.core import clock, files, throttle
from okno.core.numbers import whole
from okno.core.refusals import BadInput
from okno.desk.actions.hear import NewFile
from okno.portal import keeping
from okno.portal.chat import words
from okno.portal.chat.doors import COOKIE, Caller, for_visitors
from okno.portal.forms import a_key

STARTS_AT_MOST, STARTS_SECONDS = 30, 3600  # of one address of the network
SAID_AT_MOST, SAID_SECONDS = 30, 60
FILES_AT_MOST, FILES_SECONDS = 20, 600
SIGNS_AT_MOST, SIGNS_SECONDS = 120, 60
MAILS_AT_MOST, MAILS_SECONDS = 10, 3600
BODY_AT_MOST = 100_000
Given = dict[str, Any]


@require_safe
@for_visitors
def page(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Show the chat on a page of our own; without scripts it is a form that is sent and drawn anew."""
    now, chat = clock.now(), book.chat_of(caller.visitor) if caller.visitor else None
    if chat is None:
        talk.require_on()
    is_new = chat is None or "new" in request.GET
    seen = words.seen(chat, look(chat, 0, now), now) if chat and not is_new else None
    said = book.said_in(chat, 0)[::-1] if chat and seen else []
    shown = list(zip(said, seen["messages"], strict=False)) if seen else []
    context = {
        "seen": seen,
        "said": shown,
        "state": words.state(now),
        "key": a_key() + a_key(),
        "caller": caller,
    }
    return render(request, "portal/chat/page.html", context)


@require_safe
@for_visitors
def state(request: HttpRequest, caller: Caller) -> HttpResponseBase:  # noqa: ARG001
    """Tell whether somebody is there, and how long one waits."""
    return JsonResponse(words.state(clock.now()))


@require_POST
@for_visitors
def start(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Begin a conversation with its first words; a new window gets its secret: a widget in the answer, our page in a cookie."""
    given, secret = _given(request), ""
    talk.require_on()
    if given.get("website"):
        raise BadInput  # a field that no person sees
    throttle.at_most(STARTS_AT_MOST, STARTS_SECONDS, "chat-start", str(request.META.get("REMOTE_ADDR")))
    visitor, key = caller.visitor, _text(given, "key")
    if caller.person is not None:
        visitor = visitors.logged_in(caller.person)
    if visitor is None:
        person = vouched_for(_text(given, "widget"), given.get("identity"), clock.now())
        visitor, secret = visitors.welcome(key, name=_text(given, "name"), person=person)
    throttle.at_most(SAID_AT_MOST, SAID_SECONDS, "chat-say", str(visitor.pk))
    context = given.get("context")
    talk.begin(
        visitor,
        _text(given, "words"),
        key=key,
        files=_enclosed(request, visitor.pk),
        email=_text(given, "email"),
        page=_text(given, "page"),
        context=context if isinstance(context, dict) else None,
    )
    chat = book.chat_of(visitor)
    assert chat is not None, "it has just begun"
    told = words.seen(chat, look(chat, 0, clock.now()), clock.now(), base=_base(caller))
    answer = _answer(request, told | {"token": secret if caller.is_widget else ""})
    if secret and not caller.is_widget:
        answer.set_cookie(
            COOKIE,
            secret,
            max_age=int(visitors.STANDS.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=settings.SECURE,
        )
    return answer


@require_POST
@for_visitors
def say(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take a message; files may come with it."""
    visitor, given = caller.known(), _given(request)
    throttle.at_most(SAID_AT_MOST, SAID_SECONDS, "chat-say", str(visitor.pk))
    return _said(request, caller, visitor, given, _enclosed(request, visitor.pk))


@require_POST
@for_visitors
def file(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take a file, or a picture that was pasted, as a message of its own."""
    visitor, given = caller.known(), _given(request)
    enclosed = _enclosed(request, visitor.pk)
    if not enclosed:
        raise BadInput
    return _said(request, caller, visitor, given, enclosed)


def _said(
    request: HttpRequest, caller: Caller, visitor: Visitor, given: Given, enclosed: list[NewFile]
) -> HttpResponse:
    """Say it; a window that names the last message that it shows gets what is new with the answer, and asks no more."""
    message = talk.say(visitor, _text(given, "words"), key=_text(given, "key"), files=enclosed)
    told = {"id": message.pk, "key": _text(given, "key"), "number": message.ticket.number}
    after, chat = whole(_text(given, "after")), None
    if after is not None:
        chat = book.chat_of(visitor)
    if chat is not None and after is not None:
        told |= _seen(caller, chat, after, is_seen=True)
    return _answer(request, told)


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
    chat, upto = caller.chat(), whole(_text(_given(request), "upto"))
    if upto is None:
        raise BadInput
    sending.read(chat, upto)
    return HttpResponse(status=204)


@require_POST
@for_visitors
def end(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """The visitor says that it is over."""
    talk.end(caller.known())
    return _answer(request, {"is_over": True})


@require_POST
@for_visitors
def mail(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take the address at which to go on when the visitor leaves."""
    visitor = caller.known()
    throttle.at_most(MAILS_AT_MOST, MAILS_SECONDS, "chat-mail", str(visitor.pk))
    return _answer(request, {"mail": talk.go_on_by_mail(visitor, _text(_given(request), "email"))})


@require_safe
@for_visitors
def since(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Give what is new after a message, and how it stands."""
    after = whole(request.GET.get("after") or "0")
    if after is None:
        raise BadInput
    return JsonResponse(_seen(caller, caller.chat(), after, is_seen="seen" in request.GET))


@require_safe
def file_of(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give a file of a conversation; the signed address is the right, for it stands in windows of other sites too."""
    found = book.file_behind(reference)
    response = files.serve(found.file, found.name, inline="inline" in request.GET)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _given(request: HttpRequest) -> Given:
    """Return what was sent: JSON, or a form."""
    if request.content_type != "application/json":
        return dict(request.POST.items())
    if int(request.headers.get("Content-Length") or 0) > BODY_AT_MOST:
        raise BadInput
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput from None
    if not isinstance(given, dict):
        raise BadInput
    return given


def _text(given: Given, name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str | int):
        raise BadInput
    return str(value).replace("\x00", "")


def _enclosed(request: HttpRequest, visitor: int) -> list[NewFile]:
    found = request.FILES.getlist("file")
    if not found:
        return []
    throttle.at_most(FILES_AT_MOST, FILES_SECONDS, "chat-files", str(visitor))
    if len(found) > FILES_AT_MOST or any((one.size or 0) > settings.MAX_FILE_BYTES for one in found):
        raise files.FileTooLarge
    return [keeping.keep(one).new for one in found]


def _seen(caller: Caller, chat: Chat, after: int, *, is_seen: bool) -> Given:
    """Return what a window does not show yet, and how it stands."""
    now = clock.now()
    return words.seen(chat, look(chat, after, now, is_seen=is_seen), now, base=_base(caller))


def _answer(request: HttpRequest, told: Given) -> HttpResponse:
    """Answer a script with what it asked, and a form with its page."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(told)
    return redirect("portal:chat")


def _base(caller: Caller) -> str:
    """A widget lives on another site: it gets whole addresses."""
    return settings.BASE_URL if caller.is_widget else ""
