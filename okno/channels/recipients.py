"""Who gets a letter, and at which address."""

from django.db.models import Exists, OuterRef, QuerySet

from okno.channels import guard
from okno.channels.models import Chat, Delivery, Inbound
from okno.core.prepared import prepared
from okno.desk import access
from okno.desk.models import ApprovalQuestion, Message, Participant, Ticket
from okno.desk.models.ticket import LIVE_DOORS
from okno.people.models import Address, Channel, Person


def of_reply(message: Message) -> list[tuple[Person, str]]:
    """Return the requester and the customers who take part, each with one address; never the author, never ourselves.

    Whoever sits in a chat reads it there; what he misses goes on by mail (`channels/chat/sending.py`).
    """
    ticket = message.ticket
    in_chat = ticket.door in LIVE_DOORS and Chat.objects.filter(ticket=ticket).exists()
    people = [] if in_chat else [ticket.requester.standing]
    rows = ticket.participants.filter(removed_at=None, person__is_active=True)
    people += [row.person.standing for row in rows.select_related("person__merged_into").order_by("id")]
    found: dict[str, Person] = {}
    for person in dict.fromkeys(people):
        if person.pk == message.author_id or person.is_robot:
            continue
        if person.is_staff_member and person.pk != ticket.requester_id:
            continue  # colleagues read in the desk
        address = address_of(person, ticket)
        if address:
            found.setdefault(address, person)
    return [(person, address) for address, person in found.items()]


def is_only_in_a_chat(ticket: Ticket) -> bool:
    """True where a reply goes to nobody by letter: the visitor of a chat has it there, and nobody else takes part."""
    return ticket.door in LIVE_DOORS and bool(_alone_in_a_chat(ticket.pk))


@prepared
def _alone_in_a_chat(ticket: int) -> QuerySet[Chat]:
    others = Participant.objects.filter(ticket=OuterRef("ticket"), removed_at=None)
    return Chat.objects.filter(~Exists(others), ticket=ticket)


def address_of(person: Person, ticket: Ticket | None = None) -> str:
    """Return the best mail address of the person: working, the one that last wrote in this ticket, the one for login.

    Where none works, the main one is tried all the same, so that the failure is seen. Never an address of our own.
    """
    wrote = _last_sender(person, ticket) if ticket is not None else ""
    addresses = Address.objects.filter(person=person, channel=Channel.MAIL)

    def rank(address: Address) -> tuple[bool, bool, bool, bool, int]:
        normal = address.normal
        return (
            address.broken_since is not None,
            normal != wrote,
            normal != person.email.lower(),
            address.verified_at is None,
            address.pk,
        )

    for address in sorted(addresses, key=rank):
        if not guard.is_ours(address.normal):
            return address.normal
    return ""


def asked_by(delivery: Delivery) -> ApprovalQuestion | None:
    """Return the question that a letter for approval asks; None where nobody waits for this person's answer any more."""
    questions = access.questions_for(delivery.recipient) if delivery.recipient else ()
    return next((one for one in questions if one.step.approval.ticket_id == delivery.ticket_id), None)


def sender_of(message: Message) -> str:
    """Return the address from which the author wrote this message; their best one where it came by another door."""
    senders = Inbound.objects.filter(message=message).exclude(sender="").order_by("id")
    sender = senders.values_list("sender", flat=True).first()
    if sender:
        own = Address.objects.filter(person=message.author, channel=Channel.MAIL, normal=sender.lower())
        if own.exists():
            return sender.lower()
    return address_of(message.author)


def _last_sender(person: Person, ticket: Ticket) -> str:
    letters = Inbound.objects.filter(ticket=ticket, message__author=person).exclude(sender="")
    return (letters.order_by("-id").values_list("sender", flat=True).first() or "").lower()
