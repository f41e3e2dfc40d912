"""Delivery reports: which of our letters did not arrive, and why (RFC 3464). A report never becomes a ticket."""

from django.utils.translation import gettext_noop as _

from okno.channels import recorder, reports
from okno.channels.mail.letter import BouncedRecipient, Letter
from okno.channels.models import Delivery, Inbound
from okno.desk import message_ids
from okno.desk.models import Ticket

# Statuses of RFC 3463 for reports that tell only what was done with the letter.
STATUS_OF = {
    "failed": "5.0.0",
    "delayed": "4.0.0",
    "delivered": "2.0.0",
    "relayed": "2.0.0",
    "expanded": "2.0.0",
}
OUTCOMES = {"5": _("it did not arrive"), "4": _("it is late"), "2": _("it arrived")}


def settle(inbound: Inbound, letter: Letter) -> tuple[bool, Ticket | None]:
    """Mark our letters of which the report speaks; returns whether there is one, and its ticket."""
    ticket, known = None, False
    original = _original(letter)
    for recipient in (letter.bounce.recipients if letter.bounce else ())[:50]:
        delivery = _settled(original, recipient)
        if delivery is not None:
            known, ticket = True, ticket or delivery.ticket
            outcome = OUTCOMES.get(_status(recipient)[0], OUTCOMES["5"])
            recorder.note(inbound, "bounce_settled", address=delivery.address, outcome=outcome)
    if not known and original and (delivery := reports.settle(original, status="5.0.0")) is not None:
        recorder.note(inbound, "bounce_settled", address=delivery.address, outcome=OUTCOMES["5"])
        known, ticket = True, delivery.ticket
    return known, ticket


def _settled(original: str, recipient: BouncedRecipient) -> Delivery | None:
    words = {"status": _status(recipient), "diagnostic": recipient.diagnostic}
    if original:
        return reports.settle(original, address=recipient.address, **words)
    return reports.settle(address=recipient.address, **words) if recipient.address else None


def _original(letter: Letter) -> str:
    """Return the Message-ID of ours in the report, wherever it stands; a foreign one counts for nothing."""
    named = (
        letter.bounce.original_message_id if letter.bounce else "",
        *letter.in_reply_to,
        *letter.references[-20:],
    )
    return next((one for one in named if message_ids.number_in(one) is not None), "")


def _status(recipient: BouncedRecipient) -> str:
    status = recipient.status
    return status if status[:1] in OUTCOMES else STATUS_OF.get(recipient.action, "5.0.0")
