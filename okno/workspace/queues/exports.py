"""A list of tickets as a file: a queue, a saved view with its columns, a search. What the list shows, and no more."""

import logging
from collections.abc import Sequence
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from okno.core.files import safe_name
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.desk.models.ticket import TicketQuerySet
from okno.desk.search import finding
from okno.desk.search.language import LONGEST, parse
from okno.look import tables
from okno.workspace import looking
from okno.workspace.doors import Request, room
from okno.workspace.queues import kept, scopes

log = logging.getLogger(__name__)
TIMES, SECONDS = 10, 60


@room()
def queue_file(request: Request, slug: str, ending: str) -> HttpResponse:
    """Give a queue or a saved view as a file, in its order; a view that has columns with these."""
    asked = kept.queue_for(slug, request.user)
    tickets = scopes.in_order(asked, scopes.tickets_in(asked, request.user))
    return _file(request, str(asked.name), tickets, ending, asked.columns or ())


@room()
def search_file(request: Request, ending: str) -> HttpResponse:
    """Give what a search finds as a file."""
    asked = parse(request.GET.get("q", "")[:LONGEST], timezone.localdate())
    with finding.in_time():
        tickets = finding.find(request.user, asked).tickets
    return _file(request, _("Search"), tickets, ending, ())


def _file(
    request: Request, name: str, tickets: TicketQuerySet, ending: str, columns: Sequence[str]
) -> HttpResponse:
    if ending not in tables.WRITERS:
        raise NotFound
    kind, write = tables.WRITERS[ending]
    at_most(TIMES, SECONDS, "export", str(request.user.pk))
    with finding.in_time():
        pks = list(tickets.values_list("pk", flat=True)[: tables.AT_MOST + 1])
    out = BytesIO()
    write(out, tables.table(pks, request.user, columns))
    log.info("person %d took %d tickets away", request.user.pk, len(pks))
    looking.took_list(request, pks)
    response = HttpResponse(out.getvalue(), content_type=kind)
    title = safe_name(f"{name} {timezone.localdate():%Y-%m-%d}.{ending}")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, title))
    return response
