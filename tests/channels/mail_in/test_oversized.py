"""A letter that is too large to be fetched: its sender hears so, once and never a robot; people see its head."""

import threading
from datetime import timedelta

import pytest
from django.test import override_settings

from okno.channels.actions.retry import HeadAlone, retry
from okno.channels.mail import imap_line, lease
from okno.channels.mail.imap_folder import Folder
from okno.channels.mail.parsing.limits import MAX_LETTER
from okno.channels.models import Delivery, Inbound, InboundState
from okno.channels.models.delivery import Purpose
from okno.channels.models.mailbox import Security
from okno.config import env
from okno.core import clock
from tests.channels import letters
from tests.channels.fake_imap import FakeImap
from tests.channels.letters import codes

pytestmark = pytest.mark.django_db
HUGE = "x" * (2 * 2**20)


@pytest.fixture
def server():
    fake = FakeImap()
    yield fake
    fake.close()


@pytest.fixture
def fetch(server, run_jobs):
    """Let the mailbox bring what is there, and the jobs do what follows."""
    box = letters.mailbox(
        "help@desk.test", imap_host="127.0.0.1", imap_port=server.port, imap_security=Security.NONE
    )

    def fetch(**headers) -> Inbound:
        server.add(letters.raw(HUGE, **{"subject": "Чертежи <b>", **headers}).replace(b"\n", b"\r\n"))
        client = imap_line.opened(box)
        try:
            folder = Folder(client, box, lease.take(box))
            folder.select()
            with override_settings(MAX_LETTER_BYTES=2**20):
                folder.take_new(threading.Event())
                run_jobs()
        finally:
            imap_line.close(client)
            lease.give_back(box, folder.token)
        return Inbound.objects.order_by("-id").first()

    return fetch


def told(address="anna@romashka.test"):
    return Delivery.objects.filter(purpose=Purpose.TOO_LARGE, address=address)


def test_the_sender_hears_that_the_letter_is_too_large_and_why(fetch, smtp, as_boris):
    aside = fetch()
    assert (aside.state, aside.is_partial) == (InboundState.QUARANTINED, True)
    assert (aside.sender, aside.subject) == ("anna@romashka.test", "Чертежи <b>")
    assert aside.size > 2 * 2**20, "that of the letter, not of its head"
    (taken,) = smtp.to("anna@romashka.test")
    assert taken.letter["Subject"] == "Ваше письмо слишком большое и не принято"
    assert taken.letter["Auto-Submitted"] == "auto-generated"
    assert "«Чертежи <b>»" in taken.text
    assert "3 МБ" in taken.text
    assert "до 1 МБ" in taken.text
    assert "Чертежи &lt;b&gt;" in taken.html
    page = as_boris.get(f"/quarantine/{aside.pk}/").content.decode()
    assert "anna@romashka.test: сообщено, что письмо слишком большое" in page


def test_one_address_is_told_once_an_hour(fetch, smtp):
    fetch()
    second = fetch()
    assert told().count() == 1
    assert codes(second)[-1] == "not_told_too_large"
    with clock.moved_to(clock.now() + timedelta(minutes=61)):
        fetch()
    assert told().count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.romashka.test>"},
        {"Return_Path": "<>"},
        {"by": "MAILER-DAEMON@romashka.test"},
        {"by": "no-reply@romashka.test"},
        {"by": "help@desk.test"},
        {"by": "support@bank.ru <evil@romashka.test>"},
        {"by": "не адрес"},
    ],
)
def test_sec_29_robots_lists_bounces_and_doubtful_senders_hear_nothing(fetch, smtp, headers):
    aside = fetch(**headers)
    assert smtp.letters == []
    assert codes(aside)[-1] == "not_told_too_large"
    assert aside.state == InboundState.QUARANTINED


def test_sec_29_in_a_storm_nobody_hears(fetch, smtp):
    now = clock.now()
    for number in range(30):
        Delivery.objects.create(
            purpose=Purpose.ACKNOWLEDGE, address=f"r{number}@x.test", rfc_message_id=f"{number}@desk.test", state="sent",
            not_before=now, created_at=now,
        )  # fmt: skip
    fetch()
    assert not told().exists()


def test_the_head_alone_is_not_read_again_and_the_page_says_why(fetch, as_boris, boris):
    aside = fetch()
    page = as_boris.get("/quarantine/").content.decode()
    assert f"/quarantine/{aside.pk}/retrial/" not in page
    assert "OKNO_MAX_LETTER_MB" in as_boris.get(f"/quarantine/{aside.pk}/").content.decode()
    with pytest.raises(HeadAlone):
        retry(aside, by=boris)
    answer = as_boris.post(f"/quarantine/{aside.pk}/retrial/")
    assert answer.status_code == 409
    aside.refresh_from_db()
    assert aside.state == InboundState.QUARANTINED, "no empty ticket"
    assert as_boris.post(f"/quarantine/{aside.pk}/dismissal/", {"why": "Спам"}).status_code == 302


def test_rel_09_a_rebuilt_mailbox_brings_the_same_head_once(fetch, server):
    fetch(message_id="one@romashka.test")
    server.validity += 1
    server.letters = {9: server.letters[1]}
    fetch(message_id="two@romashka.test")
    assert Inbound.objects.count() == 2
    assert told().count() == 1


def test_a_limit_beyond_what_the_reader_takes_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("OKNO_MAX_LETTER_MB", "65")
    with pytest.raises(env.WrongSetting, match="OKNO_MAX_LETTER_MB: must be from 1 to 64"):
        env.integer("OKNO_MAX_LETTER_MB", 35, at_least=1, at_most=MAX_LETTER // 2**20)
