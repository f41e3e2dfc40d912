"""One connection to a relay: encrypted, its certificate checked, every wait bounded, used for up to a hundred letters.

It is exact about the one moment that matters: a connection that breaks before the whole letter was handed over has sent
nothing; one that breaks after that leaves the answer unknown (REL-21). Source: RFC 5321 §4.5.3.2, RFC 3207, RFC 6531.
"""

import logging
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum

from okno.channels.failures import TryLater, Undeliverable
from okno.channels.mail import oauth, status_words
from okno.channels.mail.relay import Relay
from okno.channels.models.mailbox import Security
from okno.desk import message_ids

LETTERS_AT_MOST = 100
CONNECT_SECONDS = 20
STEP_SECONDS = 60  # one command and its answer
ANSWER_SECONDS = 120  # the answer to the whole letter; servers look for viruses in this time
SLOWEST = 20_000  # bytes a second: below this a letter is given up for now

log = logging.getLogger(__name__)


class Answer(Enum):
    """What became of a letter that was not refused."""

    TAKEN = "taken"
    LOST = "lost"  # handed over whole, and no answer came


class Connection:
    """A connection that opens when it is needed and is opened anew when it is worn out."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.smtp: smtplib.SMTP | None = None
        self.carried = 0

    def send(self, sender: str, recipient: str, content: bytes, *, utf8: bool = False) -> Answer:
        """Hand one letter over; raises TryLater or Undeliverable with the reason in words for a person."""
        if self.carried >= LETTERS_AT_MOST:
            self.close()
        used = self.smtp is not None
        try:
            return self._send(sender, recipient, content, utf8=utf8)
        except _Gone as gone:
            self._drop()
            if not used:
                raise TryLater(status_words.RELAY_AWAY, diagnostic=str(gone), is_relay=True) from None
        # The server had closed the connection between two letters; nothing of this one was sent yet.
        try:
            return self._send(sender, recipient, content, utf8=utf8)
        except _Gone as gone:
            self._drop()
            raise TryLater(status_words.RELAY_AWAY, diagnostic=str(gone), is_relay=True) from None

    def knock(self) -> None:
        """Connect, encrypt, log in and say goodbye; raises TryLater with the reason (the desk doctor asks)."""
        self._opened()
        self.close()

    def close(self) -> None:
        """Say goodbye; a server that does not answer is left."""
        if self.smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.smtp.docmd("QUIT")
        self._drop()

    def _send(self, sender: str, recipient: str, content: bytes, *, utf8: bool) -> Answer:
        smtp = self.smtp or self._opened()
        with _watched(smtp, STEP_SECONDS + ANSWER_SECONDS + len(content) / SLOWEST):
            _refuse_impossible(smtp, len(content), utf8=utf8)
            try:
                options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
                self._may(*smtp.mail(sender, options), of_sender=True)
                self._may(*smtp.rcpt(recipient))
                self._may(*smtp.docmd("DATA"), wanted=354)
                smtp.send(_dotted(content))
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                raise _Gone(str(error)) from None
            return self._answer(smtp)

    def _answer(self, smtp: smtplib.SMTP) -> Answer:
        """Wait for the word about the whole letter; silence is no refusal."""
        assert smtp.sock is not None
        try:
            smtp.sock.settimeout(ANSWER_SECONDS)
            code, words = smtp.getreply()
            smtp.sock.settimeout(STEP_SECONDS)
        except (smtplib.SMTPException, OSError, ValueError):
            self._drop()
            return Answer.LOST
        self._may(code, words)
        self.carried += 1
        return Answer.TAKEN

    def _may(self, code: int, words: bytes, *, wanted: int = 250, of_sender: bool = False) -> None:
        """Go on when the server agrees; else say why not and leave the connection ready for the next letter."""
        if code == wanted or (wanted == 250 and code in {250, 251, 252}):  # noqa: PLR2004 - RFC 5321
            return
        text = f"{code} {words.decode('utf-8', 'replace')}"
        status = status_words.status_in(text)
        if code == 421:  # noqa: PLR2004 - the server closes
            self._drop()
            raise TryLater(status_words.RELAY_BUSY, diagnostic=text, status=status, is_relay=True)
        self._reset()
        reason = status_words.reason(code, status, text)
        if code // 100 != 5:  # noqa: PLR2004 - 4xx: for now
            raise TryLater(reason, diagnostic=text, status=status or "4.0.0")
        if code == 552 or status in {"5.3.4", "5.2.3"}:  # noqa: PLR2004 - the size, or a full mailbox
            raise Undeliverable(
                status_words.TOO_LARGE if of_sender else reason, diagnostic=text, status=status or "5.2.2"
            )
        if (
            of_sender
        ):  # our name, our rights: no fault of the recipient, and true for every letter of the account
            raise TryLater(status_words.SENDER_REFUSED, diagnostic=text, status=status, is_relay=True)
        raise Undeliverable(reason, diagnostic=text, status=status or "5.0.0")

    def _opened(self) -> smtplib.SMTP:
        """Connect, encrypt, log in; whatever fails here is the relay's affair and no letter's."""
        smtp = smtplib.SMTP(local_hostname=message_ids.domain().encode("idna").decode("ascii"))
        try:
            smtp.sock = socket.create_connection((self.relay.host, self.relay.port), CONNECT_SECONDS)
            with _watched(smtp, STEP_SECONDS * 2):
                self._greet(smtp)
                self._log_in(smtp)
        except ssl.SSLCertVerificationError as error:
            smtp.close()
            raise TryLater(
                status_words.BAD_CERTIFICATE, diagnostic=error.verify_message, is_relay=True
            ) from None
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            smtp.close()
            raise TryLater(status_words.RELAY_AWAY, diagnostic=_told(error), is_relay=True) from None
        except TryLater:
            smtp.close()
            raise
        self.smtp, self.carried = smtp, 0
        return smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        assert smtp.sock is not None
        smtp.sock.settimeout(STEP_SECONDS)
        context = ssl.create_default_context()
        if self.relay.security is Security.TLS:
            smtp.sock = context.wrap_socket(smtp.sock, server_hostname=self.relay.host)
        code, words = smtp.getreply()
        if code != 220:  # noqa: PLR2004 - RFC 5321: ready
            raise smtplib.SMTPConnectError(code, words)
        smtp.ehlo_or_helo_if_needed()
        if self.relay.security is Security.STARTTLS:
            self._encrypt(smtp, context)

    def _encrypt(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """STARTTLS, or nothing at all: an offer that somebody on the way has removed is no reason to go on (SEC-33)."""
        code, words = smtp.docmd("STARTTLS") if smtp.has_extn("starttls") else (0, b"")
        if code != 220 or _speaks_already(smtp):  # noqa: PLR2004 - RFC 3207
            raise TryLater(
                status_words.NO_ENCRYPTION, diagnostic=words.decode("utf-8", "replace"), is_relay=True
            )
        assert smtp.sock is not None
        smtp.sock = context.wrap_socket(smtp.sock, server_hostname=self.relay.host)
        # What was said in the clear does not count any more (RFC 3207 §4.2).
        smtp.file, smtp.helo_resp, smtp.ehlo_resp, smtp.esmtp_features = None, None, None, {}
        smtp.ehlo()

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        relay = self.relay
        try:
            if relay.token:
                words = f"user={relay.user}\x01auth=Bearer {relay.token}\x01\x01"
                smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge else words)
            elif relay.password:
                smtp.login(relay.user, relay.password)
        except smtplib.SMTPAuthenticationError as error:
            text = f"{error.smtp_code} {_text(error.smtp_error)}"
            reason = status_words.LOGIN_REFUSED
            if error.smtp_code // 100 == 4:  # noqa: PLR2004 - RFC 4954: 454, for now
                reason = status_words.RELAY_BUSY
            elif relay.token:
                oauth.forget(relay.mailbox, relay.token)
                reason = oauth.TOKEN_REFUSED
            raise TryLater(reason, diagnostic=text, is_relay=True) from None

    def _reset(self) -> None:
        """Make ready for the next letter; a connection that does not obey is dropped."""
        try:
            if self.smtp is not None:
                self.smtp.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
        self.smtp, self.carried = None, 0


class _Gone(Exception):
    """The connection broke before the letter was handed over whole."""


def _refuse_impossible(smtp: smtplib.SMTP, size: int, *, utf8: bool) -> None:
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < size:
        raise Undeliverable(status_words.TOO_LARGE, diagnostic=f"SIZE {limit}", status="5.3.4")
    if utf8 and not smtp.has_extn("smtputf8"):
        raise Undeliverable(status_words.NO_UTF8, status="5.6.7")


def _dotted(content: bytes) -> bytes:
    """Return the letter as it goes over the wire: CRLF, a dot doubled at the start of a line, a lone dot at the end."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _speaks_already(smtp: smtplib.SMTP) -> bool:
    """True when something came in the clear behind the answer to STARTTLS: it was put there by somebody else."""
    if smtp.sock is None or smtp.file is None:
        return False
    smtp.sock.settimeout(0)
    try:
        return bool(smtp.file.peek(1))
    finally:
        smtp.sock.settimeout(STEP_SECONDS)


@contextmanager
def _watched(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when the whole takes longer: a server that sends a sign a minute would hold us for ever."""

    def cut() -> None:
        if smtp.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(smtp.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _told(error: Exception) -> str:
    """Return what may be shown of an error: never what we ourselves had said to the server."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return type(error).__name__ if isinstance(error, UnicodeError) else str(error)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
