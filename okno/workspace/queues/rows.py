"""The rows of lists: read as few columns, drawn in one piece, because every list shows fifty of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from okno.core.naming import named
from okno.desk.models import MessageKind, State, Ticket, WarningPlan
from okno.desk.nearness import near
from okno.desk.search.snippets import Snippet
from okno.look.addresses import address
from okno.look.icons import icon
from okno.look.templatetags.look import Chip, avatar, clock_chip, drawn_clock
from okno.people.models.person import called

_PERSON = ("name", "email", "role")
_OWN = (
    *("pk", "number", "subject", "state", "created_at", "changed_at", "next_due_at", "due_order"),
    *("team_due_at", "near", "last_words", "last_from_customer"),
)
_COLUMNS = (
    *_OWN,
    *(f"requester__{column}" for column in _PERSON),
    "organisation__name",
    *(f"owner__{column}" for column in _PERSON),
    *("priority__rank", "priority__name", "priority__name_en"),
)
# What the desk has chosen about warnings: one row, read in the same statement.
STEPS = Subquery(WarningPlan.objects.values("steps")[:1])
# What only the columns of a view show: read where they are wanted.
_WANTED = {
    "service": ("service__name", "service__name_en"),
    "kind": ("kind",),
    "team": ("team__name",),
    "tags": ("tags",),
}
_NEAR = _OWN.index("near")
_NO_MORE = ("", "", "", ())
OVER = (State.RESOLVED, State.CLOSED)
_URGENT = 1  # the rank that a row marks
KEPT = 4096  # drawn rows, about 2 KB each
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


Chips = tuple[Chip | None, Chip | None]
"""Of the customer's nearest clock, of the team's."""


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
    team_due_at: datetime | None
    near: tuple[datetime | None, datetime | None]
    """From when on the two are amber."""
    last_words: str
    last_from_customer: bool
    requester: str
    organisation: str
    owner: str
    is_urgent: bool
    priority: str
    service: str
    kind: str
    team: str
    tags: tuple[str, ...]


def read(tickets: QuerySet[Ticket], columns: Collection[str] = ()) -> list[Row]:
    """Return the rows of these tickets in their order, by one statement; with what these columns show besides."""
    wanted = [one for name, more in _WANTED.items() if name in columns for one in more]
    found = tickets.values_list(*_COLUMNS, *wanted, STEPS)
    return [_row(values[:-1], wanted, values[-1]) for values in found]


def _row(values: Sequence[Any], wanted: Sequence[str], steps: Mapping[str, Any] | None) -> Row:
    own, others = list(values[: len(_OWN)]), values[len(_OWN) : len(_COLUMNS)]
    kept = own[_NEAR] or ((), ())
    own[_NEAR] = (near(kept[0], steps), near(kept[1], steps))
    name, email, role, organisation, owner, owner_email, owner_role, rank, *priority = others
    requester = called(name, email, role)
    owner = called(owner, owner_email, owner_role) if owner_role else ""
    more = _more(dict(zip(wanted, values[len(_COLUMNS) :], strict=True))) if wanted else _NO_MORE
    return Row._make((*own, requester, organisation or "", owner, rank == _URGENT, named(*priority), *more))


def _more(told: Mapping[str, Any]) -> tuple[str, str, str, tuple[str, ...]]:
    first, in_english, kind, team = (
        told.get(name) or "" for name in ("service__name", "service__name_en", "kind", "team__name")
    )
    return named(first, in_english), kind, team, tuple(told.get("tags", ()))


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
    language = get_language()
    where = found or {}
    drawn = ((_drawn(row, chips_of(row), slug, language, where.get(row.pk), plain=plain),) for row in rows)
    return format_html_join("\n", "{}", drawn)


def address_of(row: Row, slug: str) -> str:
    """Return the address of a row's ticket, opened from this queue."""
    ticket = address("workspace:ticket", row.number)
    return f"{ticket}?queue={slug}" if slug else ticket


def chips_of(row: Row) -> Chips:
    """Decide what the clocks of a row show; they change with time, the rest with the ticket alone."""
    if row.state in OVER:
        return None, None
    is_shown = row.next_due_at or row.state == State.WAITING
    mine = clock_chip(row.next_due_at, near=row.near[0], paused=not row.next_due_at) if is_shown else None
    return mine, clock_chip(row.team_due_at, near=row.near[1])


@lru_cache(KEPT)
def _drawn(
    row: Row, chips: Chips, slug: str, _language: str | None, found: Snippet | None, *, plain: bool
) -> SafeString:
    """Draw one row; a list that is fetched anew because one ticket changed draws that one alone."""
    url = address_of(row, slug)
    return format_html(
        _ROW,
        number=row.number,
        fresh=fresh(row),
        url=url,
        fetch="" if plain else format_html(' hx-get="{}"', url),
        dot=dot(row),
        subject=row.subject or _("No subject"),
        owner=_owner(row.owner),
        who=f"{row.requester} · {row.organisation}" if row.organisation else row.requester,
        clock=clock(row, chips),
        marked=" row__last--found" if found else "",
        last=_found(found) if found else last_words(row),
        urgent=icon("critical", size=14, label=row.priority) if row.is_urgent else "",
    )


def fresh(row: Row) -> str:
    """Return the class of a row in which the customer has said the last word."""
    return " row--new" if row.last_from_customer and row.state not in OVER else ""


def dot(row: Row) -> str:
    """Draw the mark of a ticket that nobody has touched."""
    return format_html('<span class="dot" title="{}"></span>', _("new")) if row.state == State.NEW else ""


def last_words(row: Row) -> SafeString:
    """Draw what was said last, with a mark where it was said by us."""
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


def clock(row: Row, chips: Chips) -> str:
    """Draw the clocks of a row, that of the team with its own sign; where the work is over, that it is."""
    if row.state in OVER:
        return format_html('<span class="clock">{}</span>', State(row.state).label)
    mine, theirs = chips
    first = drawn_clock(mine, _("Nearest promise")) if mine else ""
    if theirs is None:
        return first
    return format_html(
        '<span class="clocks">{}{}</span>', drawn_clock(theirs, _("Team deadline"), "team"), first
    )
