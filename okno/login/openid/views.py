"""Three addresses of an entrance: to the provider, back from it, and out of it."""

import secrets
from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from okno.core import openid
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.login.adapter import AccountAdapter
from okno.login.openid.conversation import SCOPE, Back, Conversation
from okno.login.openid.line import Trouble
from okno.people.models import Entrance

TIMES, SECONDS = 60, 600  # of one caller: each asks the provider about itself


@require_safe
@never_cache
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the provider, with a state, a nonce and a challenge of this browser's session."""
    conversation = Conversation(request, _found(request, pk))
    provider = conversation.get_provider()
    provider.oauth2_adapter_class = lambda _request, _id: conversation
    nonce = secrets.token_urlsafe(32)

    def led() -> HttpResponse:
        return provider.redirect(  # type: ignore[no-any-return] # allauth has no types
            request,
            process="login",
            next_url=get_next_redirect_url(request),
            scope=SCOPE,
            auth_params={"nonce": nonce},
            nonce=nonce,
        )

    return _held(conversation, led)


@require_safe
@never_cache
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what the provider sends back, once, and open the door or say why not."""
    conversation = Conversation(request, _found(request, pk))
    return _held(conversation, lambda: Back.adapter_view(conversation)(request))


@require_safe
@never_cache
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page of the provider where one logs out there, too (RP-Initiated Logout 1.0)."""
    entrance = _found(request, pk)
    door = reverse("account_login")
    try:
        to = openid.discover(entrance.issuer).end_session
    except openid.Unsuitable:
        to = ""
    if not to:
        words = _("“%(entrance)s” has no page for logging out; close it in its own window.")
        messages.info(request, words % {"entrance": entrance})
        return redirect(door)
    named = {
        "client_id": entrance.client_id,
        "post_logout_redirect_uri": f"{request.scheme}://{request.get_host()}{door}",
    }
    return HttpResponseRedirect(f"{to}{'&' if '?' in to else '?'}{urlencode(named)}")


def _held(conversation: Conversation, hold: Callable[[], HttpResponse]) -> HttpResponse:
    """Hold the conversation; what goes wrong in it is a sentence at the door."""
    try:
        return hold()
    except ImmediateHttpResponse as end:
        return cast("HttpResponse", end.response)
    except Trouble as trouble:
        words = _(trouble.words) % {"entrance": conversation.entrance}
        messages.error(conversation.request, words)
        return redirect("account_login")


def _found(request: HttpRequest, pk: int) -> Entrance:
    at_most(TIMES, SECONDS, "entrance", AccountAdapter(request).get_client_ip(request))
    try:
        entrance = Entrance.objects.open().filter(pk=pk).first()
    except OverflowError:
        entrance = None
    if entrance is None:
        raise NotFound
    return entrance
