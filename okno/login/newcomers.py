"""How somebody becomes known: a code proves whose the mail address is, a name is asked for, and a customer comes in.

Until the code is right nothing tells an address of nobody from one of a customer: both take the same road (SEC-37).
"""

import time
from typing import Any, Final, cast

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import get_next_redirect_url, perform_login
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from okno.login import codes
from okno.login.forms import NewcomerForm
from okno.people import consents
from okno.people.actions.register import register

SECONDS: Final = 3600  # so long the name may take
_PLACE: Final = "okno_newcomer"


class RequestCode(account.RequestLoginCodeView):  # type: ignore[misc]
    """Where the code goes: to whoever is known, and to whoever may become so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Forget a code that is under way when another one is asked for: the address may have been mistyped."""
        if request.method == "POST" and not request.user.is_authenticated:
            clear_login(request)
        return cast("HttpResponseBase", super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Form) -> HttpResponseBase:
        """Send it. Whether a letter leaves is decided later, where nobody waits."""
        address = form.cleaned_data["email"]
        process = LoginCodeVerificationProcess.initiate(request=self.request, user=form._user, email=address)  # type: ignore[attr-defined]  # noqa: SLF001 - allauth's way to hand it over
        if process.user is None:
            code = process.generate_code()
            codes.send("account/email/login_code", address, code, caller=codes.caller(self.request))
            process.persist()
        return redirect(self.get_success_url())


class ConfirmCode(account.ConfirmLoginCodeView):  # type: ignore[misc]
    """The code from the letter. Whoever is known comes in, whoever is not is asked for the name."""

    def _verify_form_valid(self, form: Form) -> HttpResponseBase:
        if self._process.user is not None:
            return cast("HttpResponseBase", super()._verify_form_valid(form))
        onward = self.get_next_url()
        self._process.abort()
        self.request.session[_PLACE] = {"address": self._process.state["email"], "at": time.time()}
        return redirect(_way("newcomer", onward))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: HttpRequest) -> HttpResponseBase:
    """Ask whoever has just proved a mail address for the name, and let him in."""
    onward, address = get_next_redirect_url(request), _proven(request)
    if not address or request.user.is_authenticated:
        return redirect(_way("account_request_login_code", onward))
    texts = consents.asked_of_strangers()
    form = NewcomerForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        person = register(
            address, name=form.cleaned_data["name"], language=get_language() or "", agreed=texts
        )
        del request.session[_PLACE]
        record_authentication(request, person, method="code", email=address)
        return cast("HttpResponseBase", perform_login(request, person, redirect_url=onward))
    words = {"form": form, "address": address, "next": onward or ""}
    return render(request, "login/newcomer.html", words, status=422 if form.errors else 200)


request_code, confirm_code = RequestCode.as_view(), ConfirmCode.as_view()


def _proven(request: HttpRequest) -> str:
    """Return the mail address whose code came back in this session lately; empty where there is none."""
    known = request.session.get(_PLACE)
    return str(known["address"]) if known and time.time() - known["at"] <= SECONDS else ""


def _way(page: str, onward: str | None) -> str:
    return f"{reverse(page)}?{urlencode({'next': onward})}" if onward else reverse(page)
