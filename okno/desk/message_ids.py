"""Message-IDs and reply addresses that prove themselves: 120 bits of HMAC over the ticket (SEC-26, SEC-48).

Source: RFC 5322 §3.6.4 (identification fields), RFC 2104 (HMAC), RFC 5233 (sub-addressing).
"""

import base64
import hashlib
import hmac
import re
import secrets
from urllib.parse import urlsplit

from django.conf import settings

from okno.desk.models import Ticket

_SIGNATURE = 24  # base32 signs, 5 bits each: 120 bits
_ours = re.compile(rf"^okno\.(\d{{1,18}})\.([0-9a-z]{{10,40}})\.([a-z2-7]{{{_SIGNATURE}}})@")
_token = re.compile(rf"^(\d{{1,18}})-([a-z2-7]{{{_SIGNATURE}}})$")


def fresh(ticket: Ticket) -> str:
    """Return a new Message-ID of this ticket, without angle brackets."""
    number, salt = ticket.number, secrets.token_hex(10)
    return f"okno.{number}.{salt}.{_sign('message-id', f'{number}.{salt}')}@{domain()}"


def number_in(message_id: str) -> int | None:
    """Return the ticket number in a Message-ID that we made ourselves; None for all others, forged ones included."""
    found = _ours.match(message_id.strip("<> \t").lower())
    if not found:
        return None
    number, salt, signature = found.groups()
    for key in _keys():
        if hmac.compare_digest(signature, _sign("message-id", f"{number}.{salt}", key)):
            return int(number)
    return None


def reply_token(ticket: Ticket, address: str) -> str:
    """Return the sign for the reply address: it names the ticket and holds for this recipient alone."""
    return f"{ticket.number}-{_sign('reply-address', f'{ticket.number}|{address.lower()}')}"


def token_holds(token: str, address: str) -> int | None:
    """Return the ticket number of a reply token that was given to this address; None where it was not."""
    found = _token.match(token.lower())
    if not found:
        return None
    number, signature = found.groups()
    for key in _keys():
        if hmac.compare_digest(signature, _sign("reply-address", f"{number}|{address.lower()}", key)):
            return int(number)
    return None


def domain() -> str:
    """Return the right side of our Message-IDs: the domain of the desk's own address."""
    return str(settings.DESK_ADDRESS).rpartition("@")[2] or str(urlsplit(settings.BASE_URL).hostname)


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _sign(purpose: str, text: str, key: str | None = None) -> str:
    digest = hmac.new(
        (key or settings.SECRET_KEY).encode(), f"okno {purpose} {text}".encode(), hashlib.sha256
    ).digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNATURE]
