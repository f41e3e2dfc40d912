"""Whose letter is it, and where does it belong?"""

import pytest

from okno.channels.models import InboundState
from okno.desk.models import Message, State, Ticket
from okno.people.models import Person
from tests import make
from tests.channels import letters

pytestmark = pytest.mark.django_db


def test_a_first_letter_opens_a_ticket_of_the_team_of_its_mailbox() -> None:
    box = letters.mailbox(team=make.team("Первая линия"))
    inbound = letters.came(letters.raw(files=(("отчёт.txt", b"1"),)), box)
    ticket = inbound.ticket
    assert inbound.state == InboundState.DONE, inbound.decisions
    assert ticket is not None
    assert (ticket.subject, ticket.team, ticket.our_address) == ("Принтер гудит", box.team, "support@desk.test")
    assert ticket.requester.name == "Анна Белова"
    assert ticket.next_due_at is not None
    assert [a.name for a in inbound.message.attachments.all()] == ["отчёт.txt"]
    assert letters.codes(inbound) == ["came", "sender", "nothing_points", "team", "opened"]
