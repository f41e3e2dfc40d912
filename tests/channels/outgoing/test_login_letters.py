"""Letters of the login room: sealed, sent once, emptied, never to ourselves, never in a log (SEC-53)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection

from okno.channels import outbox
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from tests.channels.fake_smtp import BREAK_OFF

pytestmark = pytest.mark.django_db

CODE = "738-КАНАРЕЙКА-214"


@pytest.fixture(autouse=True)
def by_outbox(settings):
    settings.EMAIL_BACKEND = "okno.channels.mail.backend.OutboxBackend"


def everything_stored() -> str:
    """All texts of the tables that a code could have slipped into."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(d::text, ' '), '') FROM channels_delivery d")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(args::text, ' '), '') FROM procrastinate_jobs")
        return rows + cursor.fetchone()[0]


def test_a_code_leaves_by_the_outbox_and_is_forgotten(smtp, run_jobs, caplog):
    caplog.set_level("DEBUG")
    letter = EmailMultiAlternatives("Ваш код", f"Код: {CODE}", "whoever@x.test", ["Anna@Romashka.test"])
    letter.attach_alternative(f"<p>{CODE}</p>", "text/html")
    assert letter.send() == 1
    assert CODE not in everything_stored()
    run_jobs()
    (taken,) = smtp.letters
    assert taken.recipient == "anna@romashka.test"
    assert CODE in taken.text
    assert CODE in taken.html
    assert taken.sender == "support@desk.test"
    row = Delivery.objects.get()
    assert (row.state, row.sealed_body, row.ticket) == (DeliveryState.SENT, "", None)
    assert CODE not in caplog.text + everything_stored()


def test_sec_27_no_code_goes_to_our_own_mailbox(smtp, run_jobs):
    assert send_mail("Ваш код", CODE, None, ["support+1-x@desk.test"]) == 0
    run_jobs()
    assert smtp.letters == []


def test_a_code_that_could_not_leave_in_time_is_dropped(smtp, run_jobs):
    smtp.at_rcpt.append("451 later")
    send_mail("Ваш код", CODE, None, ["anna@romashka.test"])
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=True):
        outbox.sweep(0)
        run_jobs()
    row = Delivery.objects.get()
    assert (row.state, row.reason, row.sealed_body) == (DeliveryState.FAILED, status_words.CODE_EXPIRED, "")
    assert smtp.letters == []


def test_a_code_whose_answer_was_lost_is_not_sent_twice(smtp, run_jobs):
    smtp.at_data.append(BREAK_OFF)
    send_mail("Ваш код", CODE, None, ["anna@romashka.test"])
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=True):
        outbox.sweep(0)
        run_jobs()
    row = Delivery.objects.get()
    assert (row.state, row.sealed_body, len(smtp.letters)) == (DeliveryState.UNCERTAIN, "", 1)


def test_sec_53_a_code_that_fails_leaves_nothing_behind(smtp, run_jobs, caplog):
    smtp.refuses["anna@romashka.test"] = "550 5.1.1 no such user"
    send_mail("Ваш код", CODE, None, ["anna@romashka.test"])
    run_jobs()
    assert Delivery.objects.get().sealed_body == ""
    assert CODE not in caplog.text + everything_stored()
