"""A view with columns: one table, which the style sheet turns into compact rows where a list is narrow."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from okno.desk.models import Kind, State, ViewColumn, ViewOrder
from okno.look import words
from okno.look.icons import icon
from okno.look.templatetags.look import avatar, drawn_time
from okno.workspace.queues import picks, rows
from okno.workspace.queues.rows import Row
from okno.workspace.queues.scopes import Queue

# What a compact row shows; of these, what is no column is sent for it alone.
_COMPACT: Final = ("subject", "owner", "requester", "organisation", "due", "last", "priority", "number")
# The orders that a column knows, in which a press on its head leads from one to the other.
_ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "due": (ViewOrder.DUE,),
    "changed": (ViewOrder.CHANGED,),
    "created": (ViewOrder.NEWEST, ViewOrder.OLDEST),
}
_FALLING: Final = (ViewOrder.CHANGED, ViewOrder.NEWEST)
_ROW = '<tr class="pick" id="pick-{}" role="row"><td class="cell cell--pick" role="cell">{}</td>{}</tr>'
_CELL = '<td class="cell cell--{}" role="cell">{}</td>'
_SUBJECT = (
    '<a id="row-{number}" class="row{fresh}" href="{url}" hx-get="{url}">'
    '<span class="row__subject">{dot}<span>{subject}</span></span></a>'
)


class Head(NamedTuple):
    """The head of a column: its name, how it is sorted now, and where a press on it leads."""

    column: str
    label: str | Promise
    sorted: str
    address: str


class Told(NamedTuple):
    """What a row says of moments, in the words of now."""

    chips: rows.Chips
    created: str
    changed: str


def heads(queue: Queue) -> Iterator[Head]:
    """Yield the heads; one sorts where the list can be read in its order, the others do not pretend to."""
    for column in queue.columns:
        orders = _ORDERS.get(column, ())
        sorting = ("descending" if queue.order in _FALLING else "ascending") if queue.order in orders else ""
        other = next((order for order in orders if order != queue.order), "")
        address = reverse("workspace:queue", args=[queue.slug_in(other)]) if other else ""
        yield Head(column, ViewColumn(column).label, sorting, address)


def draw(shown: Iterable[Row], queue: Queue) -> SafeString:
    """Draw the rows of a table, each with its box."""
    language, now = get_language(), timezone.now()
    columns = queue.columns
    drawn = ((_drawn(row, _told(row, columns, now), columns, queue.slug, language),) for row in shown)
    return format_html_join("\n", "{}", drawn)


def _told(row: Row, columns: tuple[str, ...], now: datetime) -> Told:
    return Told(
        rows.chips_of(row),
        words.when(row.created_at, now=now) if "created" in columns else "",
        words.ago(row.changed_at, now=now) if "changed" in columns else "",
    )


@lru_cache(rows.KEPT)
def _drawn(row: Row, told: Told, columns: tuple[str, ...], slug: str, _language: str | None) -> SafeString:
    """Draw one row; a list that is fetched anew because one ticket changed draws that one alone."""
    spare = (name for name in _COMPACT if name not in columns)
    cells = [(_class(name, row), _content(name, row, told, slug)) for name in columns]
    cells += [(f"{_class(name, row)} cell--spare", _content(name, row, told, slug)) for name in spare]
    return format_html(_ROW, row.number, picks.box(row), format_html_join("", _CELL, cells))


def _class(name: str, row: Row) -> str:
    return f"{name} cell--urgent" if name == "priority" and row.is_urgent else name


def _content(name: str, row: Row, told: Told, slug: str) -> str:
    if name == "subject":
        return _subject(row, rows.address_of(row, slug))
    if name == "due":
        return rows.clock(row, told.chips)
    if name == "created":
        return drawn_time(row.created_at, told.created)
    if name == "changed":
        return drawn_time(row.changed_at, told.changed, live=True)
    return _CONTENTS[name](row)


def _subject(row: Row, url: str) -> SafeString:
    return format_html(
        _SUBJECT,
        number=row.number,
        fresh=rows.fresh(row),
        url=url,
        dot=rows.dot(row),
        subject=row.subject or _("No subject"),
    )


def _owner(row: Row) -> SafeString:
    if not row.owner:
        mark = icon("unassigned", size=14, label=_("No owner"))
        return format_html('<span class="avatar avatar--s avatar--robot">{}</span>', mark)
    return format_html(
        '<span class="cell__who" title="{0}">{1}<span class="cell__word">{0}</span></span>',
        row.owner,
        avatar(row.owner, "s"),
    )


def _priority(row: Row) -> SafeString:
    mark = icon("critical", size=14) if row.is_urgent else ""
    return format_html('{}<span class="cell__word">{}</span>', mark, row.priority)


def _tags(row: Row) -> SafeString:
    return format_html_join(" ", '<span class="tag">{}</span>', ((tag,) for tag in row.tags))


_CONTENTS: Final[dict[str, Callable[[Row], str]]] = {
    "number": lambda row: f"№\u00a0{row.number}",
    "requester": lambda row: row.requester,
    "organisation": lambda row: row.organisation,
    "service": lambda row: row.service,
    "kind": lambda row: capfirst(str(Kind(row.kind).label)) if row.kind else "",
    "priority": _priority,
    "owner": _owner,
    "team": lambda row: row.team,
    "state": lambda row: capfirst(str(State(row.state).label)),
    "tags": _tags,
    "last": rows.last_words,
}
