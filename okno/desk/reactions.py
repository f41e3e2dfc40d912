"""What the desk itself does when something has happened in a ticket; each reaction may run twice."""

from okno.desk.actions.index import index_if_changed
from okno.desk.models import Fact
from okno.desk.reacting import on


@on(
    "ticket.opened",
    "message.heard",
    "message.replied",
    "message.noted",
    "message.revised",
    "message.undone",
    "message.redacted",
    "message.file_removed",
    "message.moved",
    "message.moved_away",
    "ticket.subject_set",
    "ticket.requester_set",
    "ticket.tags_set",
    "ticket.field_set",
    "ticket.merged",
    "ticket.merged_away",
    "ticket.unmerged",
    "ticket.split",
    "ticket.unsplit",
    "participant.added",
    "participant.removed",
)
def renew_search(fact: Fact) -> None:
    """Let the search know the ticket as it is now."""
    if fact.ticket is not None:
        index_if_changed(fact.ticket)
