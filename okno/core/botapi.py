"""The Bot API of Telegram as a bot asks it: one question, one answer, bounded in time and size. It knows nothing of the desk.

The server is whom an administrator names: Telegram's own, a proxy, a Bot API server of one's own network. The token stands in
the address of each question, so that address is told to nobody, no log included. Source: core.telegram.org/bots/api.
"""

import ipaddress
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from django.utils.translation import gettext_noop as _

from okno.core import outside

USUAL = "https://api.telegram.org"
SIZE_AT_MOST = 1024 * 1024
SECONDS = 10.0
TEXT_AT_MOST = 4096
NUMBER_AT_MOST = 10**6
WAIT_AT_MOST = timedelta(hours=1)  # whatever a server asks for
TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Nothing was handed over: the question may be asked again without being asked twice.
_NOT_ASKED = frozenset({"ConnectError", "ConnectTimeout", "gaierror", "ConnectionRefusedError"})

NOT_AN_ADDRESS = _("Write the address of the server as in https://api.telegram.org, without ? and #.")
NOT_SAFE = _(
    "The address begins with https; without encryption only a server of your own network is asked by its number."
)


class Silent(Exception):
    """There was no answer; `was_asked` tells that the question may have arrived."""

    def __init__(self, *, was_asked: bool) -> None:
        self.was_asked = was_asked
        super().__init__("no answer")


class Refused(Exception):
    """The server says no."""

    def __init__(self, code: int, after: timedelta | None = None, words: str = "") -> None:
        self.code = code
        self.words = words  # the server's own: to be compared, never shown
        self.after = after  # how long it wants to be left alone
        super().__init__(str(code))


@dataclass(frozen=True, slots=True)
class Api:
    """A server and the bot that asks there."""

    address: str
    token: str = field(repr=False)

    def ask(self, method: str, *, seconds: float = SECONDS, **arguments: Any) -> Any:
        """Return what the server gives for a method; raises Refused and Silent."""
        if not TOKEN.fullmatch(self.token):
            raise Refused(HTTPStatus.UNAUTHORIZED)
        host = (urlsplit(self.address).hostname or "").encode("idna").decode("ascii")
        url = f"{self.address.rstrip('/')}/bot{self.token}/{method}"
        form = {name: _plain(value) for name, value in arguments.items()}
        try:
            answer = async_to_sync(outside.ask)(
                url, named=host, form=form, size=SIZE_AT_MOST, seconds=seconds
            )
        except outside.Unreachable as trouble:
            raise Silent(was_asked=str(trouble) not in _NOT_ASKED) from None
        return _result(answer)


def complaint_of_address(address: str) -> str:
    """Return what is wrong with the address of a server, an English sentence of the catalogue; empty where nothing is."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        return NOT_AN_ADDRESS
    strange = parts.query or parts.fragment or "@" in parts.netloc or "\\" in address
    if parts.scheme not in ("http", "https") or not host or strange or not address.isprintable():
        return NOT_AN_ADDRESS
    return "" if parts.scheme == "https" or _is_near(host) else NOT_SAFE


def _is_near(host: str) -> bool:
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _result(answer: outside.Answer) -> Any:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("ok"), bool):
        raise Refused(answer.status if answer.status >= HTTPStatus.BAD_REQUEST else HTTPStatus.BAD_GATEWAY)
    if told["ok"]:
        return told.get("result")
    code, words, parameters = (told.get(name) for name in ("error_code", "description", "parameters"))
    wait = _number(parameters.get("retry_after")) if isinstance(parameters, dict) else None
    after = None if wait is None else min(timedelta(seconds=max(wait, 1)), WAIT_AT_MOST)
    raise Refused(_number(code) or answer.status, after, words if isinstance(words, str) else "")


def _number(value: Any) -> int | None:
    is_one = isinstance(value, int) and not isinstance(value, bool) and abs(value) < NUMBER_AT_MOST
    return value if is_one else None
