"""The customer's list as a file for Excel: what the list shows, in the columns that concern him."""

import logging
from io import BytesIO
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from okno.core.files import safe_name
from okno.core.refusals import NotFound
from okno.core.throttle import at_most
from okno.desk.models.ticket import TicketQuerySet
from okno.desk.search.finding import in_time
from okno.look import tables
from okno.people.models import Person

log = logging.getLogger(__name__)
TIMES, SECONDS = 10, 60
COLUMNS: Final = (
    "number",
    "subject",
    "state",
    "priority",
    "service",
    "requester",
    "address",
    "owner",
    "created",
    "changed",
    "due",
    "resolved",
    "closed",
)


def file(tickets: TicketQuerySet, ending: str, *, by: Person) -> HttpResponse:
    """Give these tickets as CSV or XLSX. Raises NotFound for another ending, TooOften, TooSlow."""
    if ending not in tables.WRITERS:
        raise NotFound
    kind, write = tables.WRITERS[ending]
    at_most(TIMES, SECONDS, "export", str(by.pk))
    with in_time():
        pks = list(tickets.values_list("pk", flat=True)[: tables.AT_MOST + 1])
    out = BytesIO()
    write(out, tables.table(pks, by, COLUMNS))
    log.info("person %d took %d tickets away", by.pk, len(pks))
    response = HttpResponse(out.getvalue(), content_type=kind)
    title = safe_name(f"{_('My requests')} {timezone.localdate():%Y-%m-%d}.{ending}")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, title))
    return response
