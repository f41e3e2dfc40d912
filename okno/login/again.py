"""Is it you? A code by mail in an open session, before what cannot be undone: a stolen session alone does not do it."""

from typing import Any, Self

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from okno.core.refusals import Conflict
from okno.core.throttle import at_most
from okno.login import codes
from okno.login.forms import ConfirmLoginCodeForm
from okno.login.whom import whom
from okno.people import proving
from okno.people.models import Address, Channel, Person

TIMES, SECONDS = 5, 3600  # letters to one person


class NoMailAddress(Conflict):
    message = gettext_lazy("The desk knows no mail address of yours. Write to us: people help.")


class CodeAgain(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """One code on its way to the person of this session: its time and its attempts, as at the door."""

    place = "okno_code_again"  # in the session
    letter = "account/email/again_code"

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
        )

    @classmethod
    def begun(cls, request: HttpRequest, person: Person, address: str) -> Self:
        """Send a code to the person's address; one that was sent before works no more."""
        process = cls(request, cls.initial_state(user=person, email=address))
        process.send()
        return process

    @classmethod
    def of(cls, request: HttpRequest, person: Person) -> Self | None:
        """Return the one that is on its way; None where there is none, or its time is over."""
        state = request.session.get(cls.place)
        process = cls(request, state) if state else None
        return process.abort_if_invalid() if process and process.user == person else None

    def send(self) -> None:
        """Send the letter."""
        self.state["code"] = codes.made_up()
        codes.send(self.letter, self.state["email"], self.code)
        self.persist()

    def persist(self) -> None:
        """Keep it in the session."""
        self.request.session[self.place] = self.state

    def abort(self) -> None:
        """Forget it."""
        self.request.session.pop(self.place, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def again(request: HttpRequest) -> HttpResponseBase:
    """Offer to send a code, then ask for it; who knows it is led back to where he came from."""
    person = request.user
    assert isinstance(person, Person)
    target, address = _next(request), _address_of(person)
    if request.method == "POST" and "send" in request.POST:
        if not address:
            raise NoMailAddress
        at_most(TIMES, SECONDS, "code-again", str(person.pk))
        CodeAgain.begun(request, person, address)
        return redirect(proving.address(target))
    process = CodeAgain.of(request, person)
    if request.method == "POST" and process is None:
        messages.error(request, _("The time of the code is over. Ask for a new one."))
        return redirect(proving.address(target))
    form = ConfirmLoginCodeForm(request.POST or None, code=process.code if process else None)
    if process is not None and form.is_bound:
        if form.is_valid():
            process.abort()
            proving.prove(request, person, process.state["email"])
            return redirect(target)
        if not process.record_invalid_attempt():
            messages.error(request, _("The code was wrong too often. Ask for a new one."))
            return redirect(proving.address(target))
    context = {"form": form, "is_sent": process is not None, "address": address, "next": target}
    return render(request, "login/again.html", context, status=422 if form.errors else 200)


def _address_of(person: Person) -> str:
    """Return where a code reaches this person: where he is written to, or else another address that opens to him."""
    rows = Address.objects.filter(person=person, channel=Channel.MAIL).order_by("pk")
    known = [person.email, *rows.values_list("value", flat=True)]
    return next((one for one in known if one and whom(one) == person), "")


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else reverse("profile")
