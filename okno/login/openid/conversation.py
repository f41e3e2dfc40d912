"""allauth's conversation with a provider, held our way: discovery, keys and tokens as `core.openid` and `tokens` want them."""

from functools import cached_property
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from okno.core import openid
from okno.login.openid import tokens
from okno.login.openid.line import Trouble, unusable
from okno.people.entrances import callback_address
from okno.people.models import Entrance

SCOPE = ["openid", "email", "profile"]


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One entering by one entrance."""

    nonce = ""

    def __init__(self, request: HttpRequest, entrance: Entrance) -> None:
        super().__init__(request, str(entrance.pk))
        self.entrance = entrance

    @cached_property
    def told(self) -> openid.Provider:
        """What the provider tells about itself; raises Trouble."""
        try:
            return openid.discover(self.entrance.issuer)
        except openid.Unsuitable as trouble:
            raise unusable(trouble) from None

    @property
    def authorize_url(self) -> str:
        """Where one logs in."""
        return self.told.authorization

    @property
    def access_token_url(self) -> str:
        """Where a code becomes a token."""
        return self.told.token

    @property
    def basic_auth(self) -> bool:
        """Whether the secret goes in a header."""
        return self.told.takes_basic and bool(self.entrance.secret)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - allauth's signature
        """Return where the provider sends people back."""
        return callback_address(self.entrance, request.get_host())

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Check what the provider says; what it says about the mail address may come beside the token."""
        raw = kwargs["response"].get("id_token")
        if not isinstance(raw, str):
            raise Trouble(tokens.NOT_OURS)
        claims = tokens.claims_of(raw, self.told, client_id=app.client_id, nonce=self.nonce)
        if "email" not in claims and self.told.userinfo:
            claims = tokens.userinfo(token.token, self.told, subject=claims["sub"]) | claims
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})


class Back(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from the provider, with the nonce of this entering."""

    adapter: Conversation

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        if state is not None and "code" in request.GET:
            issuer = request.GET.get("iss")
            if issuer != self.adapter.told.issuer and (issuer or self.adapter.told.names_itself):
                raise Trouble(tokens.NOT_OURS)
        return state, response
