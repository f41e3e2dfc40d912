"""Saved views as queues: a kept search of the desk's own language, with the slug «view-5» and a counter like the others."""

from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from okno.core.numbers import whole
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import SavedView, ViewOrder
from okno.desk.models.ticket import TicketQuerySet
from okno.desk.search import finding
from okno.desk.search.language import parse
from okno.people.models import Person
from okno.workspace.queues import scopes
from okno.workspace.queues.counters import FAR, Counted
from okno.workspace.queues.scopes import Queue

SHOWN = 20
_PREFIX = "view-"


def queue_for(slug: str, person: Person) -> Queue:
    """Return the queue of this name, the desk's own or a view that the person may see; raises NotFound.

    «view-5-newest» is the view in an order that somebody has chosen by a head of its table.
    """
    if not slug.startswith(_PREFIX):
        return scopes.queue_for(slug)
    number, dash, order = slug.removeprefix(_PREFIX).partition("-")
    pk = whole(number)
    if pk is None or (dash and order not in ViewOrder.values):
        raise NotFound
    return queue_of(access.view_for(person, pk), order)


def known(slug: str, person: Person) -> Queue | None:
    """Return the queue of this name where one stands at the left side of the person."""
    try:
        return queue_for(slug, person)
    except NotFound:
        return None


def queue_of(view: SavedView, order: str = "") -> Queue:
    """Return the view as a queue, in its own order or in another."""
    return Queue(
        f"{view.slug}-{order}" if order else view.slug,
        view.name,
        view.icon,
        lambda tickets, person: tickets.filter(pk__in=_fitting(view.query, person).values("pk")),
        _("Nothing fits this view now."),
        order=order or view.order,
        query=view.query,
        view=view.slug,
        columns=tuple(view.columns),
    )


def unsorted(slug: str) -> str:
    """Return the slug of the view itself, whatever order somebody has chosen."""
    return "-".join(slug.split("-")[:2]) if slug.startswith(_PREFIX) else slug


def counters(person: Person) -> list[Counted]:
    """Return the views with their counts, in one statement; without counts where it would take too long."""
    views = access.views_beside(person)[:SHOWN]
    if not views:
        return []
    reader = access.Reader.of(person)
    minute = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    try:
        with finding.in_time():
            parts = [_statement(view.query, reader, minute) for view in views]
            with connection.cursor() as cursor:
                # Django wrote the statements; the values go apart.
                counts = ", ".join(f"(SELECT count(*) FROM ({sql}) bounded)" for sql, _values in parts)  # noqa: S608
                cursor.execute(f"SELECT {counts}", [value for _sql, values in parts for value in values])
                numbers = cursor.fetchone()
    except finding.TooSlow:
        numbers = (0,) * len(views)
    return [Counted(queue_of(view), number) for view, number in zip(views, numbers, strict=True)]


@lru_cache(maxsize=2000)
def _statement(query: str, reader: access.Reader, _minute: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of one view; names in it are looked up once a minute, not at each count."""
    sql, values = _fitting(query, reader.person()).values("pk")[:FAR].query.sql_with_params()
    return sql, tuple(values)


def _fitting(query: str, person: Person) -> TicketQuerySet:
    # The last word is complete: a blank follows it.
    found = finding.find(person, parse(f"{query} ", timezone.localdate()))
    return found.tickets.order_by()
