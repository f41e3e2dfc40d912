"""A mail server that does what a test tells it: takes, refuses, stalls, breaks off, and remembers everything."""

import asyncio
import ssl
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

TAKE = "250 OK"
BREAK_OFF = "break off after the letter"  # took it, and nobody will know
STALL = "never answer"


@dataclass(kw_only=True)
class Taken:
    """A letter as it came over the wire."""

    sender: str
    recipient: str
    content: bytes

    @property
    def letter(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        part = self.letter.get_body(("plain",))
        return part.get_content().replace("\r\n", "\n") if part else ""

    @property
    def html(self) -> str:
        part = self.letter.get_body(("html",))
        return part.get_content().replace("\r\n", "\n") if part else ""


@dataclass
class FakeSmtp:
    """The server; `at_mail`, `at_rcpt` and `at_data` hold what it says next, and it agrees when they are empty."""

    letters: list[Taken] = field(default_factory=list)
    at_mail: deque[str] = field(default_factory=deque)
    at_rcpt: deque[str] = field(default_factory=deque)
    at_data: deque[str] = field(default_factory=deque)
    logins: list[tuple[str, bytes]] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)  # address → what it says at RCPT
    connections: int = 0
    break_off_every: int = 0
    late_seconds: float = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def count(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(taken.letter["Message-ID"]).strip("<>") for taken in self.letters)

    def to(self, address: str) -> list[Taken]:
        return [taken for taken in self.letters if taken.recipient == address]

    # ---- hooks of aiosmtpd ----

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.at_mail.popleft() if self.at_mail else TAKE
        if said == BREAK_OFF:
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return said

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.refuses.get(address) or (self.at_rcpt.popleft() if self.at_rcpt else TAKE)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said = self.at_data.popleft() if self.at_data else TAKE
        if said in (TAKE, BREAK_OFF, STALL):
            assert len(envelope.rcpt_tos) == 1, "one recipient a letter"
            content = (
                envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
            )
            self.letters.append(
                Taken(sender=envelope.mail_from or "", recipient=envelope.rcpt_tos[0], content=content)
            )
        if said == BREAK_OFF:
            server.transport.abort()
        if said == STALL:
            await asyncio.sleep(self.late_seconds or 30)
            said = TAKE
        return said

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        user, password = data.login.decode(), data.password.decode()
        self.logins.append((user, mechanism.encode()))
        return AuthResult(success=self.passwords.get(user) == password, handled=False)


@contextmanager
def serving(fake: FakeSmtp | None = None, **options: Any) -> Iterator[FakeSmtp]:
    """Run the server on a free port of this machine; `tls` (a context) makes STARTTLS, `implicit` TLS from the start."""
    fake = fake or FakeSmtp()
    tls, implicit = options.pop("tls", None), options.pop("implicit", None)

    if fake.passwords and tls:  # the library offers a login only behind STARTTLS
        options |= {"authenticator": fake.authenticate, "auth_require_tls": True, "auth_required": True}
    loop = asyncio.new_event_loop()

    def factory() -> SMTP:
        fake.connections += 1
        return SMTP(fake, loop=loop, tls_context=tls, hostname="fake.test", **options)

    server = loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0, ssl=implicit))
    fake.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    # Connections whose handshake failed close their sockets in the next rounds of the loop.
    await asyncio.sleep(0.05)
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def contexts(names: list[str], *, expired: bool = False) -> tuple[ssl.SSLContext, str]:
    """Return a server's TLS context for a certificate of its own making, and the path of that certificate."""
    import tempfile
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    end = datetime.now(UTC) + timedelta(days=-1 if expired else 30)
    kinds = [x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=60))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName(kinds), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = Path(tempfile.mkdtemp(prefix="okno-tests-tls-"))
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "own.pem").write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "authority.pem").write_bytes(pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "own.pem")
    return context, str(folder / "authority.pem")
