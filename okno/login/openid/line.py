"""allauth speaks with providers through a session of `requests`; this one reaches only what the desk may reach (SEC-44)."""

import json
import logging
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote_plus

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.translation import gettext_noop as _

from okno.core import openid, outside

UNUSABLE = _("“%(entrance)s” cannot be used at present. Take another way in, or tell your administrator.")
log = logging.getLogger(__name__)


class Trouble(OAuth2Error):  # type: ignore[misc]
    """The conversation with the provider failed; `words` is an English sentence of the catalogue."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


def unusable(trouble: openid.Unsuitable) -> Trouble:
    """Return what a visitor is told where the provider fails; the reason is for the log and for the check of the settings."""
    log.warning("single sign-on: %s", trouble.words)
    return Trouble(UNUSABLE)


class Said:
    """An answer, as allauth reads it."""

    def __init__(self, answer: outside.Answer) -> None:
        self.status_code = answer.status
        self.headers = {"content-type": answer.kind}
        self.text = answer.body.decode("utf-8", "replace")
        self.content = b""  # allauth puts it into its errors; what a server says is shown to nobody

    def json(self) -> Any:
        """Return the answer as JSON; raises Trouble."""
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise unusable(openid.Unsuitable(openid.NO_DOCUMENT))
        return found


class Line:
    """A line to one provider."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is kept open."""

    def request(
        self,
        _method: str,
        url: str,
        *,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
        params: None = None,  # noqa: ARG002 - allauth's call
    ) -> Said:
        """Hand a form to the provider, the client's name and secret in a header where it wants them there (RFC 6749 §2.3.1)."""
        told = {"Accept": "application/json"} | dict(headers or {})
        if auth is not None:
            pair = f"{quote_plus(auth.username)}:{quote_plus(auth.password)}"
            told["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return self._said(url, form={name: str(value) for name, value in (data or {}).items()}, headers=told)

    def _said(self, url: str, **how: Any) -> Said:
        try:
            return Said(openid.ask(self._issuer, url, **how))
        except openid.Unsuitable as trouble:
            raise unusable(trouble) from None
