"""Which ticket does a letter belong to? A pointer alone opens nothing: its sender must take part (SEC-23…26).

Pointers, from the strongest: a mark in the reply address that was given to this sender; a Message-ID of ours in the
references; a Message-ID that is kept in a ticket; a number in the subject.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from okno.channels import recorder
from okno.channels.mail.addressees import mark_in, without_mark
from okno.channels.mail.letter import Letter
from okno.channels.models import Chat, Inbound
from okno.channels.sifting import Proof
from okno.desk import access, message_ids
from okno.desk.models import Message, MessageKind, Participant, Ticket
from okno.people.models import Channel, Person, Role, normalised

IDS_AT_MOST = 50
NUMBERS_AT_MOST = 10
_sign = re.compile(r"№\s{0,3}(\d{1,15})\b")
_word = re.compile(
    r"\b(?:обращени\w|заявк\w|тикет\w?|инцидент\w?|ticket|request|case)\s{0,3}(?:№|#|no\.?|n)?\s{0,3}(\d{1,15})\b",
    re.IGNORECASE,
)
_hash = re.compile(r"(?<![\w#])#\s?(\d{1,15})\b")


@dataclass(slots=True)
class Trace:
    """What the pointers of one letter say. `ticket` is where it belongs; `maybe` only looks like it."""

    ticket: Ticket | None = None
    maybe: Ticket | None = None
    own_token: bool = False
    seen: set[int] = field(default_factory=set)


def trace(inbound: Inbound, letter: Letter, person: Person, proof: Proof) -> Trace:
    """Find the ticket and write down why; a stranger with the right pointer gets a ticket of its own, linked."""
    found = Trace()
    address = normalised(Channel.MAIL, letter.from_email)
    for code, number, token_is_own in _pointers(inbound, letter, address):
        if number in found.seen and not token_is_own:
            continue
        found.seen.add(number)
        ticket = Ticket.objects.filter(number=number).select_related("requester").first()
        if ticket is None:
            continue
        recorder.note(inbound, code, number=number, address=address)
        if takes_part(person, ticket) or (
            token_is_own and (_works_there(person, ticket) or _goes_on(address, ticket))
        ):
            if token_is_own or proof is not Proof.REFUSED:
                recorder.note(inbound, "takes_part", number=number, address=address)
                found.ticket, found.own_token = ticket, token_is_own
                return found
            recorder.note(inbound, "sender_refused", address=address)
        found.maybe = found.maybe or ticket
    if found.maybe is None:
        recorder.note(inbound, "nothing_points")
    else:
        recorder.note(inbound, "takes_no_part", number=found.maybe.number, address=address)
    return found


def takes_part(person: Person, ticket: Ticket) -> bool:
    """True for the requester, those who were added, and the manager of the requester's organisation.

    Colleagues are not meant: whoever only seems to write from a colleague's address must prove it (SEC-25).
    """
    if ticket.requester_id == person.pk:
        return True
    if Participant.objects.filter(ticket=ticket, person=person, removed_at=None).exists():
        return True
    return (
        person.role == Role.MANAGER
        and person.organisation_id is not None
        and person.organisation_id == ticket.organisation_id
    )


def _works_there(person: Person, ticket: Ticket) -> bool:
    """True for a colleague who may see the ticket still: a mark outlives the leaving of a closed team (SEC-25)."""
    return person.is_staff_member and access.tickets_for(person).filter(pk=ticket.pk).exists()


def _goes_on(address: str, ticket: Ticket) -> bool:
    """True for the address at which a chat goes on: its visitor named it, and the mark proves that the answer came there."""
    return Chat.objects.filter(ticket=ticket, email=address).exclude(email="").exists()


def addressed_to(inbound: Inbound, letter: Letter) -> list[str]:
    """Return every address to which the letter went, as far as the envelope and the headers tell; at most a hundred."""
    return list(dict.fromkeys([*inbound.envelope_to, *letter.delivered_to, *letter.to, *letter.cc]))[:100]


def numbers_in(subject: str) -> list[int]:
    """Return the ticket numbers that a subject may name, the surest and the last first; numbers of other systems too."""
    found: list[int] = []
    for pattern in (_sign, _word, _hash):
        found += [int(number) for number in reversed(pattern.findall(subject[:1000]))]
    return list(dict.fromkeys(found))[:NUMBERS_AT_MOST]


def _pointers(inbound: Inbound, letter: Letter, address: str) -> Iterator[tuple[str, int, bool]]:
    """Yield code, number of the ticket, and whether it is a mark that was given to this very sender."""
    yield from _tokens(inbound, letter, address)
    ids = list(dict.fromkeys([*letter.in_reply_to, *reversed(letter.references)]))[:IDS_AT_MOST]
    foreign = []
    for one in ids:
        number = message_ids.number_in(one)
        if number is None:
            foreign.append(one)
        else:
            yield "answers_ours", number, False
    for number in _keeping(foreign):
        yield "answers_known", number, False
    for number in numbers_in(letter.subject):
        yield "number_in_subject", number, False


def _tokens(inbound: Inbound, letter: Letter, address: str) -> Iterator[tuple[str, int, bool]]:
    foreign = []
    for one in addressed_to(inbound, letter):
        mark = mark_in(one)
        number = message_ids.token_holds(mark, address) if mark else None
        if number is not None:
            yield "token_holds", number, True
        elif (claimed := mark.partition("-")[0]).isdigit() and len(claimed) < 16:  # noqa: PLR2004 - fits a number
            foreign.append(int(claimed))
    for number in dict.fromkeys(foreign):
        yield "token_foreign", number, False


def _keeping(ids: list[str]) -> list[int]:
    """Return the numbers of tickets that keep a customer's letter with one of these ids, the newest first."""
    if not ids:
        return []
    kept = Message.objects.filter(~Q(rfc_message_id=""), rfc_message_id__in=ids, kind=MessageKind.HEARD)
    return list(
        dict.fromkeys(kept.order_by("-id").values_list("ticket__number", flat=True)[:NUMBERS_AT_MOST])
    )


def strangers(letter: Letter, ours: set[str]) -> list[str]:
    """Return who else was addressed: suggested to the agent, never added by itself (SEC-24)."""
    sender = without_mark(letter.from_email)
    return [
        address
        for address in dict.fromkeys([*letter.to, *letter.cc])
        if without_mark(address) not in ours and without_mark(address) != sender
    ][:20]
