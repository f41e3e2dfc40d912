"""The connection to a relay: encrypted and checked, or nothing is sent and no password is told."""

import socket
import threading
import time
from collections import deque

import pytest

from okno.channels.failures import NotConfigured, TryLater, Undeliverable
from okno.channels.mail import relay, status_words
from okno.channels.mail import smtp as wire
from okno.channels.mail.relay import Relay, parse
from okno.channels.mail.smtp import Answer, Connection
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Security
from okno.core.sealed import seal
from tests.channels.fake_smtp import FakeSmtp, contexts, serving

LETTER = b"From: a@x.test\r\nTo: b@y.test\r\nMessage-ID: <1@x.test>\r\nSubject: s\r\n\r\ntext\r\n.dot\r\n"
PASSWORD = "pass-КАНАРЕЙКА-word"


def send(port: int, security: Security = Security.NONE, **options) -> Answer:
    host = options.pop("host", "127.0.0.1")
    line = Connection(Relay(host=host, port=port, security=security, **options))
    try:
        return line.send("a@x.test", "b@y.test", LETTER)
    finally:
        line.close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, Security.NONE, "", "")),
        ("smtp://mail.test", ("mail.test", 587, Security.STARTTLS, "", "")),
        ("smtps://u%40x.test:p%3Aw@mail.test", ("mail.test", 465, Security.TLS, "u@x.test", "p:w")),
        ("smtp://mail.test:25?tls=none", ("mail.test", 25, Security.NONE, "", "")),
        ("smtp://u:p@127.0.0.1?tls=none", ("127.0.0.1", 25, Security.NONE, "u", "p")),
    ],
)
def test_an_address_of_a_relay_is_read(url, expected):
    found = parse(url)
    assert (found.host, found.port, found.security, found.user, found.password) == expected
    assert "p:w" not in repr(found)


@pytest.mark.parametrize(
    "url",
    ["http://mail.test", "smtp://", "mail.test", "smtp://u:p@mail.test?tls=none", "smtp://m.test?tls=maybe"],
)
def test_a_wrong_address_of_a_relay_is_refused(url):
    with pytest.raises(ValueError, match=r"write|tls=|password"):
        parse(url)


def test_a_letter_goes_over_unchanged():
    with serving() as fake:
        assert send(fake.port) is Answer.TAKEN
    assert fake.letters[0].content == LETTER


def test_starttls_with_a_good_certificate_and_a_password(monkeypatch):
    context, authority = contexts(["localhost", "127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with serving(FakeSmtp(passwords={"desk": "secret"}), tls=context) as fake:
        assert send(fake.port, Security.STARTTLS, user="desk", password="secret") is Answer.TAKEN
    assert fake.logins


def test_tls_from_the_start(monkeypatch):
    context, authority = contexts(["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with serving(implicit=context) as fake:
        assert send(fake.port, Security.TLS) is Answer.TAKEN


@pytest.mark.parametrize("fault", ["unknown authority", "another name", "expired"])
@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_sec_33_a_bad_certificate_gets_neither_letter_nor_password(monkeypatch, fault, security):
    names = ["other.test"] if fault == "another name" else ["127.0.0.1"]
    context, authority = contexts(names, expired=fault == "expired")
    if fault != "unknown authority":
        monkeypatch.setenv("SSL_CERT_FILE", authority)
    way = {"tls": context} if security is Security.STARTTLS else {"implicit": context}
    with serving(FakeSmtp(passwords={"desk": PASSWORD}), **way) as fake, pytest.raises(TryLater) as refused:
        send(fake.port, security, user="desk", password=PASSWORD)
    assert refused.value.reason == status_words.BAD_CERTIFICATE
    assert refused.value.is_relay
    assert fake.letters == fake.logins == []
    assert PASSWORD not in str(refused.value) + refused.value.diagnostic


def test_sec_33_an_offer_of_encryption_that_was_removed_stops_us():
    with serving(FakeSmtp()) as fake, pytest.raises(TryLater) as refused:
        send(fake.port, Security.STARTTLS, user="desk", password=PASSWORD)
    assert refused.value.reason == status_words.NO_ENCRYPTION
    assert fake.letters == []


def test_sec_33_words_slipped_in_before_the_encryption_stop_us():
    listener = socket.create_server(("127.0.0.1", 0))

    def meddle() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rb") as heard:
            peer.sendall(b"220 hello\r\n")
            heard.readline()
            peer.sendall(b"250-hello\r\n250 STARTTLS\r\n")
            heard.readline()
            peer.sendall(b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n")
            heard.readline()

    thread = threading.Thread(target=meddle, daemon=True)
    thread.start()
    with listener, pytest.raises(TryLater) as refused:
        send(listener.getsockname()[1], Security.STARTTLS, user="desk", password=PASSWORD)
    thread.join(5)
    assert refused.value.is_relay


def test_a_wrong_password_is_the_relays_affair_and_stays_secret(monkeypatch):
    context, authority = contexts(["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with (
        serving(FakeSmtp(passwords={"desk": "right"}), tls=context) as fake,
        pytest.raises(TryLater) as refused,
    ):
        send(fake.port, Security.STARTTLS, user="desk", password="wrong-secret")
    assert refused.value.reason == status_words.LOGIN_REFUSED
    assert "wrong-secret" not in refused.value.diagnostic


def test_a_server_that_says_nothing_is_left_in_time(monkeypatch):
    monkeypatch.setattr(wire, "STEP_SECONDS", 0.3)
    begin = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater) as refused:
        send(silent.getsockname()[1])
    assert time.monotonic() - begin < 5
    assert refused.value.is_relay


def test_a_server_that_sends_a_sign_now_and_then_is_cut_off(monkeypatch):
    monkeypatch.setattr(wire, "STEP_SECONDS", 0.4)
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        peer, _ = listener.accept()
        with peer:
            while not ended.wait(0.1):
                try:
                    peer.sendall(b"2")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    begin = time.monotonic()
    with listener, pytest.raises(TryLater):
        send(listener.getsockname()[1])
    ended.set()
    assert time.monotonic() - begin < 5


def test_a_letter_larger_than_the_relay_takes_is_not_even_begun():
    with serving(data_size_limit=50) as fake, pytest.raises(Undeliverable) as refused:
        send(fake.port)
    assert refused.value.reason == status_words.TOO_LARGE


def test_an_address_with_russian_letters_needs_a_relay_that_takes_it():
    with serving() as fake:
        line = Connection(Relay(host="127.0.0.1", port=fake.port, security=Security.NONE))
        with pytest.raises(Undeliverable) as refused:
            line.send("a@x.test", "анна@y.test", LETTER, utf8=True)
        line.close()
    assert refused.value.reason == status_words.NO_UTF8
    with serving(enable_SMTPUTF8=True) as fake:
        line = Connection(Relay(host="127.0.0.1", port=fake.port, security=Security.NONE))
        assert line.send("a@x.test", "анна@y.test", LETTER, utf8=True) is Answer.TAKEN
        line.close()
    assert fake.letters[0].recipient == "анна@y.test"


def test_a_refused_sender_is_nobodys_fault_but_ours():
    with (
        serving(FakeSmtp(at_mail=deque(["550 5.7.60 not your address"]))) as fake,
        pytest.raises(TryLater) as refused,
    ):
        send(fake.port)
    assert (refused.value.reason, refused.value.is_relay) == (status_words.SENDER_REFUSED, True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.1 User unknown", "There is no such address."),
        ("552 5.2.2 Mailbox full", "The mailbox is full."),
        ("550 Over quota", "The mailbox is full."),
        ("554 5.7.1 blocked using spamhaus", "The other mail server takes the letter for spam."),
        ("550 5.7.26 unauthenticated", "The other side doubts that the letter is ours (SPF, DKIM)."),
        ("550 no", "There is no such address, or it does not take our letters."),
        ("571 no", "The other mail server did not take the letter."),
    ],
)
def test_codes_are_told_in_words(said, reason):
    assert status_words.reason(int(said[:3]), "", said) == reason


@pytest.mark.django_db
def test_a_mailbox_has_a_relay_of_its_own(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:25"
    own = Mailbox.objects.create(
        address="sales@desk.test", smtp_host="smtp.test", user="sales", secret=seal(PASSWORD)
    )
    Mailbox.objects.create(address="support@desk.test")
    assert relay.accounts(["sales@desk.test", "Support@desk.test", "", "x@y.test"]) == {
        "sales@desk.test": own.pk,
        "Support@desk.test": 0,
        "": 0,
        "x@y.test": 0,
    }
    assert relay.named(own.pk).password == PASSWORD
    assert PASSWORD not in repr(relay.named(own.pk))


@pytest.mark.django_db
def test_a_mailbox_never_sends_in_the_clear_to_another_machine():
    own = Mailbox.objects.create(address="a@desk.test", smtp_host="smtp.test", smtp_security="none")
    with pytest.raises(NotConfigured):
        relay.named(own.pk)
