"""The loop guard: which automatic letters may leave, counted in the rows themselves, so that a restart forgets nothing.

Without it, a forged sender makes the desk write to a victim (SEC-28) and two robots write to each other for ever (SEC-29).
Source: RFC 3834 (recommendations for automatic responses).
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_noop as _

from okno.channels.mail.addressees import without_mark
from okno.channels.mail.letter import Letter
from okno.channels.models import Delivery, Inbound, Mailbox
from okno.channels.models.delivery import Purpose
from okno.desk import message_ids
from okno.desk.models import Message, Ticket
from okno.people.models import Person

TYPED = "address_typed"  # a doubt that forbids no confirmation: it goes to whom the address belongs
# To customers; news for colleagues are bounded where they are written.
AUTOMATIC = (
    Purpose.ACKNOWLEDGE,
    Purpose.ASK_SOLVED,
    Purpose.TAKEN,
    Purpose.WAITING,
    Purpose.CLOSED,
    Purpose.SURVEY,
    Purpose.TOO_LARGE,
)
ACKNOWLEDGEMENTS_AN_HOUR = 1  # to one address
BEHIND_LOGIN = frozenset({"portal"})  # nobody can ask there in another's name: each request is confirmed
ACKNOWLEDGEMENTS_A_MINUTE = 30  # to all together
AUTOMATIC_A_DAY = 10  # to one address
TICKETS_AN_HOUR = 20  # of one requester; more are a robot's

# Decisions of the flight recorder after which nothing is confirmed to the sender.
SILENT_AFTER = frozenset(
    {"robot", "many_from_robot", "mailing_list", "login_letter", "loop", "from_our_mailbox", "doubt"}
)
# A letter that answers one of ours by somebody who takes no part: a program that changes its sender would answer us for ever.
ANSWERS_OURS, AS_A_STRANGER = frozenset({"answers_ours", "token_foreign"}), "takes_no_part"
REASONS = {
    "no_address": _("the sender has no address that could be answered"),
    "automatic": _("the letter was written by a program"),
    "doubtful": _("the sender is doubtful"),
    "robot_name": _("nobody reads at such an address"),
    "our_own": _("the address is one of our own"),
    "silent": _("the letter is not one that is answered by itself"),
    "another_answers": _("it answers a letter of ours from an address to which that was not written"),
    "one_an_hour": _("the address has had a confirmation within the hour"),
    "told_within_the_hour": _("the address was told so within the hour"),
    "too_many_tickets": _("the sender opens tickets faster than a person can"),
    "ten_a_day": _("the address has had ten automatic letters today"),
    "storm": _("thirty confirmations have left within the minute"),
}
_robot_name = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer[-_.]?daemon|postmaster|bounces?|daemon|root|cron|nagios|zabbix|"
    r"notifications?|alerts?|robot|autoreply|auto[-_.]confirm)(?:[-_.+=].*)?$"
)
_LOCK = 0x0C0_0001  # one decision at a time, so that a limit of thirty is thirty


def why_not_acknowledge(message: Message, address: str, at: datetime) -> str:
    """Return the code of the reason why receipt is not confirmed to this address, or nothing where it may be.

    Holds other decisions back until the caller commits: the row that it writes is what the next decision counts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if reason := _about_the_letter(message, address):
        return reason
    sent = Delivery.objects.filter(purpose=Purpose.ACKNOWLEDGE)
    lately = sent.filter(address=address, created_at__gt=at - timedelta(hours=1))
    if message.door not in BEHIND_LOGIN and lately.count() >= ACKNOWLEDGEMENTS_AN_HOUR:
        return "one_an_hour"
    if looks_like_robot(message.author, at):
        return "too_many_tickets"
    if _too_many_today(address, at):
        return "ten_a_day"
    if sent.filter(created_at__gt=at - timedelta(minutes=1)).count() >= ACKNOWLEDGEMENTS_A_MINUTE:
        return "storm"
    return ""


def why_not_tell_too_large(letter: Letter, address: str, at: datetime) -> str:
    """Return the code of the reason why the sender does not hear that a letter is too large, or nothing where he may.

    Holds other decisions back as a confirmation does, and counts with them: the same forged senders send large letters, too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    sent = Delivery.objects.filter(purpose__in=[Purpose.ACKNOWLEDGE, Purpose.TOO_LARGE])
    hour = sent.filter(purpose=Purpose.TOO_LARGE, address=address, created_at__gt=at - timedelta(hours=1))
    is_own = loop_id() in letter.loop_ids or message_ids.number_in(letter.message_id) is not None
    forbids = (
        ("no_address", not address),
        ("automatic", letter.is_auto_reply or letter.is_bounce or letter.return_path == ""),
        ("silent", letter.is_list or is_own),
        ("doubtful", bool(letter.sender_doubts)),
        ("robot_name", is_robot_name(address)),
        ("our_own", is_ours(address)),
        ("told_within_the_hour", hour.exists()),
        ("ten_a_day", _too_many_today(address, at)),
        ("storm", sent.filter(created_at__gt=at - timedelta(minutes=1)).count() >= ACKNOWLEDGEMENTS_A_MINUTE),
    )
    return next((code for code, holds in forbids if holds), "")


def may_write_automatically(address: str, at: datetime) -> bool:
    """True when one more automatic letter to this address harms nobody."""
    return not is_robot_name(address) and not is_ours(address) and not _too_many_today(address, at)


def looks_like_robot(person: Person, at: datetime) -> bool:
    """True for a requester who opens tickets faster than a person can."""
    recent = Ticket.objects.filter(requester=person, created_at__gt=at - timedelta(hours=1))
    return recent[: TICKETS_AN_HOUR + 1].count() > TICKETS_AN_HOUR


def is_ours(address: str) -> bool:
    """True for an address at which the desk itself reads, in use or not, with or without a mark (SEC-27)."""
    plain = without_mark(address)
    ours = {without_mark(settings.DESK_ADDRESS)}
    return plain in ours or plain in {
        without_mark(one) for one in Mailbox.objects.values_list("address", flat=True)
    }


def is_robot_name(address: str) -> bool:
    """True for an address whose name says that nobody reads there."""
    return bool(_robot_name.match(address.rpartition("@")[0].lower()))


def loop_id() -> str:
    """Return the mark that all letters of this desk carry in X-Loop; a letter that comes with it is our own."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"okno loop id", hashlib.sha256).hexdigest()[:16]
    return f"okno-{digest}@{message_ids.domain()}"


def _about_the_letter(message: Message, address: str) -> str:
    if message.is_automatic:
        return "automatic"
    if set(message.doubts) - {TYPED}:
        return "doubtful"
    if is_robot_name(address):
        return "robot_name"
    if is_ours(address):
        return "our_own"
    codes = {
        step.get("code")
        for decisions in Inbound.objects.filter(message=message).values_list("decisions", flat=True)
        for step in decisions
    }
    if AS_A_STRANGER in codes and codes & ANSWERS_OURS:
        return "another_answers"
    return "silent" if codes & SILENT_AFTER else ""


def _too_many_today(address: str, at: datetime) -> bool:
    sent = Delivery.objects.filter(
        address=address, purpose__in=AUTOMATIC, created_at__gt=at - timedelta(days=1)
    )
    return sent.count() >= AUTOMATIC_A_DAY
