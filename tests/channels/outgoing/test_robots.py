"""A hundred programs answer each letter at once: the desk stops, and says so (SEC-29)."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from okno.channels import guard, troubles
from okno.channels.models import Delivery, Inbound
from okno.core import clock
from okno.desk.actions.reply import reply
from okno.desk.models import Ticket
from okno.people.models import Person
from tests.channels import letters
from tests.channels.fake_smtp import FakeSmtp
from tests.channels.robots import Robot, a_hundred

pytestmark = pytest.mark.django_db


def test_sec_29_a_hundred_robots_get_two_automatic_letters_and_open_one_ticket_each_at_most(
    smtp: FakeSmtp, boris: Person, run_jobs: Callable[..., int]
) -> None:
    """Everybody writes once as a person does and is answered, by the desk or by an agent; then machines go on for ten minutes."""
    box = letters.mailbox(name="Поддержка")
    letters.mailbox("second@desk.test")
    robots = a_hundred()
    for robot in robots:
        letters.kept(letters.raw(by=robot.address, subject="Касса молчит"), box, envelope_from=robot.address)
    letters.read_all()
    run_jobs()
    first = {
        inbound.sender: inbound.ticket
        for inbound in Inbound.objects.select_related("ticket")
        if inbound.ticket
    }
    assert len({ticket.pk for ticket in first.values()}) == len(robots)
    heard = {taken.recipient for taken in smtp.letters}
    assert len(heard) == guard.ACKNOWLEDGEMENTS_A_MINUTE
    assert [trouble.about for trouble in troubles.troubles(clock.now())] == ["storm"]
    for sender, ticket in first.items():
        if sender not in heard:
            reply(ticket, "Проверьте кабель.", by=boris)
    begin, answered = clock.now(), 0
    for minute in range(1, 11):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=True):
            run_jobs()
            taken, answered = smtp.letters[answered:], len(smtp.letters)
            for one in taken:
                raw, sender, recipient = _whose(one.recipient, robots).answer(one)
                letters.kept(raw, box, to=recipient, envelope_from=sender)
            letters.read_all()
            run_jobs()
    automatic = Delivery.objects.filter(purpose__in=guard.AUTOMATIC).values_list("address", flat=True)
    opened = Ticket.objects.exclude(pk__in=[ticket.pk for ticket in first.values()]).values_list(
        "requester__addresses__value", flat=True
    )
    assert max(Counter(_whose(one, robots).address for one in automatic).values()) <= 2
    assert max(Counter(_whose(one, robots).address for one in opened).values()) <= 1


def _whose(address: str, robots: list[Robot]) -> Robot:
    """Return the robot behind an address, however it calls itself this time."""
    return next(one for one in robots if re.search(rf"(^|@){one.name}\b[-@.]", address))
