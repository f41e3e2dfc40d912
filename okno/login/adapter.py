"""How login works here: what allauth asks us, answered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from okno.core import sealed
from okno.login import codes
from okno.login.whom import may_enter
from okno.people.actions.addresses import verify_address
from okno.people.models import Channel, Person

BACKEND = "okno.login.backends.ByMailAddress"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up with a password: people are met through letters, register by a code, or are added by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a code; the only letters of login that there are."""
        codes.send(template_prefix, email, context["code"])

    def pre_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse | None:  # noqa: ARG002
        """Let in only who may enter, whatever key was shown: password, code or passkey (SEC-36)."""
        if may_enter(user):
            return None
        clear_login(request)
        messages.error(request, _("You cannot enter with this. Ask your administrator."))
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Person) -> None:
        """Open the session, under a new number (SEC-39)."""
        user.backend = BACKEND  # what Django's login writes into the session
        super().login(request, user)

    def post_login(
        self, request: HttpRequest, user: Person, *, email: str | None, **facts: Any
    ) -> HttpResponse:
        """Remember that an address answers when a code proved it, then lead to the right room."""
        records = get_authentication_records(request, user)
        if email and any(record["method"] == "code" for record in records):
            verify_address(user, Channel.MAIL, email)
        response: HttpResponse = super().post_login(request, user, email=email, **facts)
        return response

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Ask for the password again."""
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead those who work here to the workspace, everybody else to the portal."""
        person = request.user
        works_here = isinstance(person, Person) and person.is_staff_member
        return "/" if works_here else reverse("portal:mine")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Lead back to the door."""
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Lead back to the profile."""
        return reverse("profile")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the caller; behind a relay on a local socket that tells none, this machine's."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return "127.0.0.1"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor lie sealed in their table."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for its row."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open the seal."""
        return sealed.unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return _("Okno")
