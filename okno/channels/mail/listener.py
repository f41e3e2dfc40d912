"""The listener: letters by SMTP or LMTP, for our own addresses only, acknowledged after the commit.

Source: RFC 5321 (SMTP), RFC 2033 (LMTP: one answer for each recipient after the data), RFC 3463 (status codes).
"""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from okno.channels.mail.addressees import Addressees
from okno.channels.mail.receive import RECIPIENTS_AT_MOST, Arrival, LetterTooLarge, identity
from okno.channels.mail.shelf import Shelf
from okno.core.refusals import Refusal

CONNECTIONS_AT_MOST = 100
SILENCE_SECONDS = 60
LETTER_SECONDS = 600  # for the whole of one letter; a slow line brings 35 MB in that time with 60 KB/s
COMMANDS_AT_MOST = {"*": 2000, "MAIL": 10_000, "RCPT": 20_000, "DATA": 10_000, "RSET": 10_000, "NOOP": 10_000}
HELD_AT_MOST = 256 * 2**20  # bytes of letters that are coming in, over all sessions
PIECE = 256 * 1024
END = b"\r\n.\r\n"

log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every line of every letter


class WrongListener(Refusal):
    """The setting of the listener cannot be used."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen and in which language."""

    scheme: str
    host: str
    port: int


def places(setting: str) -> list[Place]:
    """Return the places named by the setting, e.g. ``smtp://127.0.0.1:2525,lmtp://127.0.0.1:2424``; raises WrongListener."""
    found = []
    for word in filter(None, (part.strip() for part in setting.split(","))):
        try:
            parts = urlsplit(word)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if parts.scheme not in {"smtp", "lmtp"} or port is None or parts.path not in {"", "/"}:
            raise WrongListener(_("OKNO_LISTENER: write an address such as smtp://127.0.0.1:2525"))
        found.append(Place(parts.scheme, parts.hostname or "127.0.0.1", port))
    return found


class Listener:
    """All places of one event loop: they share the shelf and the count of connections."""

    def __init__(self, wanted: list[Place]) -> None:
        self.wanted = wanted
        self.ports: list[int] = []
        self.open = 0
        self.held = 0
        self.shelf = Shelf()
        self.addressees = Addressees()
        self._servers: list[asyncio.Server] = []

    async def start(self) -> None:
        """Begin to listen; raises OSError where a place is taken. `ports` then holds the real ports."""
        loop = asyncio.get_running_loop()
        for place in self.wanted:
            kind: type[_OurDoor] = _Lmtp if place.scheme == "lmtp" else _Smtp
            server = await loop.create_server(partial(kind, self), place.host, place.port, backlog=200)
            self._servers.append(server)
            self.ports.append(server.sockets[0].getsockname()[1])
            log.info("letters come in at %s://%s:%s", place.scheme, place.host, self.ports[-1])

    async def stop(self) -> None:
        """Listen no longer; what is being stored is stored first."""
        for server in self._servers:
            server.close()
        await self.shelf.close()


class _OurDoor(SMTP):
    """aiosmtpd with our own reading of DATA: in large pieces, lines of any length, an answer for each recipient."""

    line_length_limit = PIECE
    answers_each = False

    def __init__(self, listener: Listener) -> None:
        super().__init__(
            _Handler(listener),
            data_size_limit=settings.MAX_LETTER_BYTES,
            enable_SMTPUTF8=True,
            hostname=str(settings.DESK_ADDRESS).rpartition("@")[2] or "okno",
            ident="Okno",
            timeout=SILENCE_SECONDS,
            command_call_limit=COMMANDS_AT_MOST,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            loop=asyncio.get_running_loop(),
        )
        self.listener = listener
        self.counted = False
        self.held = 0  # bytes of the letter that is coming in

    def connection_made(self, transport: Any) -> None:
        if self.listener.open >= CONNECTIONS_AT_MOST:
            transport.write(b"421 4.7.0 Too many connections at once, come again\r\n")
            transport.close()
            self.transport = None
            return
        self.listener.open += 1
        self.counted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.counted:
            self.counted = False
            self.listener.open -= 1
            self.listener.held -= self.held
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self.counted else False

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd finds commands by this name
        """Read a letter up to CR LF . CR LF and nothing else, so a bare line end smuggles no second letter in."""
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Name a recipient first")
            return
        if arg:
            await self.push("501 5.5.4 DATA takes no argument")
            return
        await self.push("354 End the letter with <CR><LF>.<CR><LF>")
        content = await self._letter()
        answer = (
            too_large() if content is None else await self.event_handler.keep(self.session, envelope, content)
        )
        await self._hold(0)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push("\r\n".join([answer] * (len(envelope.rcpt_tos) if self.answers_each else 1)))

    async def _letter(self) -> bytes | None:
        """Return the letter without the dots of the transport; None for one past the limit, read to its end all the same."""
        limit, until = int(settings.MAX_LETTER_BYTES), self.loop.time() + LETTER_SECONDS
        data, size, looked = bytearray(b"\r\n"), 0, 0
        while (end := data.find(END, max(0, looked - len(END)))) < 0:
            if size > limit + PIECE:
                del data[: -len(END)]
            looked = len(data)
            piece = await self._reader.read(PIECE)
            if not piece or self.loop.time() > until:
                self._writer.close()
                raise asyncio.CancelledError
            self._reset_timeout()
            size += len(piece)
            data += piece
            await self._hold(len(data))
        # What was sent together with the end of the letter are the next commands.
        rest = data[end + len(END) :]
        self._reader._buffer[0:0] = rest  # type: ignore[attr-defined] # noqa: SLF001 - the only way to give bytes back
        del data[end + 2 :]
        if size > limit + PIECE or len(data) - 2 > limit:
            return None
        return bytes(data.replace(b"\r\n.", b"\r\n")[2:])

    async def _hold(self, size: int) -> None:
        """Count the bytes that all sessions hold; past the limit this one is sent away to come again."""
        self.listener.held += size - self.held
        self.held = size
        if self.listener.held > HELD_AT_MOST and size > PIECE:
            await self.push("421 4.3.1 Too many large letters at once, come again")
            self._writer.close()
            raise asyncio.CancelledError


class _Smtp(_OurDoor):
    pass


class _Lmtp(LMTP, _OurDoor):
    answers_each = True
    show_smtp_greeting = False


class _Handler:
    """What aiosmtpd asks about."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds hooks by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Accept our own addresses and no others: the desk relays nothing."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_AT_MOST:
            return "452 4.5.3 Too many recipients at once, send the rest separately"
        try:
            if not self.listener.addressees.is_fresh:
                await asyncio.to_thread(self._refresh)
        except Exception:
            log.exception("recipients cannot be looked up")
            return "451 4.3.0 The desk cannot look up its addresses now, come again"
        if not self.listener.addressees.find(address)[0]:
            return "550 5.1.1 No such address here; this server takes letters for the desk only"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def keep(self, session: Session, envelope: Envelope, content: bytes) -> str:
        """Store the letter, once for each of our mailboxes; the answer is given after the commit."""
        try:
            for arrival in self._arrivals(session, envelope, content):
                await self.listener.shelf.put(arrival)
        except LetterTooLarge:
            return too_large()
        except Exception:
            log.exception("a letter was not stored; its sender will come again")
            return "451 4.3.0 The desk cannot keep the letter now, come again"
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """Answer an inner fault without telling it to strangers."""
        log.error("a session failed: %s", type(error).__name__, exc_info=error)
        return "451 4.3.0 Something went wrong here, come again"

    def _arrivals(self, session: Session, envelope: Envelope, content: bytes) -> list[Arrival]:
        by_mailbox: dict[int | None, list[str]] = {}
        mailboxes = {}
        for address in envelope.rcpt_tos:
            _is_ours, mailbox = self.listener.addressees.find(address)
            key = mailbox.pk if mailbox else None
            mailboxes[key] = mailbox
            by_mailbox.setdefault(key, []).append(address)
        return [
            Arrival(
                external_id=identity("smtp", content, mailboxes[key]),
                raw=content,
                mailbox_id=key,
                envelope_from=(envelope.mail_from or "").strip("<>"),
                envelope_to=addresses,
                peer=str(session.peer[0] if session.peer else ""),
            )
            for key, addresses in by_mailbox.items()
        ]

    def _refresh(self) -> None:
        try:
            self.listener.addressees.refresh()
        finally:
            connection.close()  # the thread is not ours to keep a connection in


def too_large() -> str:
    """Return the refusal with the limit in it, so that the sender's notice says what to do."""
    limit = settings.MAX_LETTER_BYTES // 2**20
    return f"552 5.3.4 The letter is larger than {limit} MB; put large files elsewhere and send a link"
