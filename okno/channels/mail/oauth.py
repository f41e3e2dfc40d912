"""Access tokens of mailboxes: refreshed shortly before they end, kept sealed (RFC 6749 §6, SASL XOAUTH2).

The secret of such a mailbox is sealed JSON: refresh_token and, where the provider wants it, client_secret; access_token
and expires_at (seconds of the epoch) are ours.
"""

import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_noop as _

from okno.channels.models import Mailbox
from okno.core.sealed import CannotOpen, seal, unseal

EARLIER = 120  # seconds before its end at which a token is renewed
SECONDS, SECONDS_TO_CONNECT = 20, 10
ANSWER_AT_MOST = 64 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

NO_CONSENT = _("The mail provider no longer lets the desk in; give consent again.")
PROVIDER_AWAY = _("The mail provider gives no token now.")
NO_SECRET = _("The tokens of the mailbox cannot be read; give consent again.")
TOKEN_REFUSED = _(
    "The mail server did not accept the token; the desk asks for a new one. If that does not help, give consent again."
)
NO_HTTPS = _("Tokens are fetched over HTTPS only; correct the address of the provider.")


class NoToken(Exception):
    """There is no token; the message is an English sentence of the catalogue. `is_final`: only a person can help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


def access_token(mailbox: Mailbox) -> str:
    """Return a token that is good for two more minutes at least; raises NoToken."""
    known = _opened(mailbox.secret)
    if _is_good(known):
        return str(known["access_token"])
    with transaction.atomic():
        # One process renews; those that waited for it find the new token.
        row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        known = _opened(row.secret)
        if not _is_good(known):
            known |= _asked(row, known)
            row.secret = seal(json.dumps(known))
            row.save(update_fields=["secret"])
    mailbox.secret = row.secret
    return str(known["access_token"])


def forget(mailbox: int, token: str) -> None:
    """Drop an access token that a server has refused before its time, so that the next attempt asks for a new one."""
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().filter(pk=mailbox).first()
        known = _opened(row.secret) if row is not None else {}
        # Another process may have a newer one already; without a refresh token there is nothing to ask with.
        if row is None or known.get("access_token") != token or not known.get("refresh_token"):
            return
        del known["access_token"]
        row.secret = seal(json.dumps(known))
        row.save(update_fields=["secret"])


def _is_good(known: dict[str, Any]) -> bool:
    return bool(known.get("access_token")) and float(known.get("expires_at") or 0) > time.time() + EARLIER


def _opened(secret: str) -> dict[str, Any]:
    try:
        known = json.loads(unseal(secret) or "{}")
    except (CannotOpen, ValueError):
        raise NoToken(NO_SECRET, is_final=True) from None
    if not isinstance(known, dict) or not (known.get("refresh_token") or known.get("access_token")):
        raise NoToken(NO_SECRET, is_final=True)
    return known


def _asked(mailbox: Mailbox, known: dict[str, Any]) -> dict[str, Any]:
    """Ask the provider for a new token; a new refresh token replaces the old one."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": str(known.get("refresh_token") or ""),
        "client_id": mailbox.oauth_client_id,
    }
    if known.get("client_secret"):
        form["client_secret"] = str(known["client_secret"])
    answer = _posted(mailbox.oauth_token_url, form)
    fresh = {
        "access_token": answer["access_token"],
        "expires_at": time.time() + _seconds(answer.get("expires_in")),
    }
    if answer.get("refresh_token"):
        fresh["refresh_token"] = answer["refresh_token"]
    return fresh


def _posted(url: str, form: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise NoToken(NO_HTTPS, is_final=True)
    import httpx2  # here: it takes a fifth of a second that most desks never need

    timeout = httpx2.Timeout(SECONDS, connect=SECONDS_TO_CONNECT)
    try:
        with (
            httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, data=form, headers={"Accept": "application/json"}) as response,
        ):
            body = b""
            for piece in response.iter_bytes():
                body += piece
                if len(body) > ANSWER_AT_MOST:
                    raise NoToken(PROVIDER_AWAY)
            status = response.status_code
    except httpx2.HTTPError:
        raise NoToken(PROVIDER_AWAY) from None
    try:
        answer = json.loads(body)
    except ValueError:
        answer = {}
    if status in {400, 401} and isinstance(answer, dict) and answer.get("error"):
        raise NoToken(NO_CONSENT, is_final=True)
    if status != 200 or not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):  # noqa: PLR2004
        raise NoToken(PROVIDER_AWAY)
    return answer


def _seconds(value: object) -> float:
    try:
        return min(max(float(str(value)), 60.0), 24 * 3600.0)
    except ValueError:
        return 3600.0
