"""The listener with real sockets: what is acknowledged is committed, what is not ours is refused, nothing is smuggled."""

import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import override_settings

from okno.channels.mail import listener as room
from okno.channels.mail import receive
from okno.channels.mail.door import Listening
from okno.channels.mail.listener import WrongListener, places
from okno.channels.models import Inbound, Mailbox
from tests.channels import letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box() -> Mailbox:
    return letters.mailbox("help@desk.test")


@pytest.fixture
def listening(box: Mailbox) -> Iterator[Listening]:
    found = Listening(places("smtp://127.0.0.1:0,lmtp://127.0.0.1:0"))
    yield found
    found.stop()


@pytest.fixture
def smtp(listening: Listening) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=30) as client:
        yield client


def talk(port: int, *lines: bytes) -> bytes:
    """Say raw bytes and return all that is answered until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(b"".join(lines) + b"QUIT\r\n")
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_an_acknowledged_letter_is_committed_byte_for_byte(smtp: smtplib.SMTP, box: Mailbox) -> None:
    content = letters.raw(".точка в начале\n..две").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert smtp.sendmail("anna@romashka.test", ["help+125-abc@desk.test"], content) == {}
    inbound = Inbound.objects.get()
    assert bytes(inbound.raw) == content
    assert (inbound.mailbox, inbound.envelope_from) == (box, "anna@romashka.test")
    assert inbound.envelope_to == ["help+125-abc@desk.test"]
    assert inbound.sender == "anna@romashka.test"


def test_a_repeated_attempt_is_the_same_letter(smtp: smtplib.SMTP) -> None:
    content = letters.raw()
    for _ in range(3):
        smtp.sendmail("anna@romashka.test", ["help@desk.test"], content)
    assert Inbound.objects.count() == 1


def test_words_without_name_or_date_may_be_said_twice(smtp: smtplib.SMTP) -> None:
    for _ in range(2):
        smtp.sendmail("cron@romashka.test", ["help@desk.test"], b"Subject: disk full\r\n\r\n99%\r\n")
    assert Inbound.objects.count() == 2


def test_the_desk_has_an_address_of_its_own(smtp: smtplib.SMTP) -> None:
    smtp.sendmail("<>", ["support@desk.test"], letters.raw())
    inbound = Inbound.objects.get()
    assert (inbound.mailbox, inbound.envelope_from) == (None, "")


def test_one_letter_to_two_mailboxes_is_kept_for_each(smtp: smtplib.SMTP) -> None:
    letters.mailbox("sales@desk.test")
    smtp.sendmail(
        "anna@romashka.test", ["help@desk.test", "help+x@desk.test", "sales@desk.test"], letters.raw()
    )
    assert sorted(len(row.envelope_to) for row in Inbound.objects.all()) == [1, 2]


@pytest.mark.parametrize(
    "address", ["victim@other.test", "help@other.test", "help@desk.test@other.test", "x%other.test@desk.test"]
)
def test_nothing_is_relayed(smtp: smtplib.SMTP, address: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        smtp.sendmail("anna@romashka.test", [address], letters.raw())
    assert next(iter(refused.value.recipients.values()))[0] in (550, 553)
    assert not Inbound.objects.exists()


def test_a_mailbox_out_of_use_takes_nothing(box: Mailbox, listening: Listening) -> None:
    Mailbox.objects.update(is_active=False)
    with (
        smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=30) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        client.sendmail("anna@romashka.test", ["help@desk.test"], letters.raw())


@pytest.mark.parametrize("announced", [True, False])
def test_a_letter_too_large_is_refused_with_the_limit(listening: Listening, *, announced: bool) -> None:
    with (
        override_settings(MAX_LETTER_BYTES=2**20),
        smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=30) as client,
    ):
        client.ehlo()
        if not announced:
            client.esmtp_features.pop("size")
        with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPSenderRefused)) as refused:
            client.sendmail("anna@romashka.test", ["help@desk.test"], letters.raw("x" * 2**21))
        assert refused.value.smtp_code == 552
        client.sendmail("anna@romashka.test", ["help@desk.test"], letters.raw("small"))
    assert Inbound.objects.count() == 1


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r.\r\n", b"\r\n\x00.\r\n"])
def test_a_bare_line_end_smuggles_no_second_letter(listening: Listening, end: bytes) -> None:
    evil = (
        b"MAIL FROM:<boss@desk.test>\r\nRCPT TO:<help@desk.test>\r\nDATA\r\nFrom: boss@desk.test\r\n\r\nevil"
    )
    answer = talk(
        listening.ports[0],
        b"EHLO x\r\nMAIL FROM:<a@other.test>\r\nRCPT TO:<help@desk.test>\r\nDATA\r\n",
        b"Message-ID: <1@other.test>\r\n\r\nhello" + end + evil + b"\r\n.\r\n",
    )
    assert answer.count(b"250 2.0.0") == 1
    assert evil in bytes(Inbound.objects.get().raw)


def test_pipelined_letters_are_all_taken_and_long_lines_too(listening: Listening) -> None:
    one = (
        b"MAIL FROM:<a@other.test>\r\nRCPT TO:<help@desk.test>\r\nDATA\r\nSubject: %d\r\n\r\n"
        + b"y" * 300_000
        + b"\r\n.\r\n"
    )
    answer = talk(listening.ports[0], b"EHLO x\r\n", *(one % number for number in range(3)))
    assert answer.count(b"250 2.0.0") == 3
    assert Inbound.objects.count() == 3


def test_an_empty_letter_ends_at_once(listening: Listening) -> None:
    answer = talk(
        listening.ports[0], b"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<help@desk.test>\r\nDATA\r\n.\r\n"
    )
    assert b"250 2.0.0" in answer
    assert Inbound.objects.get().size == 0


def test_lmtp_answers_for_each_recipient(listening: Listening) -> None:
    letters.mailbox("sales@desk.test")
    answer = talk(
        listening.ports[1],
        b"LHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<help@desk.test>\r\nRCPT TO:<sales@desk.test>\r\n",
        b"RCPT TO:<none@other.test>\r\nDATA\r\nMessage-ID: <l@x.test>\r\n\r\nx\r\n.\r\n",
    )
    assert answer.count(b"250 2.0.0 Kept") == 2
    assert b"550 5.1.1" in answer
    assert Inbound.objects.count() == 2


def test_recipients_are_bounded(listening: Listening) -> None:
    recipients = b"".join(b"RCPT TO:<help+%d@desk.test>\r\n" % number for number in range(101))
    answer = talk(listening.ports[0], b"EHLO x\r\nMAIL FROM:<a@x.test>\r\n", recipients)
    assert answer.count(b"250 2.1.5") == 100
    assert b"452 4.5.3" in answer


def test_connections_are_bounded(listening: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CONNECTIONS_AT_MOST", 1)
    with smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=30) as first:
        assert first.noop()[0] == 250
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=30)
        assert refused.value.smtp_code == 421


def test_rel_15_a_database_that_is_away_loses_nothing(
    smtp: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = letters.raw()
    monkeypatch.setattr(receive, "_INSERT", "SELECT pg_terminate_backend(pg_backend_pid())" + "/* %s */" * 11)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        smtp.sendmail("anna@romashka.test", ["help@desk.test"], content)
    assert refused.value.smtp_code == 451
    monkeypatch.undo()
    smtp.sendmail("anna@romashka.test", ["help@desk.test"], content)
    assert Inbound.objects.count() == 1


def test_many_sessions_share_commits_and_each_hears_of_its_own(listening: Listening) -> None:
    def session(number: int) -> None:
        with smtplib.SMTP("127.0.0.1", listening.ports[0], timeout=60) as client:
            for letter in range(5):
                client.sendmail("a@x.test", ["help@desk.test"], letters.raw(f"{number} {letter}"))
        connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(session, range(12)))
    assert Inbound.objects.count() == 60


def test_garbage_is_answered_and_forgotten(listening: Listening) -> None:
    for garbage in (
        b"\x00\xff\xfe\r\n",
        b"A" * 5000 + b"\r\n",
        b"MAIL FROM:<\xff>\r\n",
        b"DATA\r\n",
        b"RCPT TO:<help@desk.test>\r\n",
    ):
        assert b"Traceback" not in talk(listening.ports[0], b"EHLO x\r\n", garbage)
    assert not Inbound.objects.exists()


@pytest.mark.parametrize(
    "setting", ["smtp://127.0.0.1", "http://127.0.0.1:1", "smtp://127.0.0.1:99999", "nonsense"]
)
def test_a_wrong_setting_is_told(setting: str) -> None:
    with pytest.raises(WrongListener, match="OKNO_LISTENER"):
        places(setting)
