"""Who the user of a foreign site is, where that site vouches for it: HMAC-SHA256 with the secret of its widget.

What is signed is `id`, mail address and the end (seconds since 1970, UTC), joined by line ends. The site signs a mail address
only where it has checked it: whoever bears the signature is that person for the desk, too. Without a good signature nobody is
anybody.
"""

import hashlib
import hmac
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from okno.channels.models import Widget
from okno.channels.widget.origins import widget_of
from okno.core.numbers import whole
from okno.core.sealed import CannotOpen, unseal
from okno.core.text import keepable, one_line
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person

LONGEST = timedelta(days=1)  # so far ahead a signature may end; a stolen one is not good for ever
SLACK = timedelta(minutes=2)  # clocks of two machines differ
_PARTS = ("id", "email", "expires", "signature")

log = logging.getLogger(__name__)


def signature(secret: str, user: str, email: str, expires: int) -> str:
    """Return the signature in hexadecimal digits, as the site's server makes it."""
    return hmac.new(secret.encode(), f"{user}\n{email}\n{expires}".encode(), hashlib.sha256).hexdigest()


def vouched(widget: Widget, claims: object, now: datetime) -> bool:
    """Tell whether the site has signed these claims; why not is written into the log, without names and addresses."""
    why = _why_not(widget, claims, now)
    if why:
        log.warning("widget %s: an identity is not believed: %s", widget.key, why)
    return not why


def person_of(widget: Widget, claims: object, now: datetime) -> Person | None:
    """Return the person for whom the site vouches, met now at the latest; None for everybody else.

    Colleagues come by the login alone: no secret of a site makes anybody one of them.
    """
    if not isinstance(claims, dict) or not claims or not vouched(widget, claims, now):
        return None
    name = one_line(str(claims.get("name") or ""), 200)
    email = str(claims["email"]).strip()
    channel, value = (Channel.MAIL, email) if email else (Channel.OTHER, f"{widget.key}:{claims['id']}"[:254])
    person = meet(channel, value, name=name)
    if person.is_staff_member or person.is_robot or not person.is_active:
        log.warning("widget %s: an identity is not believed: no customer", widget.key)
        return None
    return person


def vouched_for(key: str, claims: object, now: datetime) -> Person | None:
    """Return the same for the widget of a key; None where there is no such widget."""
    widget = widget_of(key) if key and claims else None
    return person_of(widget, claims, now) if widget else None


def _why_not(widget: Widget, claims: object, now: datetime) -> str:
    if not widget.secret:
        return "the widget has no secret"
    if not isinstance(claims, dict) or any(not _is_word(claims.get(name)) for name in _PARTS):
        return "a part is missing or no word"
    user, email, expires, given = (str(claims[name]) for name in _PARTS)
    if not user or (email and "@" not in email) or any(sign in user + email for sign in "\r\n\x00"):
        return "the name of the user or the address cannot be so"
    if whole(expires, digits=11) is None:
        return "the end is no number of seconds"
    try:
        wanted = signature(unseal(widget.secret), user, email, int(expires))
    except CannotOpen:
        return "the secret cannot be opened with the key of this desk"
    is_good = hmac.compare_digest(wanted.encode(), given.lower().encode("utf-8", "replace"))
    return _why_not_now(int(expires), now) if is_good else "the signature does not fit"


def _why_not_now(expires: int, now: datetime) -> str:
    end = datetime.fromtimestamp(expires, UTC)
    if end < now - SLACK:
        return "it has expired"
    return "it ends later than in a day" if end > now + LONGEST + SLACK else ""


def _is_word(value: Any) -> bool:
    return (isinstance(value, str) and len(value) <= 254 and keepable(value) == value) or (  # noqa: PLR2004 - as an address of the desk
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12
    )
