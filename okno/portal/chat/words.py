"""How the chat is told to a window: JSON of plain words, made in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from okno.channels.chat import book, solving, waiting
from okno.channels.chat.visitors import person_of
from okno.channels.chat.window import Window
from okno.channels.models import Chat
from okno.core.models.stored_file import Trouble
from okno.desk.models import Attachment, Message
from okno.portal import finding
from okno.portal.templatetags.portal import linked
from okno.staffing.telling import moment_of

MINUTE = 60


def state(now: datetime) -> dict[str, Any]:
    """Return whether somebody is there, when somebody will be, and how long one would wait who came now."""
    desk, waits = book.chat_desk(), _wait_now(now)
    return {
        "is_on": desk.is_active,
        **manned(now),
        "waiting": waits,
        "words": hello(now, waits),
        "welcome": desk.welcome,
    }


def beforehand(now: datetime) -> str:
    """Return in words what whoever comes now may expect."""
    return hello(now, _wait_now(now))


def _wait_now(now: datetime) -> dict[str, Any] | None:
    return wait(waiting.foretell(None, now)) if waiting.staff().is_open else None


def manned(now: datetime) -> dict[str, Any]:
    """Return whether somebody is there and when somebody will be, as it was known within the last seconds."""
    staff = waiting.staff()
    return {
        "is_open": staff.is_open,
        "opens_at": staff.opens_at.isoformat() if staff.opens_at else None,
        "opens_words": opens_words(staff, now),
    }


def opens_words(staff: waiting.Staff, now: datetime) -> str:
    """Return in a sentence when somebody will be there; nothing while somebody is."""
    if staff.is_open:
        return ""
    if staff.opens_at is None:
        return _("Nobody is here at the moment. Write to us and leave your mail address: we answer by mail.")
    told = {"when": moment_of(staff.opens_at, now)}
    return (
        _(
            "Nobody is here at the moment; we are back %(when)s. Write to us and leave your mail address: we answer by mail."
        )
        % told
    )


def wait(foretold: waiting.Foretold | None) -> dict[str, Any] | None:
    """Return an interval of minutes, and in words."""
    if foretold is None:
        return None
    low, high = foretold.low // MINUTE, max(ceil(foretold.high / MINUTE), 1)
    return {"low": low, "high": high, "words": _wait_words(low, high)}


def _wait_words(low: int, high: int) -> str:
    if high <= 1:
        return _("Usually somebody answers within a minute.")
    if low < 1:
        words = ngettext(
            "Usually somebody answers within %(n)d minute.",
            "Usually somebody answers within %(n)d minutes.",
            high,
        )
        return words % {"n": high}
    if low == high:
        words = ngettext(
            "Usually somebody answers in about %(n)d minute.",
            "Usually somebody answers in about %(n)d minutes.",
            high,
        )
        return words % {"n": high}
    words = ngettext(
        "Usually somebody answers in %(low)d–%(n)d minute.",
        "Usually somebody answers in %(low)d–%(n)d minutes.",
        high,
    )
    return words % {"low": low, "n": high}


def seen(chat: Chat, window: Window, now: datetime, *, base: str = "") -> dict[str, Any]:
    """Return what a window does not show yet, and how it stands."""
    return {
        "number": chat.ticket.number,
        "messages": messages(chat, window.said, base=base),
        "upto": window.upto,
        "words": line(chat, window, now),
        "typing": window.writes,
        "read": window.read_by_us,
        "place": window.place,
        "waiting": wait(window.foretold),
        "is_over": window.is_over,
        "solved": solving.is_asked(chat),
        "rating": rating(chat, now),
        "mail": chat.email,
        "state": manned(now),
    }


def rating(chat: Chat, now: datetime) -> dict[str, Any] | None:
    """Return what the visitor has said of the help, and that he may say it now; None where nothing is asked."""
    rated = finding.rated(person_of(chat.visitor), chat.ticket, now) if chat.ticket.is_over else None
    if rated is None or not rated.is_open:
        return None
    given = rated.given
    return {"stars": given.stars if given else 0, "words": given.words if given else ""}


def line(chat: Chat, window: Window, now: datetime) -> str:
    """Return in words how the conversation stands: over, with whom, or how long it takes until somebody comes."""
    if solving.is_asked(chat):
        return _("We think that it is solved. Is it?")
    if window.is_over:
        return _("This conversation is over.")
    owner = chat.ticket.owner
    if owner is not None:
        return _("You are talking with %(name)s.") % {"name": owner}
    place = _("You are number %(place)d in the queue.") % {"place": window.place} if window.place else ""
    return " ".join(filter(None, [place, hello(now, wait(window.foretold))]))


def hello(now: datetime, waits: dict[str, Any] | None) -> str:
    """Return in words whether somebody is there, and how long one waits."""
    return opens_words(waiting.staff(), now) or (waits["words"] if waits else _("We are here."))


def messages(chat: Chat, said: Sequence[Message], *, base: str = "") -> list[dict[str, Any]]:
    """Return messages with their files."""
    files = book.files_in(chat, list(said)) if said else {}
    return [
        {
            "id": one.pk,
            "who": "we" if one.is_from_us else "you",
            "name": str(one.author),
            "text": one.text,
            "html": str(linked(one.text)),
            "at": one.at.isoformat(),
            "files": [_file(chat, file, base) for file in files.get(one.pk, []) if file.redacted_at is None],
        }
        for one in said
    ]


def checked(chat: Chat, files: Sequence[int], *, base: str = "") -> list[dict[str, Any]]:
    """Return those of these files, shown while the virus scanner read them, about which it has spoken since."""
    told = [_file(chat, one, base) for one in book.files_named(chat, files)] if files else []
    return [one for one in told if one["trouble"] != Trouble.CHECKING]


def _file(chat: Chat, file: Attachment, base: str) -> dict[str, Any]:
    trouble = file.file.trouble
    place = reverse("portal:chat_file_of", args=[book.sign_of(chat, file)])
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.file.size,
        "is_picture": file.is_seen,
        "url": "" if file.file.is_kept_back else base + place,
        "trouble": trouble or "",
        "trouble_words": trouble.label if trouble else "",
    }
