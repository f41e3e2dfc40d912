"""What a provider of OpenID Connect tells about itself, and whether that is enough to believe it.

Source: OpenID Connect Discovery 1.0 §4; RFC 7636 (PKCE), RFC 9207 (issuer in the answer), RP-Initiated Logout 1.0.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.utils.translation import gettext_noop as _

from okno.core import outside

WELL_KNOWN = "/.well-known/openid-configuration"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Signatures that a provider alone can make; the ones of a shared secret and «none» are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA")
SIZE_AT_MOST = 256 * 1024
SECONDS = 10.0

NOT_AN_ISSUER = _("Write the address of the provider as in https://id.example.com, without ? and #.")
NOT_SAFE = _("The address begins with https; without encryption only a provider on this machine is asked.")
SILENT = _("The provider does not answer, or not in time.")
NO_DOCUMENT = _("The provider tells nothing about itself there; compare the address with its instructions.")
ANOTHER = _(
    "The provider calls itself otherwise than it is called here; take its address from its instructions."
)
INCOMPLETE = _("The provider does not tell where one logs in, where it gives tokens and what its keys are.")
NOT_ENCRYPTED = _("The provider names an address without encryption; tokens must not go there.")
NO_CODE = _("The provider does not offer the authorization code flow.")
NO_SIGNATURE = _("The provider signs in no way that can be checked with its public keys.")
NO_PKCE = _("The provider does not know PKCE with S256, which protects the code on its way.")


class Unsuitable(Exception):
    """The provider cannot be used; `words` is an English sentence of the catalogue."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider does what, as it tells itself."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    takes_basic: bool  # the client's secret goes into a header
    names_itself: bool  # its answers in the browser tell the issuer (RFC 9207)


def complaint_of_issuer(issuer: str) -> str:
    """Return what is wrong with the address of a provider, an English sentence of the catalogue; empty where nothing is."""
    try:
        parts = urlsplit(issuer)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return NOT_AN_ISSUER
    strange = (
        parts.query or parts.fragment or "@" in parts.netloc or "\\" in issuer or not issuer.isprintable()
    )
    if parts.scheme not in ("http", "https") or not host or strange or " " in issuer:
        return NOT_AN_ISSUER
    return "" if parts.scheme == "https" or host in LOOPBACK else NOT_SAFE


def discover(issuer: str) -> Provider:
    """Ask the provider where it does what; raises Unsuitable."""
    if complaint := complaint_of_issuer(issuer):
        raise Unsuitable(complaint)
    told = document(ask(issuer, issuer.rstrip("/") + WELL_KNOWN), NO_DOCUMENT)
    own = _text(told, "issuer")
    if own.rstrip("/") != issuer.rstrip("/"):
        raise Unsuitable(ANOTHER)
    provider = Provider(
        issuer=own,
        authorization=_text(told, "authorization_endpoint"),
        token=_text(told, "token_endpoint"),
        keys=_text(told, "jwks_uri"),
        userinfo=_text(told, "userinfo_endpoint"),
        end_session=_text(told, "end_session_endpoint"),
        takes_basic="client_secret_post"
        not in _words(told, "token_endpoint_auth_methods_supported", ["client_secret_basic"]),
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )
    _look_at(provider, told, is_safe=urlsplit(issuer).scheme == "https")
    return provider


def ask(issuer: str, url: str, **how: Any) -> outside.Answer:
    """Ask a server of the provider: the one that was named may be in our own network; raises Unsuitable."""
    try:
        named = (urlsplit(issuer).hostname or "").encode("idna").decode("ascii")
        return async_to_sync(outside.ask)(url, named=named, size=SIZE_AT_MOST, seconds=SECONDS, **how)
    except (outside.Unreachable, UnicodeError):
        raise Unsuitable(SILENT) from None


def keys(provider: Provider) -> dict[str, Any]:
    """Return the public keys of the provider as it publishes them (RFC 7517); raises Unsuitable."""
    return document(ask(provider.issuer, provider.keys), INCOMPLETE)


def _look_at(provider: Provider, told: dict[str, Any], *, is_safe: bool) -> None:
    if not (provider.authorization and provider.token and provider.keys):
        raise Unsuitable(INCOMPLETE)
    named = (provider.authorization, provider.token, provider.keys, provider.userinfo, provider.end_session)
    if any(complaint_of_place(one, is_safe=is_safe) for one in named if one):
        raise Unsuitable(NOT_ENCRYPTED)
    if "code" not in _words(told, "response_types_supported", ["code"]):
        raise Unsuitable(NO_CODE)
    if not set(ALGORITHMS) & set(_words(told, "id_token_signing_alg_values_supported", ["RS256"])):
        raise Unsuitable(NO_SIGNATURE)
    if "S256" not in _words(told, "code_challenge_methods_supported", ["S256"]):
        raise Unsuitable(NO_PKCE)


def complaint_of_place(url: str, *, is_safe: bool) -> str:
    """Return what is wrong with an address that the provider names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return NOT_ENCRYPTED
    fits = parts.scheme == "https" or (not is_safe and parts.scheme == "http" and parts.hostname in LOOPBACK)
    return "" if fits and parts.hostname and "@" not in parts.netloc and url.isprintable() else NOT_ENCRYPTED


def document(answer: outside.Answer, otherwise: str) -> dict[str, Any]:
    """Return the object in the answer; raises Unsuitable with these words."""
    try:
        found = json.loads(answer.body) if answer.status == 200 else None  # noqa: PLR2004 - HTTP: OK
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Unsuitable(otherwise)
    return found


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _words(told: dict[str, Any], name: str, usual: list[str]) -> list[str]:
    value = told.get(name, usual)
    return [str(one) for one in value] if isinstance(value, list) else []
