"""What the verbs share: the lock, the guard of states, the hands that change, the last words for lists."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from okno.core.prepared import prepared
from okno.desk import clocks, flow, hands
from okno.desk.models import Assignment, Decline, Draft, Message, State, Ticket
from okno.desk.models.draft import DraftKind
from okno.desk.refusals import EmptyText, NotNow, TextTooLong, TicketIsMerged
from okno.people.models import Person, Team

TEXT_AT_MOST = 200_000
LAST_WORDS = 160


def lock(ticket: Ticket) -> Ticket:
    """Return the ticket as it is now, held until the verb commits."""
    found = _locked(ticket.pk)
    if not found:
        raise Ticket.DoesNotExist
    return found[0]


@prepared
def _locked(pk: int) -> QuerySet[Ticket]:
    return Ticket.objects.select_for_update().filter(pk=pk)


def said_before(by: Person, key: str) -> Message | None:
    """Return the message of this person and key; whoever presses a button twice says it once (REL-22)."""
    return next(iter(_keyed(by.pk, key)), None) if key else None


@prepared
def _keyed(author: int, key: str) -> QuerySet[Message]:
    return Message.objects.filter(author=author, key=key).select_related("ticket")


def forget_draft(ticket: Ticket, by: Person, kind: DraftKind) -> None:
    """Throw the person's draft and its files away, if there is one: mostly it takes a look and no more."""
    for draft in _draft(ticket.pk, by.pk, kind=kind):
        draft.delete()


@prepared
def _draft(ticket: int, person: int, *, kind: DraftKind) -> QuerySet[Draft]:
    return Draft.objects.filter(ticket=ticket, person=person, kind=kind)


def lock_both(one: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Lock two tickets in the order of their ids, so that two merges never wait for each other (REL-30)."""
    first, second = sorted((one, other), key=lambda ticket: ticket.pk)
    locked = {found.pk: found for found in (lock(first), lock(second))}
    return locked[one.pk], locked[other.pk]


def step(ticket: Ticket, verb: str) -> State:
    """Return the state after the verb; refuses where the table of states has no such way."""
    if ticket.merged_into_id is not None:
        raise TicketIsMerged
    state = flow.leads_to(ticket.state, verb)
    if state is None:
        raise NotNow
    return state


def not_merged(ticket: Ticket) -> None:
    """Refuse to change a ticket that was poured into another one."""
    if ticket.merged_into_id is not None:
        raise TicketIsMerged


def put_into_hands(
    ticket: Ticket, *, team: Team | None, owner: Person | None, by: Person, at: datetime
) -> dict[str, Any]:
    """Change team and owner, and write the row of history; returns what the fact, which the caller records, keeps of it."""
    is_other_team = ticket.team_id != (team and team.pk)
    Assignment.objects.filter(ticket=ticket, ended_at=None).update(ended_at=at)
    Assignment.objects.create(ticket=ticket, team=team, owner=owner, by=by, started_at=at)
    ticket.team, ticket.owner = team, owner
    ticket.hands_due_at = hands.first_look(team, owner, by=by, at=at)
    return clocks.hand_on(ticket, by=by, at=at) if is_other_team else {}


def decline(ticket: Ticket, person: Person, at: datetime) -> None:
    """Remember that the ticket is not for this person: nothing gives it to the same one again."""
    Decline.objects.get_or_create(ticket=ticket, person=person, defaults={"at": at})


def said(ticket: Ticket, message: Message) -> None:
    """Remember the last words of the conversation for the lists."""
    ticket.last_message_at = message.at
    ticket.last_words = " ".join(message.text.split())[:LAST_WORDS]
    ticket.last_from_customer = not message.is_from_us


def last_words(ticket: Ticket) -> None:
    """Let the list show the last words that are in the ticket now."""
    last = Message.objects.filter(ticket=ticket, undone_at=None).order_by("-at", "-id").first()
    if last is not None:
        said(ticket, last)


def clean(text: str, *, may_be_empty: bool = False) -> str:
    """Return the text without what PostgreSQL or a reader cannot take; refuses emptiness and endlessness."""
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").strip()
    if not text and not may_be_empty:
        raise EmptyText
    if len(text) > TEXT_AT_MOST:
        raise TextTooLong
    return text
