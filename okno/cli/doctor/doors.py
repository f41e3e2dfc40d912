"""The mail doors: do they live, do the mailboxes answer, does anything wait for a person."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _
from okno.core import clock, heartbeat

if TYPE_CHECKING:
    from okno.channels.models import Mailbox

OLD_SUCCESS = timedelta(minutes=30)
OLD_LETTER = timedelta(minutes=10)


def doors() -> Iterator[Finding]:
    """Ask for the sign of life of the mail doors."""
    name, last = _("mail doors"), heartbeat.last("mail")
    if last is None or clock.now() - last > heartbeat.SILENT_AFTER:
        seen = (
            _("no sign of life")
            if last is None
            else _("silent since %(at)s") % {"at": f"{last:%Y-%m-%d %H:%M} UTC"}
        )
        yield ill(name, seen, _("Start “okno serve”, or “okno mail”."))
    else:
        yield well(name, settings.LISTENER or _("alive, no listener"))


def mailboxes(*, deep: bool) -> Iterator[Finding]:
    """Ask each mailbox for its last success and last error."""
    from okno.channels.models import Mailbox

    found = list(Mailbox.objects.filter(is_active=True).order_by("address"))
    if not found:
        yield care(_("mailboxes"), _("none"), _("Add the address of the desk in the settings."))
    for box in found:
        name = box.address
        if not box.imap_host:
            yield well(name, _("by the listener or the pipe"))
        elif box.last_error_at and (not box.last_success_at or box.last_error_at > box.last_success_at):
            yield ill(
                name,
                _(box.last_error),
                _("Check name, password and security of the mailbox in the settings."),
            )
        elif not box.last_success_at or clock.now() - box.last_success_at > OLD_SUCCESS:
            yield care(name, _("not read for half an hour"), _("Look whether the mail doors run."))
        else:
            yield well(name, _("read at %(at)s") % {"at": f"{box.last_success_at:%H:%M} UTC"})
        if deep and box.imap_host:
            yield _log_in(box)


def relay(*, deep: bool) -> Iterator[Finding]:
    """Ask whether there is a way out for answers; deep: connect and log in."""
    name = _("relay")
    if not settings.SMTP_URL:
        yield care(name, _("none"), _("Set OKNO_SMTP_URL, or a relay at each mailbox: answers cannot leave."))
        return
    if deep:
        yield _knock(name)
    else:
        from urllib.parse import urlsplit

        parts = urlsplit(settings.SMTP_URL)
        yield well(name, f"{parts.hostname}:{parts.port or 25}")


def quarantine() -> Iterator[Finding]:
    """Count the letters that wait for a person."""
    from okno.channels.models import Inbound, InboundState

    name = _("quarantine")
    count = Inbound.objects.filter(state=InboundState.QUARANTINED).count()
    waiting = Inbound.objects.filter(
        state=InboundState.NEW, retry_at=None, received_at__lt=clock.now() - OLD_LETTER
    ).count()
    if waiting:
        yield ill(
            _("letters"),
            _("%(count)d wait for more than ten minutes") % {"count": waiting},
            _("Look whether the workers run."),
        )
    if count:
        yield care(name, _("%(count)d letters") % {"count": count}, _("Open the quarantine and decide."))
    else:
        yield well(name, _("empty"))


def outbox() -> Iterator[Finding]:
    """Ask how long the oldest answer waits that should have left, and which are uncertain."""
    from okno.channels import told
    from okno.channels.models import Delivery, DeliveryState

    name, now = _("outbox"), clock.now()
    oldest = (
        Delivery.objects.filter(door="mail", state=DeliveryState.QUEUED, not_before__lte=now)
        .order_by("not_before")
        .first()
    )
    uncertain = told.undecided()
    if oldest is not None and now - oldest.not_before > OLD_LETTER:
        minutes = int((now - oldest.not_before).total_seconds() // 60)
        yield ill(
            name,
            _("the oldest waits for %(minutes)d minutes") % {"minutes": minutes},
            _("Look at the relay and at the workers."),
        )
    elif uncertain:
        numbers = ", ".join(f"№ {number}" for number in uncertain)
        yield care(
            name, _("uncertain: %(numbers)s") % {"numbers": numbers}, _("Open these tickets and decide.")
        )
    else:
        yield well(name, _("moves"))


def _log_in(box: "Mailbox") -> Finding:
    """Really log in and look at the folder; nothing is fetched."""
    from okno.channels.mail import imap_line

    advice = _("Check name, password and security of the mailbox in the settings.")
    try:
        client = imap_line.opened(box)
    except imap_line.LineError as error:
        return ill(box.address, _(error.reason), advice)
    try:
        client.select_folder(box.imap_folder, readonly=True)
    except Exception as error:  # noqa: BLE001 - whatever the server says, the round goes on
        return ill(box.address, _(imap_line.explained(error).reason), advice)
    finally:
        imap_line.close(client)
    return well(box.address, _("the log-in works"))


def _knock(name: str) -> Finding:
    """Really connect to the relay and log in; nothing is sent."""
    from okno.channels.failures import TryLater
    from okno.channels.mail import relay as relays
    from okno.channels.mail.smtp import Connection

    road = relays.named(0)
    seen = f"{road.host}:{road.port}"
    try:
        Connection(road).knock()
    except TryLater as error:
        return ill(name, f"{seen}: {_(error.reason)}", _("Check OKNO_SMTP_URL."))
    return well(name, _("%(server)s answers") % {"server": seen})
