"""Message ids and dates of a letter (RFC 5322 §3.6.1, §3.6.4)."""

from __future__ import annotations

import email.utils
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from okno.channels.mail.parsing import words
from okno.channels.mail.parsing.limits import MAX_IDS

if TYPE_CHECKING:
    from okno.channels.mail.parsing.fields import Fields

_ID = re.compile(r"<([^<>]{1,998})>")
_BARE = re.compile(r"[^\s<>,;\"]{1,998}@[^\s<>,;\"]{1,998}")


def message_id(fields: Fields) -> str:
    """The id without angle brackets; empty when there is none."""
    return _one(words.decode_value(fields.first("message-id"), 1000))


def in_reply_to(fields: Fields) -> tuple[str, ...]:
    """The ids of In-Reply-To without angle brackets."""
    return _ids(fields.all("in-reply-to"))[:20]


def references(fields: Fields) -> tuple[str, ...]:
    """The ids of References and In-Reply-To, the oldest first; of too many the first and the last ones."""
    found = tuple(dict.fromkeys((*_ids(fields.all("references")), *in_reply_to(fields))))
    return found if len(found) <= MAX_IDS else (*found[:20], *found[20 - MAX_IDS :])


def date(fields: Fields) -> datetime | None:
    """When the sender says that it was written, in UTC; None when that cannot be read."""
    value = words.decode_value(fields.first("date"), 100)
    try:
        moment = email.utils.parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _ids(values: list[bytes]) -> tuple[str, ...]:
    found: list[str] = []
    for value in values[:50]:
        text = words.raw_text(value)
        inside = [re.sub(r"\s+", "", match) for match in _ID.findall(text)]
        rest = _ID.sub(" ", text)
        found.extend(one for one in inside if one)
        found.extend(_BARE.findall(rest) if not inside else [])
    return tuple(dict.fromkeys(found))


def _one(text: str) -> str:
    match = _ID.search(text)
    if match:
        return re.sub(r"\s+", "", match[1])
    return re.sub(r"\s+", "", text.strip("<> "))[:998]
