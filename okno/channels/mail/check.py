"""«Check»: really log in at the mailbox, really send a letter, and tell each step in words. Nothing a server says is shown."""

import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.db import connections
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from okno.channels.failures import SendFailed
from okno.channels.mail import hosts, imap_line, oauth, relay, status_words
from okno.channels.mail.smtp import Answer, Connection
from okno.channels.models import Mailbox
from okno.channels.models.mailbox import Login
from okno.core import clock
from okno.desk import message_ids

PATIENCE_SECONDS = 20.0
TOO_SLOW = gettext_noop("The mail server does not answer in time.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: what was tried and what came of it; `is_well` is None for a step that makes no sense here."""

    what: str | Promise
    is_well: bool | None
    words: str = ""


def check(mailbox: Mailbox, letter_to: str) -> Iterator[Step]:
    """Try what the mailbox is for, step by step; after a failure the steps that rest on it are left out."""
    if mailbox.login == Login.XOAUTH2:
        failed = _tried(lambda: oauth.access_token(mailbox))
        yield Step(gettext_lazy("The provider gives a token"), not failed, failed)
        if failed:
            return
    if mailbox.imap_host:
        yield from _incoming(mailbox)
    else:
        words = _("Letters come by the listener or the pipe; there is nothing to log in to.")
        yield Step(gettext_lazy("Incoming letters"), None, words)
    yield from _outgoing(mailbox, letter_to)


def _incoming(mailbox: Mailbox) -> Iterator[Step]:
    what = gettext_lazy("Log in for incoming letters")
    if complaint := hosts.complaint_now(mailbox.imap_host):
        yield Step(what, False, _(complaint))
        return
    counted: list[int] = []

    def look() -> None:
        client = imap_line.opened(mailbox)
        try:
            counted.append(-1)
            counted.append(int(client.select_folder(mailbox.imap_folder, readonly=True)[b"EXISTS"]))
        finally:
            imap_line.close(client)

    failed = _tried(look)
    yield Step(what, bool(counted), "" if counted else failed)
    if counted:
        told = (
            _("Letters in it: %(count)d") % {"count": counted[-1]}
            if len(counted) > 1
            else _(imap_line.NO_FOLDER)
        )
        yield Step(gettext_lazy("Open the folder"), len(counted) > 1, told)


def _outgoing(mailbox: Mailbox, letter_to: str) -> Iterator[Step]:
    what = gettext_lazy("Send a test letter")
    try:
        road = relay.named(mailbox.pk if mailbox.smtp_host else 0)
    except SendFailed as error:
        yield Step(what, False, _(error.reason))
        return
    if mailbox.smtp_host and (complaint := hosts.complaint_now(road.host)):
        yield Step(what, False, _(complaint))
        return
    letter, line, answers = _letter(mailbox, letter_to), Connection(road), []

    def send() -> None:
        try:
            answers.append(line.send(mailbox.address, letter_to, letter))
        finally:
            line.close()

    failed = _tried(send)
    if not failed and answers[0] is Answer.LOST:
        failed = _(status_words.ANSWER_LOST)
    sent = _("It is on its way to %(address)s; look whether it comes.") % {"address": letter_to}
    yield Step(what, not failed, failed or sent)


def _tried(act: Callable[[], object]) -> str:
    """Do it in a thread of its own, for some seconds at most; return what went wrong, in words, or nothing."""
    wrong: list[str] = []

    def run() -> None:
        try:
            act()
        except SendFailed as error:
            wrong.append(error.reason)
        except Exception as error:  # noqa: BLE001 - what a library says may hold the password; it is told in our words
            wrong.append(imap_line.explained(error).reason)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="mailbox check", daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    return _(TOO_SLOW) if thread.is_alive() else _(wrong[0]) if wrong else ""


def _letter(mailbox: Mailbox, to: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = formataddr((" ".join(mailbox.name.split()), mailbox.address))
    letter["To"] = to
    letter["Subject"] = _("A test letter from the service desk")
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<check.{secrets.token_hex(10)}@{message_ids.domain()}>"
    letter["Auto-Submitted"] = "auto-generated"
    words = _(
        "This letter was sent by the button “Check” of the mailbox %(address)s at %(desk)s. Letters leave as they should."
    )
    letter.set_content(words % {"address": mailbox.address, "desk": settings.BASE_URL} + "\n")
    return letter.as_bytes()
