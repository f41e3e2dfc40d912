"""Fetching from a server that misbehaves: nothing is lost, nothing comes twice, one mailbox never stops another."""

import datetime as dt
import hashlib
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection
from django.test import override_settings
from imapclient import IMAPClient

from okno.channels.mail import imap, imap_folder, imap_line, lease
from okno.channels.mail.door import Doors
from okno.channels.mail.imap import Fetcher
from okno.channels.mail.imap_folder import TOO_LARGE, Folder
from okno.channels.mail.imap_line import LineError
from okno.channels.models import Inbound, InboundState, Mailbox, MailboxCursor
from okno.channels.models.mailbox import Security
from okno.core import clock
from okno.core.sealed import seal
from tests.channels import letters
from tests.channels.fake_imap import FakeImap
from tests.channels.until import until

pytestmark = pytest.mark.django_db(transaction=True)

opened_lines: list[IMAPClient] = []
PASSWORD = "canary-password"


@pytest.fixture
def server() -> Iterator[FakeImap]:
    fake = FakeImap()
    yield fake
    fake.close()


def mailbox(server: FakeImap, address: str = "help@desk.test", **fields: object) -> Mailbox:
    described = {
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_security": Security.NONE,
        "secret": seal(PASSWORD),
    }
    return letters.mailbox(address, **(described | fields))


def numbered(count: int, start: int = 0) -> list[bytes]:
    return [letters.raw(f"Письмо {n}", message_id=f"m{n}@romashka.test") for n in range(start, start + count)]


@pytest.fixture
def fetching() -> Iterator[Callable[..., Fetcher]]:
    """Begin to fetch in threads that end with the test."""
    running: list[tuple[Fetcher, threading.Thread]] = []

    def begin(box: Mailbox, *, trust: ssl.SSLContext | None = None) -> Fetcher:
        fetcher = Fetcher(box, threading.Event(), trust=trust)
        thread = threading.Thread(target=fetcher.run, daemon=True)
        running.append((fetcher, thread))
        thread.start()
        return fetcher

    yield begin
    for fetcher, _thread in running:
        fetcher.stop.set()
    for _fetcher, thread in running:
        thread.join(20)


@pytest.fixture(autouse=True)
def hang_up() -> Iterator[None]:
    """Close every line that a test opened."""
    yield
    while opened_lines:
        imap_line.close(opened_lines.pop())


def folder(server: FakeImap, box: Mailbox, *, trust: ssl.SSLContext | None = None) -> Folder:
    token = lease.take(box)
    assert token is not None
    opened_lines.append(imap_line.opened(box, trust=trust))
    found = Folder(opened_lines[-1], box, token)
    found.select()
    return found


def stop() -> threading.Event:
    return threading.Event()


def kept() -> list[bytes]:
    return [bytes(row.raw) for row in Inbound.objects.order_by("id")]


def test_new_letters_come_by_themselves_in_their_order(
    server: FakeImap, fetching: Callable[..., Fetcher]
) -> None:
    wanted = numbered(3)
    server.add(*wanted)
    box = mailbox(server)
    fetching(box)
    until(lambda: Inbound.objects.count() == 3)
    more = numbered(2, start=3)
    server.add(*more)  # IDLE tells
    until(lambda: Inbound.objects.count() == 5)
    assert kept() == wanted + more
    until(lambda: server.seen == {1, 2, 3, 4, 5})
    box.refresh_from_db()
    assert box.last_success_at is not None
    assert server.connections == 1
    assert Inbound.objects.order_by("id")[0].external_id == f"imap:{box.pk}:7:1"


def test_rel_02_a_large_letter_holds_up_no_small_one(server: FakeImap) -> None:
    large = letters.raw("x" * (3 * 2**20))
    small = numbered(5)
    server.add(large, *small)
    order: list[bytes] = []
    server.before = lambda command: order.append(command) if b"BODY.PEEK" in command else None
    reader = folder(server, mailbox(server))
    assert reader.take_new(stop()) == 6
    assert kept() == [*small, large]
    assert b"<" not in order[0]
    assert all(b"<" in command for command in order[1:])
    assert MailboxCursor.objects.get().last_uid == 6


def test_rel_02_a_letter_that_drips_for_many_silences_arrives_and_nobody_waits_for_it(
    server: FakeImap, fetching: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    """30 MB at 20 KB a second are 25 silences of a minute; here it is 3 MB and three silences of a second.

    Fifty wait behind it, five come while it drips: all are there before it.
    """
    monkeypatch.setattr(imap_line, "SILENCE_SECONDS", 1)
    monkeypatch.setattr(imap_folder, "PIECE", 3 * 2**19)  # each of two pieces takes longer than the silence
    large, small, late = letters.raw("x" * (3 * 2**20)), numbered(50), numbered(5, start=50)
    server.add(large, *small)
    server.drips = 0.12
    server.before = lambda command: server.add(*late) if b"BODY.PEEK[]<0." in command else None
    started = clock.now()
    fetching(mailbox(server))
    until(lambda: Inbound.objects.count() == 56)
    taken = kept()
    assert taken[:50] == small
    assert taken[50:] == [*late, large]
    assert clock.now() - started > dt.timedelta(seconds=3)
    assert server.connections == 1, "the line was never given up"
    until(lambda: server.seen == set(range(1, 57)))


@pytest.mark.parametrize("where", [b"GREETING", b"LOGIN", b"SELECT", b"SEARCH", b"FETCH", b"IDLE"])
def test_rel_03_a_silent_server_is_left_and_others_go_on(
    server: FakeImap, fetching: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch, where: bytes
) -> None:
    assert imap_line.SILENCE_SECONDS <= 60
    monkeypatch.setattr(imap_line, "SILENCE_SECONDS", 1)
    monkeypatch.setattr(imap_line, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(imap, "PAUSES", (0,))
    other = FakeImap()
    try:
        server.add(*numbered(1))
        other.add(*numbered(1, start=1))
        server.stall_at = where
        silent = mailbox(server)
        fetching(silent)
        fetching(mailbox(other, "other@desk.test"))
        until(lambda: Mailbox.objects.exclude(last_error="").filter(pk=silent.pk).exists())
        assert Mailbox.objects.get(pk=silent.pk).last_error == imap_line.SILENT
        until(lambda: Inbound.objects.filter(mailbox__address="other@desk.test").exists())
        server.stall_at = b""
        until(lambda: Inbound.objects.filter(mailbox=silent).exists())
        until(lambda: not Mailbox.objects.get(pk=silent.pk).last_error)
    finally:
        other.close()


def test_rel_03_a_server_that_stops_inside_a_letter(
    server: FakeImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_line, "SILENCE_SECONDS", 1)
    server.add(*numbered(1))
    server.half_of_literal = True
    reader = folder(server, mailbox(server))
    with pytest.raises(OSError, match="timed out"):
        reader.take_new(stop())
    assert not Inbound.objects.exists()
    assert not server.seen


def test_rel_04_a_server_that_was_away_is_found_again(
    fetching: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "PAUSES", (0,))
    gone = FakeImap()
    box = mailbox(gone)
    gone.close()
    fetching(box)
    until(lambda: Mailbox.objects.get().last_error == imap_line.AWAY)
    back = FakeImap()
    back.add(*numbered(2))
    Mailbox.objects.update(imap_port=back.port)
    until(lambda: Inbound.objects.count() == 2)
    back.close()


def test_rel_05_the_same_letters_again_are_the_same(server: FakeImap) -> None:
    server.add(*numbered(4))
    box = mailbox(server)
    server.refuse = {b"STORE"}
    assert folder(server, box).take_new(stop()) == 4
    # Killed after the commit and before the cursor moved:
    MailboxCursor.objects.update(last_uid=0, lease_until=None)
    server.refuse = set()
    assert folder(server, box).take_new(stop()) == 0
    assert Inbound.objects.count() == 4
    assert server.seen == {1, 2, 3, 4}


def test_rel_06_nothing_is_marked_before_its_commit(server: FakeImap) -> None:
    server.add(*numbered(6))
    committed_at_store: list[int] = []

    def look(command: bytes) -> None:
        if b"STORE" in command:
            committed_at_store.append(Inbound.objects.count())
            connection.close()

    server.before = look
    box = mailbox(server)
    server.drop_at = b"STORE"
    with pytest.raises(Exception, match=r"abort|closed|EOF|reset|socket"):
        folder(server, box).take_new(stop())
    server.drop_at = b""
    MailboxCursor.objects.update(lease_until=None)
    folder(server, box).take_new(stop())
    assert committed_at_store
    assert min(committed_at_store) == 6
    assert Inbound.objects.count() == 6
    assert server.count(b"EXPUNGE") == server.count(b"Deleted") == 0


def test_rel_07_all_of_a_long_queue_comes_oldest_first(
    server: FakeImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve thousand letters turn a hundred and twenty pages; so do twelve hundred on pages of ten (bin/bench backlog)."""
    monkeypatch.setattr(imap_folder, "WINDOW", 10)
    wanted = [b"Message-ID: <%d@x.test>\r\n\r\n%d\r\n" % (number, number) for number in range(1200)]
    server.add(*wanted)
    assert folder(server, mailbox(server)).take_new(stop()) == 1200
    assert kept() == wanted
    assert server.count(b"RFC822.SIZE") == 120
    assert server.seen == set(server.letters)
    assert not server.count(b"SINCE")


def test_rel_08_whoever_reads_or_removes_letters_changes_nothing(server: FakeImap) -> None:
    server.add(*numbered(10))
    server.seen |= {1, 3, 5, 7, 9}
    del server.letters[4]
    box = mailbox(server)
    reader = folder(server, box)
    assert reader.take_new(stop()) == 9
    assert not server.count(b"UNSEEN")
    assert reader.reconcile() == []


def test_rel_08_reconciling_finds_and_takes_what_was_missed(server: FakeImap) -> None:
    server.add(*numbered(5))
    reader = folder(server, mailbox(server))
    reader.take_new(stop())
    Inbound.objects.filter(external_id__endswith=":3").delete()
    assert reader.reconcile() == [3]
    assert Inbound.objects.count() == 5
    assert reader.reconcile() == []


def test_rel_09_a_rebuilt_mailbox_brings_only_what_is_new(server: FakeImap) -> None:
    server.add(*numbered(5))
    box = mailbox(server)
    folder(server, box).take_new(stop())
    contents = list(server.letters.values())
    server.validity, server.letters = 8, {}
    server.add(*numbered(1, start=5), *reversed(contents))
    MailboxCursor.objects.update(lease_until=None)
    reader = folder(server, box)
    assert reader.take_new(stop()) == 1
    assert Inbound.objects.count() == 6
    assert reader.reconcile() == []


def test_rel_10_a_deleted_ticket_does_not_come_back(server: FakeImap) -> None:
    server.add(*numbered(1))
    reader = folder(server, mailbox(server))
    reader.take_new(stop())
    letters.read_all()
    ticket = Inbound.objects.get().ticket
    assert ticket is not None
    Inbound.objects.update(message=None, ticket=None)
    assert reader.take_new(stop()) == 0
    assert letters.read_all() == 0


def test_rel_13_a_reader_that_slept_too_long_writes_nothing(server: FakeImap) -> None:
    server.add(*numbered(3))
    box = mailbox(server)
    sleeper = folder(server, box)
    assert lease.take(box) is None
    MailboxCursor.objects.update(lease_until=clock.now() - dt.timedelta(seconds=1))
    fresh = folder(server, box)
    with pytest.raises(lease.LeaseLost):
        sleeper.take_new(stop())
    with pytest.raises(lease.LeaseLost):
        sleeper._take([1, 2, 3], upto=3)
    assert not Inbound.objects.exists()
    assert fresh.take_new(stop()) == 3


def test_rel_14_two_processes_share_one_connection(
    server: FakeImap, fetching: Callable[..., Fetcher]
) -> None:
    box = mailbox(server)
    for _ in range(3):
        fetching(Mailbox.objects.get(pk=box.pk))
    until(lambda: server.count(b"IDLE") > 0)
    assert server.most_open == 1


def test_rel_15_a_database_that_is_away_stops_the_fetching_only(
    server: FakeImap, fetching: Callable[..., Fetcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    from okno.channels.mail import receive

    monkeypatch.setattr(imap, "PAUSES", (0,))
    monkeypatch.setattr(receive, "_INSERT", "SELECT pg_terminate_backend(pg_backend_pid())" + "/* %s */" * 11)
    server.add(*numbered(2))
    fetching(mailbox(server))
    until(lambda: server.connections >= 3)
    assert not server.seen
    monkeypatch.undo()
    until(lambda: Inbound.objects.filter(state=InboundState.NEW).count() == 2)


def test_a_letter_beyond_the_limit_is_shown_by_its_head(server: FakeImap) -> None:
    server.add(letters.raw("x" * 2**21, subject="Huge"), *numbered(1))
    with override_settings(MAX_LETTER_BYTES=2**20):
        folder(server, mailbox(server)).take_new(stop())
    aside = Inbound.objects.get(state=InboundState.QUARANTINED)
    assert aside.reason == TOO_LARGE
    assert b"Huge" in bytes(aside.raw)
    assert Inbound.objects.filter(state=InboundState.NEW).count() == 1


def test_a_refused_password_is_told_and_not_hammered(
    server: FakeImap, fetching: Callable[..., Fetcher]
) -> None:
    server.refuse = {b"LOGIN"}
    fetching(mailbox(server))
    until(lambda: Mailbox.objects.get().last_error == imap_line.REFUSED)
    assert server.count(b"LOGIN") == 1


# ---- SEC-33: the certificate, or nothing ----


def certificate(
    folder: Path, *, name: str = "localhost", days: int = 1
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the server's side and the side of somebody who trusts this very certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=10))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    stem = folder / hashlib.sha256(f"{name}{days}".encode()).hexdigest()[:8]
    pem, secret = stem.with_suffix(".pem"), stem.with_suffix(".key")
    pem.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))


def refused(box: Mailbox, server: FakeImap, trust: ssl.SSLContext | None = None) -> str:
    with pytest.raises(LineError) as error:
        imap_line.opened(box, trust=trust)
    assert not any(PASSWORD.encode() in line or b"LOGIN" in line for line in server.heard)
    return error.value.reason


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize(
    ("name", "days", "trusted", "reason"),
    [
        ("localhost", 1, False, imap_line.SELF_SIGNED),
        ("other.test", 1, True, imap_line.WRONG_NAME),
        ("localhost", -1, True, imap_line.EXPIRED),
    ],
)
def test_sec_33_a_wrong_certificate_gets_no_password(
    tmp_path: Path, security: str, name: str, days: int, *, trusted: bool, reason: str
) -> None:
    own, trust = certificate(tmp_path, name=name, days=days)
    fake = FakeImap(tls=own) if security == Security.TLS else FakeImap(starttls=own)
    fake.capabilities += b" STARTTLS"
    try:
        assert refused(mailbox(fake, imap_security=security), fake, trust if trusted else None) == reason
    finally:
        fake.close()


def test_sec_33_a_stripped_starttls_gets_no_password(server: FakeImap) -> None:
    assert refused(mailbox(server, imap_security=Security.STARTTLS), server) == imap_line.STRIPPED


def test_sec_33_words_slipped_in_before_the_encryption_stop_us(tmp_path: Path) -> None:
    own, trust = certificate(tmp_path)
    fake = FakeImap(starttls=own)
    fake.capabilities += b" STARTTLS"
    fake.slipped = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"
    try:
        box = mailbox(fake, imap_host="localhost", imap_security=Security.STARTTLS)
        assert refused(box, fake, trust) == imap_line.SLIPPED
        fake.slipped, fake._starttls, fake._tls = b"", own, None
        imap_line.close(imap_line.opened(box, trust=trust))
    finally:
        fake.close()


def test_sec_33_a_server_without_tls_gets_no_password(
    server: FakeImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(mailbox(server, imap_security=Security.TLS), server) == imap_line.NO_TLS
    far = Mailbox.objects.get()
    far.imap_security, far.imap_host = Security.NONE, "mail.other.test"
    assert refused(far, server) == imap_line.NOT_HERE


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_right_certificate_lets_letters_in(tmp_path: Path, security: str) -> None:
    own, trust = certificate(tmp_path)
    fake = FakeImap(tls=own) if security == Security.TLS else FakeImap(starttls=own)
    fake.capabilities += b" STARTTLS"
    fake.add(*numbered(1))
    assert folder(fake, mailbox(fake, imap_security=security), trust=trust).take_new(stop()) == 1
    fake.close()


def test_doors_notice_mailboxes_that_come_and_go(server: FakeImap) -> None:
    server.add(*numbered(1))
    doors = Doors()
    doors.look()
    assert not doors.threads
    box = mailbox(server)
    doors.look()
    until(lambda: Inbound.objects.count() == 1)
    Mailbox.objects.filter(pk=box.pk).update(is_active=False)
    doors.look()
    doors.close()
    doors.look()
    assert not doors.threads


def test_rel_03_a_mailbox_from_which_thousands_come_is_not_silent_meanwhile(server: FakeImap) -> None:
    server.add(*numbered(250))
    worked: list[int] = []
    found = folder(server, mailbox(server))
    found.worked = lambda: worked.append(Inbound.objects.count())
    found.take_new(stop())
    assert worked == [100, 200, 250], "told after each window"
