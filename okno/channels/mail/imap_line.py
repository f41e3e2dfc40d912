"""The line to a mail server: encrypted, its certificate checked, every wait bounded; failures in words (SEC-33, REL-03)."""

import contextlib
import ipaddress
import select
import ssl
from threading import Event
from typing import Any

from django.utils.translation import gettext_noop as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from okno.channels.mail import oauth
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core.sealed import CannotOpen, unseal

CONNECT_SECONDS = 15
SILENCE_SECONDS = 60

SELF_SIGNED = _("The certificate of the mail server is signed by nobody whom this machine trusts.")
WRONG_NAME = _("The certificate of the mail server is for another name.")
EXPIRED = _("The certificate of the mail server is out of date.")
NO_TLS = _("An encrypted connection to the mail server cannot be made.")
SLIPPED = _("Somebody on the way has slipped words in before the encryption; the password was not sent.")
STRIPPED = _("The mail server offers no encryption (STARTTLS); the password was not sent.")
NOT_HERE = _(
    "An unencrypted connection is for a mail server on this machine only; the password was not sent."
)
REFUSED = _("The mail server refuses the user name or the password.")
SILENT = _("The mail server does not answer.")
AWAY = _("The mail server cannot be reached.")
NO_FOLDER = _("The mail server does not open the folder.")
BROKEN = _("The connection to the mail server broke.")
NO_PASSWORD = _("The password of the mailbox cannot be read; enter it again.")

# Reasons of OpenSSL (X509_V_ERR_…), as far as a person can do something about them.
_CERTIFICATES = {10: EXPIRED, 9: EXPIRED, 18: SELF_SIGNED, 19: SELF_SIGNED, 20: SELF_SIGNED, 21: SELF_SIGNED}
_WRONG_NAMES = frozenset({62, 64})


class LineError(Exception):
    """The mailbox cannot be read now; `reason` is an English sentence of the catalogue, `is_final` asks for a person."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


def opened(mailbox: Mailbox, *, trust: ssl.SSLContext | None = None) -> IMAPClient:
    """Connect, encrypt, log in; raises LineError. `trust` replaces the certificates of the system."""
    try:
        return _opened(mailbox, trust or ssl.create_default_context())
    except Exception as error:  # noqa: BLE001 - told in words, whatever it is
        raise explained(error) from None  # what the library says may hold the password


def explained(error: BaseException) -> LineError:
    """Return what happened in words for a person; secrets and internals of the exception stay out."""
    if isinstance(error, LineError):
        return error
    if isinstance(error, oauth.NoToken):
        return LineError(error.reason, is_final=error.is_final)
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _WRONG_NAMES:
            return LineError(WRONG_NAME)
        return LineError(_CERTIFICATES.get(error.verify_code, NO_TLS))
    reasons = (
        (ssl.SSLError, NO_TLS),
        (LoginError, REFUSED),
        (TimeoutError, SILENT),
        (IMAPClientError, BROKEN),
        (OSError, AWAY),
    )
    for kind, reason in reasons:
        if isinstance(error, kind):
            return LineError(reason, is_final=kind is LoginError)
    return LineError(BROKEN)


def idle(client: IMAPClient, seconds: float, stop: Event) -> bool:
    """Let the server call us for at most so many seconds (RFC 2177); returns True when it has something to say."""
    client.idle()
    heard = _is_buffered(client)  # news that came in one packet with the server's "go on"
    for _second in range(int(seconds)):
        if heard or stop.is_set() or (heard := _speaks(client, 1.0)):
            break
    _text, responses = client.idle_done()
    return heard or bool(responses)


def close(client: IMAPClient) -> None:
    """Hang up, politely where that works at once."""
    try:
        client.socket().settimeout(2)
        client.logout()
    except Exception:  # noqa: BLE001 - the line is given up anyway
        with contextlib.suppress(Exception):  # a socket that is closed already
            client.shutdown()


def _opened(mailbox: Mailbox, trust: ssl.SSLContext) -> IMAPClient:
    secret = "" if mailbox.login == Login.XOAUTH2 else _password(mailbox)
    token = oauth.access_token(mailbox) if mailbox.login == Login.XOAUTH2 else ""
    is_tls = mailbox.imap_security == Security.TLS
    if mailbox.imap_security == Security.NONE and not _is_here(mailbox.imap_host):
        raise LineError(NOT_HERE, is_final=True)
    client = IMAPClient(
        mailbox.imap_host,
        port=mailbox.imap_port,
        ssl=is_tls,
        ssl_context=trust if is_tls else None,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=SILENCE_SECONDS),
    )
    try:
        if mailbox.imap_security == Security.STARTTLS:
            _encrypt(client, trust)
        user = mailbox.user or mailbox.address
        if token:
            _show(client, mailbox, user, token)
        elif secret.isascii() and user.isascii():
            client.login(user, secret)
        else:
            client.plain_login(user, secret)  # LOGIN knows ASCII only; SASL PLAIN is UTF-8 (RFC 4616)
    except BaseException:
        close(client)
        raise
    return client


def _show(client: IMAPClient, mailbox: Mailbox, user: str, token: str) -> None:
    try:
        client.oauth2_login(user, token)
    except LoginError:
        oauth.forget(mailbox.pk, token)
        raise LineError(oauth.TOKEN_REFUSED) from None


def _encrypt(client: IMAPClient, trust: ssl.SSLContext) -> None:
    if not client.has_capability("STARTTLS"):
        raise LineError(STRIPPED)
    plain = client._imap.file  # noqa: SLF001 - what the library has read lies there
    client.starttls(trust)
    if _left(plain):
        raise LineError(SLIPPED)
    # What was said before the encryption counts for nothing (CVE-2011-0411 and its kin).
    client._cached_capabilities = None  # noqa: SLF001 - IMAPClient has no word for asking again


def _left(plain: Any) -> bool:
    """True where more had come in the clear than was answered: an honest server is silent until the encryption stands."""
    try:
        return bool(plain.peek(1))
    except (OSError, ValueError):  # nothing in the buffer, and the socket below belongs to the encryption now
        return False


def _password(mailbox: Mailbox) -> str:
    try:
        return unseal(mailbox.secret)
    except CannotOpen:
        raise LineError(NO_PASSWORD, is_final=True) from None


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_buffered(client: IMAPClient) -> bool:
    """True when the library has read more than it has told; the socket itself would stay silent about that."""
    sock: Any = client.socket()
    peek = getattr(getattr(client._imap, "file", None), "peek", None)  # noqa: SLF001 - there is no other way to ask
    if peek is None:
        return False
    sock.setblocking(False)
    try:
        return bool(peek(1))
    except OSError:
        return False
    finally:
        sock.settimeout(SILENCE_SECONDS)


def _speaks(client: IMAPClient, seconds: float) -> bool:
    sock: Any = client.socket()
    if getattr(sock, "pending", lambda: 0)():
        return True
    poller = select.poll()
    poller.register(sock.fileno(), select.POLLIN)
    return bool(poller.poll(seconds * 1000))
