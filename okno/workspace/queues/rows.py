"""The rows of lists: read as few columns, drawn in one piece, because every list shows fifty of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from okno.catalog.models.priority import named
from okno.desk.models import MessageKind, State, Ticket
from okno.desk.search.snippets import Snippet
from okno.look.icons import icon
from okno.look.templatetags.look import Chip, avatar, clock_chip, drawn_clock
from okno.people.models.person import called

_PERSON = ("name", "email", "role")
_OWN = (
    *("pk", "number", "subject", "state", "created_at", "changed_at", "next_due_at", "due_order"),
    *("last_words", "last_from_customer"),
)
_COLUMNS = (
    *_OWN,
    *(f"requester__{column}" for column in _PERSON),
    "organisation__name",
    *(f"owner__{column}" for column in _PERSON),
    *("priority__rank", "priority__name", "priority__name_en"),
)
_OVER = (State.RESOLVED, State.CLOSED)
_URGENT = 1  # the rank that a row marks
_SOME = 987_654_321_987  # stands for any number; resolving an address takes longer than drawing its row
_KEPT = 4096  # drawn rows, about 2 KB each
_ROW = (
    '<a id="row-{number}" class="row{fresh}" href="{url}"{fetch}>'
    '<span class="row__line"><span class="row__subject">{dot}<span>{subject}</span></span>{owner}</span>'
    '<span class="row__line"><span class="row__who">{who}</span>{clock}</span>'
    '<span class="row__line"><span class="row__last{marked}">{last}</span>'
    '<span class="row__facts">{urgent}<span>№\u00a0{number}</span></span></span></a>'
)
_SAID_IN = {
    MessageKind.NOTE.value: ("note", gettext_lazy("In a note")),
    MessageKind.REPLY.value: ("reply", gettext_lazy("In a reply")),
    "file": ("attach", gettext_lazy("File")),
}
_OWNER = '<span title="{0}">{1}<span class="sr-only">{0}</span></span>'


class Row(NamedTuple):
    """What a list shows of one ticket."""

    pk: int
    number: int
    subject: str
    state: str
    created_at: datetime
    changed_at: datetime
    next_due_at: datetime | None
    due_order: datetime
    last_words: str
    last_from_customer: bool
    requester: str
    organisation: str
    owner: str
    is_urgent: bool
    priority: str


def read(tickets: QuerySet[Ticket]) -> list[Row]:
    """Return the rows of these tickets in their order, by one statement."""
    return [_row(*values) for values in tickets.values_list(*_COLUMNS)]


def _row(*values: Any) -> Row:
    own, others = values[: len(_OWN)], values[len(_OWN) :]
    name, email, role, organisation, owner, owner_email, owner_role, rank, *priority = others
    requester = called(name, email, role)
    owner = called(owner, owner_email, owner_role) if owner_role else ""
    return Row._make((*own, requester, organisation or "", owner, rank == _URGENT, named(*priority)))


def draw(
    rows: Iterable[Row],
    *,
    slug: str = "",
    plain: bool = False,
    found: Mapping[int, Snippet] | None = None,
) -> SafeString:
    """Draw the rows; ``slug`` is the queue that goes with their links, a ``plain`` link loads a whole page.

    Where something was ``found`` in a ticket, it stands in the place of the last words.
    """
    address = reverse("workspace:ticket", args=[_SOME]).replace(str(_SOME), "{}")
    address += f"?queue={slug}" if slug else ""
    language = get_language()
    where = found or {}
    drawn = ((_drawn(row, _chip(row), address, language, where.get(row.pk), plain=plain),) for row in rows)
    return format_html_join("\n", "{}", drawn)


def _chip(row: Row) -> Chip | None:
    if row.state in _OVER or not (row.next_due_at or row.state == State.WAITING):
        return None
    return clock_chip(row.next_due_at, paused=not row.next_due_at)


@lru_cache(_KEPT)
def _drawn(
    row: Row, chip: Chip | None, address: str, _language: str | None, found: Snippet | None, *, plain: bool
) -> SafeString:
    """Draw one row; a list that is fetched anew because one ticket changed draws that one alone."""
    url = address.format(row.number)
    return format_html(
        _ROW,
        number=row.number,
        fresh=" row--new" if row.last_from_customer and row.state not in _OVER else "",
        url=url,
        fetch="" if plain else format_html(' hx-get="{}"', url),
        dot=format_html('<span class="dot" title="{}"></span>', _("new")) if row.state == State.NEW else "",
        subject=row.subject or _("No subject"),
        owner=_owner(row.owner),
        who=f"{row.requester} · {row.organisation}" if row.organisation else row.requester,
        clock=_clock(row, chip),
        marked=" row__last--found" if found else "",
        last=_found(found) if found else _last(row),
        urgent=icon("critical", size=14, label=row.priority) if row.is_urgent else "",
    )


def _last(row: Row) -> SafeString:
    ours = "" if row.last_from_customer else format_html("{} ", icon("reply", size=12))
    return format_html("{}{}", ours, row.last_words)


def _found(snippet: Snippet) -> SafeString:
    """Draw where something was found; every second part of it is what was asked for."""
    name, label = _SAID_IN.get(snippet.kind, ("", ""))
    parts = (("mark" if place % 2 else "span", part) for place, part in enumerate(snippet.parts) if part)
    return format_html(
        "{}{}{}",
        format_html("{} ", icon(name, size=12, label=str(label))) if name else "",
        "… " if snippet.is_cut else "",
        format_html_join("", "<{0}>{1}</{0}>", parts),
    )


def _owner(name: str) -> SafeString:
    if name:
        return format_html(_OWNER, name, avatar(name, "s"))
    mark = icon("unassigned", size=14)
    return format_html(
        '<span class="avatar avatar--s avatar--robot" title="{}">{}</span>', _("No owner"), mark
    )


def _clock(row: Row, chip: Chip | None) -> str:
    if row.state in _OVER:
        return format_html('<span class="clock">{}</span>', State(row.state).label)
    return drawn_clock(chip, _("Nearest promise")) if chip else ""
