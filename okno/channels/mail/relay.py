"""By which server letters leave: the one of a mailbox, or the one of the settings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from okno.channels.failures import NotConfigured, TryLater
from okno.channels.mail import status_words
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login, Security
from okno.core.sealed import CannotOpen, unseal
from okno.people.models import Channel, normalised

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ports = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A server that takes our letters; `mailbox` is 0 for the one of the settings. Its secret is in no repr (SEC-53)."""

    mailbox: int = 0
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)  # OAuth 2: instead of a password


def parse(url: str) -> Relay:
    """Read `smtp://user:password@host:587?tls=starttls` or `smtps://…`; raises ValueError with words for the administrator.

    Without `tls=` a letter goes in the clear to this machine only; a password never goes in the clear to another one.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587?tls=starttls or smtps://user:password@host")
    here = parts.hostname in LOOPBACK
    default = "tls" if parts.scheme == "smtps" else "none" if here else "starttls"
    wish = parse_qs(parts.query).get("tls", [default])[-1]
    if wish not in Security.values:
        raise ValueError("tls= must be one of: tls, starttls, none")
    security, user, password = Security(wish), unquote(parts.username or ""), unquote(parts.password or "")
    if security is Security.NONE and password and not here:
        raise ValueError("a password never goes unencrypted to another machine; use tls=starttls")
    return Relay(
        host=parts.hostname,
        port=parts.port or _ports[security],
        security=security,
        user=user,
        password=password,
    )


def named(mailbox: int) -> Relay:
    """Return the relay of this mailbox, or that of the settings for 0; raises NotConfigured or TryLater with the reason."""
    row = Mailbox.objects.filter(pk=mailbox).exclude(smtp_host="").first() if mailbox else None
    if row is not None:
        return _of(row)
    if not settings.SMTP_URL:
        raise NotConfigured(status_words.NO_RELAY)
    try:
        return parse(settings.SMTP_URL)
    except ValueError as error:
        raise NotConfigured(status_words.WRONG_RELAY, diagnostic=f"OKNO_SMTP_URL: {error}") from None


def has_road() -> bool:
    """Tell whether letters can leave at all: by the relay of the settings, or by a mailbox."""
    return bool(settings.SMTP_URL) or Mailbox.objects.filter(is_active=True).exclude(smtp_host="").exists()


def home(our_address: str) -> Mailbox | None:
    """Return the mailbox from which letters about this address of ours leave; None where none is known.

    An address that is no mailbox of ours (a ticket by phone, a login code) leaves from the desk's own address, and
    where that has no road either, from the first mailbox that has one.
    """
    return _home(our_address, _mailboxes())


def accounts(our_addresses: Iterable[str]) -> dict[str, int]:
    """Return for each address the account by which its letters leave: a mailbox, or 0 for the settings."""
    known = _mailboxes()
    found = {address: _home(address, known) for address in our_addresses}
    return {
        address: mailbox.pk if mailbox is not None and mailbox.smtp_host else 0
        for address, mailbox in found.items()
    }


def _mailboxes() -> dict[str, Mailbox]:
    return {normalised(Channel.MAIL, row.address): row for row in Mailbox.objects.order_by("pk")}


def _home(our_address: str, known: dict[str, Mailbox]) -> Mailbox | None:
    found = known.get(normalised(Channel.MAIL, our_address)) if our_address else None
    found = found or known.get(normalised(Channel.MAIL, settings.DESK_ADDRESS))
    if found is None and not settings.SMTP_URL:
        found = next((row for row in known.values() if row.is_active and row.smtp_host), None)
    return found


def _of(row: Mailbox) -> Relay:
    security = Security(row.smtp_security)
    if security is Security.NONE and row.smtp_host not in LOOPBACK:
        raise NotConfigured(status_words.NO_ENCRYPTION, diagnostic=row.smtp_host)
    try:
        secret = unseal(row.secret)
    except CannotOpen:
        raise NotConfigured(status_words.WRONG_RELAY, diagnostic="the secret cannot be opened") from None
    token = _token(row) if row.login == Login.XOAUTH2 else ""
    return Relay(
        mailbox=row.pk,
        host=row.smtp_host,
        port=row.smtp_port,
        security=security,
        user=row.user or row.address,
        password="" if token else secret,
        token=token,
    )


def _token(row: Mailbox) -> str:
    """Return a good access token; a mailbox whose consent has ended waits for the administrator, a provider is asked again."""
    from okno.channels.mail import oauth

    try:
        return oauth.access_token(row)
    except oauth.NoToken as error:
        if error.is_final:
            raise NotConfigured(error.reason) from None
        raise TryLater(error.reason, is_relay=True) from None
