"""The sender of a letter that is too large to be fetched hears so by a letter, as the listener says it by SMTP (RFC 3834)."""

import logging

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from okno.channels import guard, incoming, recorder, sealed_letters, sifting
from okno.channels.mail.cage import CageError
from okno.channels.mail.letter import Letter
from okno.channels.mail.parsing.limits import BeyondLimitsError
from okno.channels.models import Inbound
from okno.core import clock, jobs
from okno.core.text import one_line
from okno.people.models import Channel, normalised
from okno.people.provider import ours

SUBJECT_AT_MOST = 100
TOLD = frozenset({"told_too_large", "not_told_too_large"})
log = logging.getLogger(__name__)


@jobs.task(name="channels.tell_too_large", queue="letters")
def tell_too_large(inbound: int) -> None:
    """Read the head, note from whom the letter is, and write to the sender where the guard allows it; twice is once."""
    row = Inbound.objects.filter(pk=inbound, is_partial=True).first()
    if row is None or row.raw is None:
        return
    try:
        letter = incoming.read_alone(bytes(row.raw))
    except (CageError, BeyondLimitsError) as error:
        log.info("the head of letter %s cannot be read: %s", inbound, type(error).__name__)
        return
    _settle(inbound, letter)


@transaction.atomic
def _settle(pk: int, letter: Letter) -> None:
    row = Inbound.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=pk)
    if any(step.get("code") in TOLD for step in row.decisions):
        return
    row.subject = one_line(letter.subject, 250)
    row.sender = one_line(letter.from_email.lower(), 320) or row.sender
    address, now = normalised(Channel.MAIL, letter.from_email), clock.now()
    trusted = row.mailbox.trusted_authserv_id if row.mailbox else ""
    is_refused = sifting.proof(letter, trusted) is sifting.Proof.REFUSED
    reason = "doubtful" if is_refused else guard.why_not_tell_too_large(letter, address, now)
    if not reason and sealed_letters.queue_too_large(address, _words(letter.subject, row.size)):
        recorder.note(row, "told_too_large", address=address)
    else:
        recorder.note(row, "not_told_too_large", reason=guard.REASONS[reason or "no_address"])
    row.save(update_fields=["subject", "sender", "decisions"])


def _words(subject: str, size: int) -> dict[str, object]:
    with override(ours().language):
        context = {
            "called": one_line(subject, SUBJECT_AT_MOST) or _("No subject"),
            "size": -(-size // 2**20),
            "limit": settings.MAX_LETTER_BYTES // 2**20,
            "language": ours().language,
            "accent": ours().accent,
        }
        return {
            "subject": _("Your letter is too large and was not accepted"),
            "text": render_to_string("channels/mail/not_accepted.txt", context),
            "html": render_to_string("channels/mail/not_accepted.html", context),
        }
