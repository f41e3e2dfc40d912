"""The one funnel in: seen before? whose letter is it? which ticket? Every decision is written down (the flight recorder)."""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_noop as _

from okno.channels import baggage, bounces, guard, recorder, senders, sifting, tracing
from okno.channels.known import Known, Run
from okno.channels.mail.addressees import without_mark
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound, InboundState
from okno.channels.sifting import Proof
from okno.channels.tracing import Trace
from okno.core import clock
from okno.core.live import nudge
from okno.core.text import one_line
from okno.desk import journal, message_ids
from okno.desk.actions.classify import set_tags
from okno.desk.actions.hear import Heard, hear
from okno.desk.actions.reply import reply
from okno.desk.models import Message, Ticket
from okno.people.actions.meet import robot
from okno.people.models import Channel, Person, normalised

TEXT_AT_MOST = 150_000  # characters on the screen; the whole of a longer text is one click away as a file
LOGIN_TAG = "login-letter"
ANSWERS_WITHIN = timedelta(days=1)

FROM_US = _("The sender is one of our own addresses.")
TOO_MANY = _("A program at this address opens too many tickets.")
OURS = _("A letter of this desk that has come back.")
REPORT = _("A delivery report about none of our letters.")
AWAY = _("An automatic answer of a colleague to news of this desk.")


def take_in(run: Run) -> None:
    """Bring understood letters into the desk, in their order, and save every decision on their rows.

    Must run in a transaction that holds the rows. An error is the caller's: then none of them is taken in.
    """
    known = Known(run)
    for inbound, letter in run:
        inbound.mailbox = known.mailboxes.get(inbound.mailbox_id)
        _describe(inbound, letter)
    with journal.together():
        for inbound, letter in run:
            if not (
                _is_ours(inbound, letter, known)
                or _is_copy(inbound, letter, known)
                or _is_report(inbound, letter)
            ):
                _hear(inbound, letter, known)
            inbound.handled_at = clock.now()
            known.remember(inbound)
    _save([inbound for inbound, _ in run])


def _save(letters: list[Inbound]) -> None:
    rows = [{name: getattr(inbound, name) for name in _SAVED} for inbound in letters]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [json.dumps(rows, cls=DjangoJSONEncoder)])


_SAVED = ["id", "state", "reason", "decisions", "rfc_message_id", "body_sha256", "subject", "sender"]
_SAVED += ["message_id", "ticket_id", "handled_at"]
_SAVE = """
UPDATE channels_inbound i
SET state = n.state, reason = n.reason, decisions = n.decisions, rfc_message_id = n.rfc_message_id,
    body_sha256 = n.body_sha256, subject = n.subject, sender = n.sender, message_id = n.message_id,
    ticket_id = n.ticket_id, handled_at = n.handled_at, retry_at = NULL
FROM jsonb_to_recordset(%s) AS n (id bigint, state text, reason text, decisions jsonb, rfc_message_id text,
    body_sha256 text, subject text, sender text, message_id bigint, ticket_id bigint, handled_at timestamptz)
WHERE i.id = n.id
"""


def _describe(inbound: Inbound, letter: Letter) -> None:
    if inbound.mailbox is not None:
        recorder.note(inbound, "came", mailbox=inbound.mailbox.address)
    else:
        recorder.note(inbound, "came_nowhere")
    if letter.why:
        recorder.note(inbound, "understood", notes=list(letter.why))
    inbound.rfc_message_id = one_line(letter.message_id, 500)
    inbound.body_sha256 = fingerprint(letter)
    inbound.subject = one_line(letter.subject, 250)
    inbound.sender = one_line(normalised(Channel.MAIL, letter.from_email), 320)


def fingerprint(letter: Letter) -> str:
    """Return the hash of what the letter says and carries, whatever way it took."""
    digest = hashlib.sha256(
        f"{letter.from_email}\n{letter.subject}\n{letter.text}\n{letter.html}".encode("utf-8", "replace")
    )
    for attachment in letter.attachments:
        digest.update(hashlib.sha256(attachment.content).digest())
    return digest.hexdigest()


def _is_ours(inbound: Inbound, letter: Letter, known: Known) -> bool:
    """Set aside what this desk wrote itself; a person who writes from our own address is shown to people (SEC-29)."""
    if sifting.is_our_own(letter):
        # Its words are those of the ticket: whoever may not see the one must not see the other.
        inbound.ticket = Ticket.objects.filter(number=message_ids.number_in(letter.message_id) or 0).first()
        _set_aside(inbound, "our_own", OURS)
    elif guard.loop_id() in letter.loop_ids and not letter.is_bounce:
        _set_aside(inbound, "loop", OURS)
    elif (
        letter.from_email and without_mark(letter.from_email) in known.our_addresses and not letter.is_bounce
    ):
        recorder.note(inbound, "from_our_mailbox", address=letter.from_email)
        if letter.is_auto_reply:
            inbound.state, inbound.reason = InboundState.IGNORED, FROM_US
        else:
            quarantine(inbound, FROM_US)
    else:
        return False
    return True


def _is_copy(inbound: Inbound, letter: Letter, known: Known) -> bool:
    """Join the copies of one letter; a Message-ID alone proves nothing, the words must be the same too (REL-11, REL-12)."""
    if not letter.message_id:
        return False
    pk = known.message_of(inbound)
    first = Message.objects.select_related("ticket").filter(pk=pk).first() if pk else None
    if first is None:
        return False
    recorder.note(inbound, "seen_before", number=first.ticket.number)
    inbound.state, inbound.message, inbound.ticket = InboundState.DONE, first, first.ticket
    return True


def _is_report(inbound: Inbound, letter: Letter) -> bool:
    """Note on our own letters what a delivery report says; it never becomes a ticket."""
    if not letter.is_bounce:
        return False
    known, ticket = bounces.settle(inbound, letter)
    if known:
        inbound.state, inbound.ticket = InboundState.DONE, ticket
    else:
        _set_aside(inbound, "bounce_unknown", REPORT)
    return True


def _hear(inbound: Inbound, letter: Letter, known: Known) -> None:
    person, address = senders.sender(inbound, letter, known)
    proof = sifting.proof(letter, inbound.mailbox.trusted_authserv_id if inbound.mailbox else "")
    is_login = sifting.is_login_letter(letter)
    sign = sifting.robot_sign(letter)
    if sign:
        recorder.note(inbound, "robot", sign=sign)
    if letter.is_list:
        recorder.note(inbound, "mailing_list")
    found = _trace(inbound, letter, person, address, proof, is_login=is_login)
    doubts = senders.doubts(inbound, letter, person, proof)
    if found.ticket is None and sign and senders.opens_too_much(person):
        recorder.note(inbound, "many_from_robot", address=address)
        quarantine(inbound, TOO_MANY)
        return
    if found.own_token and person.is_staff_member and sifting.is_answering_machine(letter):
        _set_aside(inbound, "colleague_away", AWAY)
        return
    if found.ticket is not None and found.own_token and senders.speaks_for_us(person, proof, found.ticket):
        _send_on(inbound, letter, person, found.ticket)
        return
    heard = _heard(inbound, letter, doubts, is_automatic=bool(sign) or is_login)
    _finish(inbound, found, _say(inbound, heard, person, found, known))
    if is_login and inbound.ticket is not None:
        set_tags(inbound.ticket, [*inbound.ticket.tags, LOGIN_TAG], by=robot())
    elif found.ticket is None or not sign:
        _suggest(inbound, letter, known)


def _trace(
    inbound: Inbound, letter: Letter, person: Person, address: str, proof: Proof, *, is_login: bool
) -> Trace:
    """Find the ticket; login letters and letters of nobody join none."""
    if is_login:
        recorder.note(inbound, "login_letter")
        return Trace()
    if not address:
        return Trace()
    found = tracing.trace(inbound, letter, person, proof)
    if found.ticket is None and proof is not Proof.REFUSED and sifting.is_answering_machine(letter):
        since = clock.now() - ANSWERS_WITHIN
        newest = Ticket.objects.filter(requester=person, created_at__gt=since).order_by("-created_at").first()
        if newest is not None:
            recorder.note(inbound, "answers_nothing")
            found.ticket = newest
    return found


def _send_on(inbound: Inbound, letter: Letter, person: Person, ticket: Ticket) -> None:
    recorder.note(inbound, "agent_proved")
    standing = ticket.merged_into or ticket
    files = baggage.pack(inbound, letter)
    message = reply(standing, _words(letter)[0] or "…", by=person, files=files, key=f"inbound:{inbound.pk}")
    recorder.note(inbound, "replied", number=message.ticket.number)
    inbound.state, inbound.message, inbound.ticket = InboundState.DONE, message, message.ticket


def _heard(inbound: Inbound, letter: Letter, doubts: list[str], *, is_automatic: bool) -> Heard:
    text, full = _words(letter)
    return Heard(
        text=text[:TEXT_AT_MOST],
        full_text=full[:TEXT_AT_MOST],
        subject=letter.subject,
        html=letter.html,
        has_remote_images="data-remote-src=" in letter.html,
        files=baggage.pack(inbound, letter, whole_text=full if len(full) > TEXT_AT_MOST else ""),
        at=inbound.received_at,
        rfc_message_id=inbound.rfc_message_id,
        is_automatic=is_automatic,
        doubts=doubts,
    )


def _words(letter: Letter) -> tuple[str, str]:
    """Return the new words and all words, without what PostgreSQL cannot keep."""
    new, full = (
        text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in (letter.new_text, letter.text)
    )
    return (new if new.strip() else full), full


def _say(inbound: Inbound, heard: Heard, person: Person, found: Trace, known: Known) -> Message:
    mailbox = inbound.mailbox
    return hear(
        heard,
        by=person,
        ticket=found.ticket,
        team=mailbox.team if mailbox else None,
        our_address=mailbox.address if mailbox else settings.DESK_ADDRESS,
        maybe_reply_to=found.maybe if found.ticket is None else None,
        priority=known.priority if found.ticket is None else None,
    )


def _finish(inbound: Inbound, found: Trace, message: Message) -> None:
    ticket, before = message.ticket, found.ticket
    if before is None and inbound.mailbox is not None and inbound.mailbox.team is not None:
        recorder.note(inbound, "team", mailbox=inbound.mailbox.address, team=inbound.mailbox.team.name)
    if before is None:
        recorder.note(inbound, "opened", number=ticket.number)
    elif ticket.follow_up_of_id is not None and ticket.follow_up_of_id in (before.pk, before.merged_into_id):
        recorder.note(inbound, "followed_up", before=before.number, number=ticket.number)
    else:
        recorder.note(inbound, "appended", number=ticket.number)
    inbound.state, inbound.message, inbound.ticket = InboundState.DONE, message, ticket


def _suggest(inbound: Inbound, letter: Letter, known: Known) -> None:
    if len(letter.to) + len(letter.cc) < 2:  # noqa: PLR2004 - a letter to us alone names nobody else
        return
    others = tracing.strangers(letter, known.our_addresses)
    if others:
        recorder.note(inbound, "not_added", addresses=others)


def quarantine(inbound: Inbound, reason: str) -> None:
    """Put the letter where people look; `reason` is an English sentence of the catalogue. The caller saves the row."""
    recorder.note(inbound, "quarantined", reason=reason)
    inbound.state, inbound.reason = InboundState.QUARANTINED, reason[:500]
    inbound.handled_at = clock.now()
    nudge(quarantine=1, team=inbound.mailbox.team_id if inbound.mailbox else None)


def _set_aside(inbound: Inbound, code: str, reason: str) -> None:
    recorder.note(inbound, code)
    inbound.state, inbound.reason = InboundState.IGNORED, reason
