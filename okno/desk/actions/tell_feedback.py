from datetime import datetime

from django.db import transaction

from okno.desk.actions._ground import lock
from okno.desk.journal import record
from okno.desk.models import Ticket
from okno.people.models import Person

KINDS = frozenset({"rating.looked_into", "ticket.suggestion"})


@transaction.atomic
def tell_feedback(kind: str, ticket: Ticket, words: str, *, by: Person, at: datetime) -> None:
    """Tell colleagues in the ticket what was done about its rating, or what its requester wishes for.

    The ticket stays as it is: no answer that is being written becomes outdated.
    """
    assert kind in KINDS, kind
    record(kind, lock(ticket), by=by, at=at, why=words, is_saved=True)
