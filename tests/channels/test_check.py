"""«Check» of a mailbox: against servers that agree, refuse, stall and drip; each step in words, never a secret or a banner."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from okno.channels.mail import check as checking
from okno.channels.mail import hosts
from okno.channels.mail.check import check
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core.sealed import seal
from tests import make
from tests.cast import _logged_in
from tests.channels.dovecot import PASSWORD, running
from tests.channels.fake_imap import FakeImap
from tests.channels.fake_smtp import STALL, FakeSmtp, contexts, serving

pytestmark = pytest.mark.django_db
CANARY = "canary-of-the-check"


@pytest.fixture
def imap() -> Iterator[FakeImap]:
    fake = FakeImap()
    yield fake
    fake.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE_SECONDS", 0.5)


def mailbox(imap: int = 0, smtp: int = 0, **fields) -> Mailbox:
    roads = {}
    if imap:
        roads |= {"imap_host": "127.0.0.1", "imap_port": imap, "imap_security": Security.NONE}
    if smtp:
        roads |= {"smtp_host": "127.0.0.1", "smtp_port": smtp, "smtp_security": Security.NONE}
    return Mailbox.objects.create(address="help@desk.test", name="Помощь", **(roads | fields))


def told(box: Mailbox) -> list[tuple[str, bool | None, str]]:
    return [(str(step.what), step.is_well, step.words) for step in check(box, "gleb@desk.test")]


def test_a_mailbox_that_works_is_logged_in_to_and_a_letter_leaves(imap):
    imap.add(b"Subject: a\r\n\r\nb", b"Subject: c\r\n\r\nd")
    with serving() as smtp:
        steps = told(mailbox(imap.port, smtp.port, secret=""))
    assert [is_well for _what, is_well, _words in steps] == [True, True, True]
    assert steps[1][2] == "Писем в ней: 2"
    letter = smtp.letters[0]
    assert (letter.sender, letter.recipient) == ("help@desk.test", "gleb@desk.test")
    assert letter.letter["From"] == "Помощь <help@desk.test>"
    assert letter.letter["Auto-Submitted"] == "auto-generated"
    assert "кнопкой «Проверить»" in letter.text
    assert not imap.seen
    assert imap.count(b"EXAMINE") == 1  # looked at, nothing marked, nothing taken


def test_looking_takes_no_letter(imap):
    imap.add(b"Subject: a\r\n\r\nb")
    told(mailbox(imap.port))
    assert not imap.count(b"FETCH")
    assert not imap.count(b"STORE")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"refuse": {b"LOGIN"}}, "не принимает имя пользователя или пароль"),
        ({"stall_at": b"LOGIN"}, "не ответил вовремя"),
        ({"stall_at": b"GREETING"}, "не ответил вовремя"),
    ],
)
def test_what_stands_in_the_way_of_the_login_is_told_and_the_folder_is_not_tried(
    imap, impatient, trouble, words
):
    for name, value in trouble.items():
        setattr(imap, name, value)
    steps = told(mailbox(imap.port, secret=seal(CANARY)))
    assert (steps[0][0], steps[0][1]) == ("Вход за входящими письмами", False)
    assert words in steps[0][2]
    assert len(steps) == 2
    assert CANARY not in str(steps)


def test_a_folder_that_is_not_there_is_told_apart_from_the_login(imap):
    imap.refuse = {b"EXAMINE"}
    steps = told(mailbox(imap.port, imap_folder="Нет такой"))
    assert [(is_well) for _what, is_well, _words in steps[:2]] == [True, False]


def test_nobody_listens(imap):
    imap.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    steps = told(mailbox(port, port))
    assert [is_well for _what, is_well, _words in steps] == [False, False]
    assert all("связаться" in words or "недоступен" in words for _what, _well, words in steps), steps


def test_a_server_that_drips_is_given_up_in_time(impatient):
    def drip(line: socket.socket) -> None:
        try:
            while True:
                line.sendall(b"*")
                time.sleep(0.02)
        except OSError:
            line.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: drip(server.accept()[0]), daemon=True).start()
        begun = time.monotonic()
        steps = told(mailbox(server.getsockname()[1]))
        assert time.monotonic() - begun < 5
        assert steps[0][1] is False


@pytest.mark.parametrize(
    ("said", "words"),
    [("550 5.7.1 secret-banner", "не даёт отправлять с этого адреса"), ("451 4.3.0 secret-banner", "позже")],
)
def test_sec_44_what_a_server_says_is_told_in_our_words_only(said, words):
    fake = FakeSmtp()
    fake.at_mail.append(said)
    with serving(fake) as smtp:
        steps = told(mailbox(smtp=smtp.port))
    assert steps[-1][1] is False
    assert "secret-banner" not in str(steps)


def test_a_relay_that_never_says_whether_it_took_the_letter(impatient):
    fake = FakeSmtp(late_seconds=1.5)
    fake.at_data.append(STALL)
    with serving(fake) as smtp:
        assert told(mailbox(smtp=smtp.port))[-1][1] is False


def test_a_wrong_password_of_the_relay_is_told():
    context, authority = contexts(["127.0.0.1"])
    with serving(FakeSmtp(passwords={"help@desk.test": "another"}), tls=context) as smtp:
        box = mailbox(smtp=smtp.port, smtp_security=Security.STARTTLS, secret=seal(CANARY))
        steps = told(box)
    assert steps[-1][1] is False
    # Of nobody whom this machine trusts: the password was not told.
    assert "сертификат" in steps[-1][2].casefold()
    assert not smtp.logins
    del authority


def test_the_login_of_the_relay_is_the_address_where_no_other_name_is_given(monkeypatch):
    context, authority = contexts(["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with serving(FakeSmtp(passwords={"help@desk.test": "right"}), tls=context) as smtp:
        box = mailbox(smtp=smtp.port, smtp_security=Security.STARTTLS, secret=seal("right"))
        assert told(box)[-1][1] is True
    assert smtp.logins[0][0] == "help@desk.test"


def test_without_any_relay_it_is_told_what_to_do():
    steps = told(mailbox())
    assert steps[0][1] is None
    assert steps[1][1] is False


def test_tokens_that_cannot_be_had_end_the_check(imap):
    box = mailbox(imap.port, login=Login.XOAUTH2, secret=seal(json.dumps({})))
    steps = told(box)
    assert [is_well for _what, is_well, _words in steps] == [False]
    assert imap.connections == 0


@pytest.mark.django_db(transaction=True)
def test_a_good_token_logs_in(imap):
    imap.capabilities = b"IMAP4rev1 AUTH=XOAUTH2"
    secret = seal(
        json.dumps(
            {"access_token": CANARY.encode().hex(), "refresh_token": "r", "expires_at": time.time() + 900}
        )
    )
    steps = told(mailbox(imap.port, login=Login.XOAUTH2, secret=secret))
    assert [is_well for _what, is_well, _words in steps[:3]] == [True, True, True]
    assert CANARY.encode().hex().encode() in imap.tokens[0]


# ---- where the desk does not connect ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "::ffff:169.254.169.254", "255.255.255.255"],
)
def test_sec_44_no_connection_is_made_to_addresses_that_are_nobodys_mail_server(host):
    box = Mailbox.objects.create(address="a@desk.test", imap_host=host, smtp_host=host)
    assert [(step.is_well, step.words) for step in check(box, "g@desk.test")] == [
        (False, "К этому адресу служба поддержки не подключается.")
    ] * 2


def test_sec_44_a_name_that_leads_there_is_refused_before_connecting(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("169.254.169.254", 0))])
    assert hosts.complaint_now("metadata.evil.test") == hosts.NOT_OPEN


# ---- the page ------------------------------------------------------------------------------------------------


def test_the_button_shows_the_steps_and_is_throttled(imap):
    gleb = make.administrator("Глеб", email="gleb@desk.test")
    office, box = _logged_in(gleb), mailbox(imap.port, secret=seal(CANARY))
    path = f"/settings/mailboxes/{box.pk}/check/"
    assert office.get(path).status_code == 405
    page = office.post(path).content.decode()
    assert "Вход за входящими письмами" in page
    assert CANARY not in page
    assert [office.post(path).status_code for _time in range(10)][-1] == 429


@pytest.mark.peers
def test_a_real_dovecot_lets_us_in_with_the_right_password_alone():
    with running() as dovecot:
        dovecot.deliver("help", "1", b"Subject: a\r\n\r\nb\r\n")
        box = mailbox(dovecot.port, user="help", secret=seal(PASSWORD))
        assert [(step.is_well, step.words) for step in check(box, "g@desk.test")][:2] == [
            (True, ""),
            (True, "Писем в ней: 1"),
        ]
        box.secret = seal("wrong")
        step = next(iter(check(box, "g@desk.test")))
        assert (step.is_well, "пароль" in step.words) == (False, True)
