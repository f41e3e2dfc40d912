"""Whoever must have a second step and has none sets it up first: until then nothing else opens."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from okno.core.middleware import Middleware, refuse
from okno.people.models import Person
from okno.people.second_step import has_one, is_demanded

HAS_ONE: Final = "okno_second_step"  # in the session: it is not asked again with every page
# Where it is set up, and the way out; what a page needs to be drawn, and what is open to strangers and machines.
OPEN: Final = frozenset(
    """
    mfa_index mfa_activate_totp mfa_list_webauthn mfa_add_webauthn
    account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn account_logout set_language
    portal:accent portal:logo manifest app_icon workspace:service_worker /health/live /health/ready
    """.split()
)


class second_step(Middleware):  # noqa: N801 - read in settings as the thing that it demands
    """Lead to the page where it is set up; a deed and a stream are refused."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let through whoever needs none or has one."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN or not _is_missing(request):
            return None
        if name == "live":
            return HttpResponse(status=401)
        if request.method in ("GET", "HEAD"):
            return redirect("mfa_index")
        return refuse(
            request, 403, _("First set up the second step of the log-in; until then nothing else opens.")
        )


def forget(request: HttpRequest) -> None:
    """Look again with the next page: one was removed."""
    request.session.pop(HAS_ONE, None)


def _is_missing(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, Person) or not is_demanded(person) or request.session.get(HAS_ONE):
        return False
    if not has_one(person):
        return True
    request.session[HAS_ONE] = True
    return False
