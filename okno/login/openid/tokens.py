"""What a provider says about somebody, and whether it is really said by it, to us, now, about this very entering.

Source: OpenID Connect Core 1.0 §3.1.3.7 (ID token) and §5.3.2 (user info).
"""

from typing import Any

import jwt
from django.utils.translation import gettext_noop as _

from okno.core import openid
from okno.login.openid.line import Trouble, unusable

NOT_OURS = _("What the provider has said about you could not be checked. Please try once more.")
LEEWAY_SECONDS = 60  # clocks differ
NEEDED = ["iss", "sub", "aud", "exp", "iat"]


def claims_of(token: str, provider: openid.Provider, *, client_id: str, nonce: str) -> dict[str, Any]:
    """Return what a signed ID token says; raises Trouble."""
    try:
        found: dict[str, Any] = jwt.decode(
            token,
            _key(token, provider),
            algorithms=list(openid.ALGORITHMS),
            audience=client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Trouble(NOT_OURS) from error
    party = found.get("azp", client_id if isinstance(found["aud"], str) or len(found["aud"]) == 1 else "")
    if not nonce or found.get("nonce") != nonce or party != client_id or not isinstance(found["sub"], str):
        raise Trouble(NOT_OURS)
    return found


def userinfo(access_token: str, provider: openid.Provider, *, subject: str) -> dict[str, Any]:
    """Return what the provider tells besides; about somebody else it is not believed."""
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
    try:
        told = openid.document(openid.ask(provider.issuer, provider.userinfo, headers=headers), NOT_OURS)
    except openid.Unsuitable as trouble:
        raise unusable(trouble) from None
    if told.get("sub") != subject:
        raise Trouble(NOT_OURS)
    return told


def _key(token: str, provider: openid.Provider) -> Any:
    """Return the public key of the provider that the token names; where it names none, the only one."""
    try:
        published = jwt.PyJWKSet.from_dict(openid.keys(provider)).keys
    except openid.Unsuitable as trouble:
        raise unusable(trouble) from None
    named = jwt.get_unverified_header(token).get("kid")
    signing = [key for key in published if key.public_key_use in (None, "sig")]
    fitting = [key for key in signing if key.key_id == named] if named else signing
    if len(fitting) != 1:
        raise Trouble(NOT_OURS)
    return fitting[0]
