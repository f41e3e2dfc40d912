"""What has moved the clocks of many tickets, read at once and without what a replay does not ask for."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from okno.desk.models import Fact
from okno.desk.replay import TELLING, Moved


def lives_of(tickets: Collection[int], also: Collection[str] = ()) -> defaultdict[int, list[Moved]]:
    """Return what happened to the clocks of these tickets, each from its beginning; facts of other kinds are read on demand."""
    found: defaultdict[int, list[Moved]] = defaultdict(list)
    if tickets:
        told = Fact.objects.filter(
            Q(kind__in=[*TELLING, *also]) | Q(data__has_key="promised"), ticket__in=tickets
        )
        for ticket, *rest in told.order_by("id").values_list(
            "ticket_id", "pk", "kind", "by_id", "at", "data"
        ):
            found[ticket].append(Moved(*rest))
    return found
