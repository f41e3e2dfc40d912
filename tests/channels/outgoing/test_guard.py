"""Automatic letters: few, without anybody's words, and never into a circle."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from okno.channels import guard
from okno.channels.actions.set_up_widget import set_up_widget
from okno.channels.models import Delivery, Inbound, Mailbox, Widget
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.desk.actions.hear import hear
from okno.people.actions.addresses import verify_address
from okno.people.actions.meet import meet
from tests import make

pytestmark = pytest.mark.django_db

CANARY = "КАНАРЕЙКА"


@pytest.fixture
def desk(db) -> Mailbox:
    return Mailbox.objects.create(address="support@desk.test", name="Поддержка")


def comes(desk: Mailbox, address: str, *, codes: tuple[str, ...] = (), name: str = CANARY, **said):
    """A letter from outside opens a ticket, as the inbox does it."""
    person = meet("mail", address, name=name)
    number = Inbound.objects.count()
    message = hear(
        make.said(
            f"{CANARY} https://spam.test/ текст",
            subject=f"{CANARY} тема",
            rfc_message_id=f"{CANARY}{number}@x.test",
            **said,
        ),
        by=person,
        our_address=desk.address,
    )
    Inbound.objects.create(
        external_id=f"letter {number}",
        mailbox=desk,
        sha256="0" * 64,
        size=1,
        received_at=clock.now(),
        sender=address,
        message=message,
        ticket=message.ticket,
        decisions=[{"code": code, "facts": {}} for code in codes],
    )
    return message


def acknowledged() -> int:
    return Delivery.objects.filter(purpose=Purpose.ACKNOWLEDGE).count()


def test_a_new_ticket_is_confirmed_with_its_number_and_promises(smtp, desk, run_jobs):
    message = comes(desk, "anna@romashka.test")
    run_jobs()
    (taken,) = smtp.letters
    assert str(message.ticket.number) in str(taken.letter["Subject"])
    assert "UTC+3" in taken.text
    assert str(taken.letter["Auto-Submitted"]) == "auto-replied"
    assert str(taken.letter["X-Loop"]) == guard.loop_id()
    assert message.inbound.get().decisions[-1]["code"] == "acknowledged"


def test_sec_28_a_confirmation_holds_no_word_of_the_sender(smtp, desk, run_jobs):
    comes(desk, "victim@other.test")
    run_jobs()
    (taken,) = smtp.letters
    whole = f"{taken.text} {taken.html} {[str(value) for value in taken.letter.values()]}"
    assert CANARY not in whole
    assert "spam.test" not in whole
    assert str(taken.letter["To"]) == "victim@other.test"


def test_a_proved_address_gets_its_confirmation_into_the_same_thread(smtp, desk, anna, run_jobs):
    verify_address(anna, "mail", "anna@romashka.test")
    hear(make.said(rfc_message_id="own@romashka.test"), by=anna, our_address=desk.address)
    run_jobs()
    (taken,) = smtp.letters
    assert str(taken.letter["In-Reply-To"]) == "<own@romashka.test>"


def test_sec_28_forged_victims_get_thirty_letters_a_minute_by_mail_and_by_the_widget_together(
    smtp, desk, run_jobs
):
    """Of each victim's name the next door knows: one letter an hour, whichever it is; none repeats what was written."""
    site = "https://romashka.test"
    widget = set_up_widget(Widget(name="Сайт"), origins=[site])
    for number in range(40):
        comes(desk, f"mailed{number}@other.test")
        if number < 12:  # most of the minute is spent by then
            asked = {
                "text": f"{CANARY} https://spam.test/",
                "name": CANARY,
                "email": f"typed{number}@other.test",
            }
            place = Client(HTTP_HOST="desk.test", HTTP_ORIGIN=site, REMOTE_ADDR=f"192.0.2.{number}")
            assert place.post(f"/widget/{widget.key}/requests/", asked).status_code == 201
    for _ in range(6):
        run_jobs(only="react")
    assert acknowledged() == guard.ACKNOWLEDGEMENTS_A_MINUTE
    for address in Delivery.objects.values_list("address", flat=True):
        comes(desk, address)
    run_jobs()
    assert acknowledged() == guard.ACKNOWLEDGEMENTS_A_MINUTE
    assert {taken.recipient[:5] for taken in smtp.letters} == {"maile", "typed"}
    assert not [
        one
        for one in smtp.letters
        if CANARY in one.text + one.html + str(one.letter) or "spam.test" in one.text
    ]
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=True):
        comes(desk, "late@other.test")
        for address in Delivery.objects.values_list("address", flat=True)[:3]:
            comes(desk, address)
        run_jobs()
    assert acknowledged() == guard.ACKNOWLEDGEMENTS_A_MINUTE + 1
    told = [
        row.decisions[-1] for row in Inbound.objects.all() if row.decisions[-1]["code"] == "not_acknowledged"
    ]
    assert len(told) >= 40


def test_sec_29_one_address_hears_of_us_once_an_hour(smtp, desk, run_jobs):
    for _ in range(5):
        comes(desk, "vacation@other.test")
        run_jobs()
    assert acknowledged() == 1
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        comes(desk, "vacation@other.test")
        run_jobs()
    assert acknowledged() == 2


def test_ten_automatic_letters_a_day_are_enough_for_anybody(smtp, desk, run_jobs):
    begin = clock.now()
    for hour in range(14):
        with time_machine.travel(begin + timedelta(minutes=61 * hour), tick=True):
            comes(desk, "anna@romashka.test")
            run_jobs(only="react")
    assert acknowledged() == guard.AUTOMATIC_A_DAY


def test_who_opens_more_than_twenty_tickets_an_hour_is_no_person(smtp, desk, run_jobs):
    person = meet("mail", "storm@other.test")
    for _ in range(21):
        comes(desk, "storm@other.test", name="")
    assert guard.looks_like_robot(person, clock.now())
    assert not guard.looks_like_robot(meet("mail", "anna@romashka.test"), clock.now())


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@x.test",
        "noreply@x.test",
        "MAILER-DAEMON@x.test",
        "postmaster@x.test",
        "bounce+1@x.test",
        "zabbix@x.test",
    ],
)
def test_sec_29_nobody_reads_there_so_nothing_is_written(smtp, desk, run_jobs, address):
    comes(desk, address)
    run_jobs()
    assert smtp.letters == []


@pytest.mark.parametrize("code", sorted(guard.SILENT_AFTER))
def test_sec_27_what_the_inbox_found_strange_is_not_confirmed(smtp, desk, run_jobs, code):
    comes(desk, "anna@romashka.test", codes=(code,))
    run_jobs()
    assert smtp.letters == []


@pytest.mark.parametrize("said", [{"is_automatic": True}, {"doubts": ["several senders"]}])
def test_automatic_and_doubtful_letters_are_not_confirmed(smtp, desk, run_jobs, said):
    message = comes(desk, "anna@romashka.test", **said)
    run_jobs()
    assert smtp.letters == []
    assert message.inbound.get().decisions[-1]["code"] == "not_acknowledged"


def test_sec_27_our_own_addresses_are_known_with_and_without_a_mark(desk):
    Mailbox.objects.create(address="old@desk.test", is_active=False)
    for address in ("support@desk.test", "Support+1-x@Desk.test", "old@desk.test"):
        assert guard.is_ours(address)
    assert not guard.is_ours("anna@desk.test")


def test_a_mailbox_that_confirms_nothing_confirms_nothing(smtp, desk, run_jobs):
    Mailbox.objects.update(acknowledges=False)
    comes(desk, "anna@romashka.test")
    run_jobs()
    assert smtp.letters == []


def test_a_ticket_from_another_door_is_not_confirmed_by_mail(smtp, desk, run_jobs):
    comes(desk, "anna@romashka.test", door="phone")
    run_jobs()
    assert smtp.letters == []
