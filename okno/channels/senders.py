"""Who wrote a letter, what is doubtful about it, and what may be done on its word."""

from datetime import timedelta

from okno.channels import recorder
from okno.channels.known import Known
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound
from okno.channels.sifting import Proof
from okno.core import clock
from okno.desk.models import Ticket
from okno.people.actions.addresses import mark_working
from okno.people.actions.meet import meet
from okno.people.models import Channel, Person

ROBOT_TICKETS_AN_HOUR = 30  # of one program; an alarm that never stops must not bury the desk


def sender(inbound: Inbound, letter: Letter, known: Known) -> tuple[Person, str]:
    """Return who wrote; the envelope speaks where the letter names nobody, and a letter of nobody is still heard."""
    address = letter.from_email or (inbound.envelope_from if "@" in inbound.envelope_from else "")
    if "@" not in address:
        recorder.note(inbound, "nobody")
        return meet(Channel.OTHER, "nobody"), ""
    row = known.address(address)
    person = meet(Channel.MAIL, address, name=letter.from_name, address=row)
    if row is not None and row.broken_since is not None and not letter.is_auto_reply:
        mark_working(address)
    recorder.note(inbound, "sender", address=address, person=person.name or address)
    return person, address


def doubts(inbound: Inbound, letter: Letter, person: Person, proof: Proof) -> list[str]:
    """Return why the sender may not be who it seems, and write it down (SEC-32)."""
    found = list(letter.sender_doubts)
    if proof is Proof.REFUSED:
        found.append("sender_refused")
    if person.is_staff_member and proof is not Proof.GIVEN:
        found.append("agent_unproved")
    for doubt in found:
        recorder.note(inbound, "doubt", doubt=doubt)
    return found


def opens_too_much(person: Person) -> bool:
    """True for a program that has opened as many tickets within the hour as one may."""
    since = clock.now() - timedelta(hours=1)
    recent = Ticket.objects.filter(requester=person, created_at__gt=since)
    return recent[:ROBOT_TICKETS_AN_HOUR].count() >= ROBOT_TICKETS_AN_HOUR


def speaks_for_us(person: Person, proof: Proof, ticket: Ticket) -> bool:
    """True for a colleague with a mark of their own and a server of ours that vouches for the sender (SEC-25)."""
    return person.is_staff_member and proof is Proof.GIVEN and ticket.requester_id != person.pk
