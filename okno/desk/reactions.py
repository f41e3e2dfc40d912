"""What the desk itself does when something has happened in a ticket; each reaction may run twice."""

from typing import Final

from django.db.models import Q

from okno.core import jobs
from okno.desk.actions.index import index_if_changed
from okno.desk.actions.settle_whole import settle_whole
from okno.desk.actions.withdraw_approval import settle_approval
from okno.desk.jobs import index_tickets, look_after_hands_now
from okno.desk.models import Approved, Fact, Ticket
from okno.desk.models.ticket import APPROVALS, LIVE_DOORS
from okno.desk.reacting import on
from okno.people.reached import on_reached_otherwise
from okno.staffing.watching import on_changed_hours

READ_ANEW: Final = 2000  # tickets of one person, the newest; the others are read by their turn


def _is_read_at_once(fact: Fact) -> bool:
    """False for what is said in a chat: the search reads chats together, a few times a minute."""
    said = fact.kind in {"message.heard", "message.replied"}
    return not (said and fact.ticket is not None and fact.ticket.door in LIVE_DOORS)


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
    where=_is_read_at_once,
)
def renew_search(fact: Fact) -> None:
    """Let the search know the ticket as it is now."""
    if fact.ticket is not None:
        index_if_changed(fact.ticket)


def _is_of_a_part(fact: Fact) -> bool:
    return fact.ticket is not None and fact.ticket.part_of_id is not None


@on(
    "message.heard",
    "message.moved",
    "message.moved_away",
    "message.replied",
    "ticket.resolved",
    "ticket.confirmed",
    "ticket.closed",
    "ticket.reopened",
    "ticket.merged_away",
    where=_is_of_a_part,
)
def follow_the_parts(fact: Fact) -> None:
    """Solve a request of several parts when all of them are solved, and take it up again with any of them."""
    if fact.ticket is not None:
        settle_whole(fact.ticket)


def _has_approval(fact: Fact) -> bool:
    ticket = fact.ticket
    return ticket is not None and (ticket.approval == Approved.ASKED or ticket.waiting_for in APPROVALS)


@on(
    "message.replied",
    "message.undone",
    "message.moved_away",
    "ticket.restored",
    "ticket.resolved",
    "ticket.confirmed",
    "ticket.closed",
    "ticket.merged_away",
    "ticket.unmerged",
    where=_has_approval,
)
def follow_the_approval(fact: Fact) -> None:
    """Ask nobody about what is over, and let nothing wait where nobody is asked."""
    if fact.ticket is not None:
        settle_approval(fact.ticket)


@on_changed_hours
def look_at_hands() -> None:
    """Let what is urgent wait for no sweep when somebody has said who is away."""
    jobs.wake(look_after_hands_now)


@on_reached_otherwise
def read_tickets_of_person_anew(person: int) -> None:
    """Tickets are found by the addresses of those who ask and take part: by the new one at once, by the old one no more."""
    about = Q(requester=person) | Q(participants__person=person, participants__removed_at=None)
    tickets = Ticket.objects.filter(about).order_by("-pk").values_list("pk", flat=True).distinct()
    if found := list(tickets[:READ_ANEW]):
        jobs.later(index_tickets, tickets=found)
