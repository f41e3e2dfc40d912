"""What allauth asks us about single sign-on, answered: providers are rows of `Entrance`, strangers are decided by `whose`."""

from typing import Any, NoReturn

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from okno.core import sealed
from okno.login.openid.line import Line, Trouble
from okno.login.openid.whose import NotLetIn, whose
from okno.people.models import Entrance

UNFINISHED = gettext_noop(
    "The login at “%(entrance)s” was not finished, or took too long. Please try once more."
)
DIGITS = 18  # of an id, as many as surely fit into its column


class EntranceAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Entering with an account of somebody else."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's signature
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002
    ) -> list[SocialApp]:
        """Return the entrance as allauth knows such things; nothing lies in its own tables."""
        entrance = _entrance(provider)
        return [_app(entrance)] if entrance else []

    def get_requests_session(self) -> Line:
        """Return the line to the provider of this conversation."""
        entrance = _entrance(self.request.resolver_match.kwargs["pk"])
        return Line(entrance.issuer if entrance else "")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find out who enters, or say why nobody does; of what the provider has told nothing is kept."""
        entrance = _entrance(sociallogin.account.provider)
        assert entrance is not None, "the conversation was held with it"
        claims = sociallogin.account.extra_data["id_token"]
        sociallogin.account.extra_data = {}
        try:
            sociallogin.user = whose(entrance, claims)
        except NotLetIn as refusal:
            to_the_door(request, _(refusal.words) % {"entrance": entrance})

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Lead back to the door with a sentence."""
        if error == AuthError.CANCELLED:
            to_the_door(request, _("You did not log in at “%(entrance)s”.") % {"entrance": provider.name})
        words = exception.words if isinstance(exception, Trouble) else UNFINISHED
        to_the_door(request, _(words) % {"entrance": provider.name})


def entered_by(request: HttpRequest) -> int | None:
    """Return the entrance by which the one behind this session came in, if it was one."""
    records = get_authentication_records(request, request.user)
    ways = [record["provider"] for record in records if record.get("method") == "socialaccount"]
    return int(ways[-1]) if ways else None


def to_the_door(request: HttpRequest, words: str) -> NoReturn:
    """End the conversation at the page of login, with a sentence."""
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("account_login"))


def _entrance(pk: object) -> Entrance | None:
    words = str(pk)
    is_id = words.isdecimal() and words.isascii() and len(words) <= DIGITS
    return Entrance.objects.open().filter(pk=int(words)).first() if is_id else None


def _app(entrance: Entrance) -> SocialApp:
    try:
        secret = sealed.unseal(entrance.secret)
    except sealed.CannotOpen:
        secret = ""  # the provider refuses, and the check tells why
    return SocialApp(
        provider="openid_connect",
        provider_id=str(entrance.pk),
        name=entrance.name,
        client_id=entrance.client_id,
        secret=secret,
        settings={"server_url": entrance.issuer, "oauth_pkce_enabled": True, "email_authentication": False},
    )
