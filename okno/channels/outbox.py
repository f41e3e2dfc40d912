"""The outbox: letters leave one by one, each once where the server's answer is clear, and never without a trace.

    queued → sending → sent → delivered | failed
                     → queued (later) | uncertain → queued (once, after a quarter of an hour)
    queued | uncertain | failed → cancelled

A letter is claimed in a transaction of its own before it is sent and settled in another one after it; in between its
worker holds an advisory lock, so a sweep knows at once, and for certain, whose worker has died (REL-20, REL-21).
"""

import logging
import time
from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection, transaction

from okno.channels import outcomes
from okno.channels.failures import NotConfigured, SendFailed, TryLater
from okno.channels.mail import relay, send, status_words
from okno.channels.mail.smtp import LETTERS_AT_MOST, Answer, Connection
from okno.channels.models import Delivery, DeliveryState
from okno.channels.models.delivery import Purpose
from okno.channels.moot import is_moot
from okno.core import clock, jobs

CODE_LIVES = timedelta(minutes=15)  # a login code that comes later opens nothing
DUE_AT_ONCE = 1000
RUN_SECONDS = 60  # after so long a run begins no letter more; the rest is the next run's
RUN_LIMIT = 3600  # the longest letter at the slowest speed that is allowed
_LOCKS = 0x0C0_0002  # the first half of our advisory locks; the second is the delivery

log = logging.getLogger(__name__)


def schedule(delivery: Delivery) -> None:
    """Let the letter leave exactly when it may, in the transaction that wrote it."""
    wait = max((delivery.not_before - clock.now()).total_seconds(), 0)
    account = relay.accounts([_our_address(delivery)])[_our_address(delivery)]
    jobs.later(send_from, after=timedelta(seconds=ceil(wait)) if wait else None, mailbox=account)


@jobs.task(name="outbox.send_from", queue="deliveries", seconds=RUN_LIMIT)
def send_from(mailbox: int) -> None:
    """Send what is due from one account (0: the relay of the settings) over one connection."""
    due = _due().get(mailbox, [])
    if not due:
        return
    try:
        line = Connection(relay.named(mailbox))
    except TryLater as missing:
        _put_off(due, missing)
        return
    until = time.monotonic() + RUN_SECONDS
    try:
        for pk in due[:LETTERS_AT_MOST]:
            trouble = _send_one(pk, line)
            if trouble is not None and trouble.is_relay:
                _put_off(_due().get(mailbox, []), trouble)
                return
            if time.monotonic() > until:
                break
    finally:
        line.close()
    if _due().get(mailbox):
        jobs.wake(send_from, mailbox=mailbox)


@jobs.every("* * * * * */10", seconds=60)
def sweep(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Look for what was missed: letters of dead workers, second tries, whatever is due and has no job."""
    for delivery in Delivery.objects.filter(state=DeliveryState.SENDING).order_by("id")[:DUE_AT_ONCE]:
        _look_after(delivery)
    _try_uncertain_again()
    _forget_old_codes()
    for mailbox in _due():
        jobs.wake(send_from, mailbox=mailbox)


# ---- one letter ----


def _send_one(pk: int, line: Connection) -> TryLater | None:
    """Claim, send, settle; returns the trouble where the letter has to wait."""
    delivery = claim(pk)
    if delivery is None:
        return None
    try:
        answer, note = send.send(delivery, line)
    except TryLater as trouble:
        outcomes.postponed(delivery, trouble)
        return trouble
    except SendFailed as end:
        outcomes.refused(delivery, end)
    except Exception:
        # One letter that cannot be made must not stop those behind it; its text is in no log line.
        log.exception("letter %s could not be made", delivery.pk)
        outcomes.postponed(delivery, TryLater(status_words.OWN_FAULT))
    else:
        if answer is Answer.TAKEN:
            outcomes.sent(delivery, note)
        else:
            outcomes.lost(delivery)
    finally:
        _let_go(delivery.pk)
    return None


@transaction.atomic
def claim(pk: int) -> Delivery | None:
    """Take a due letter for sending; None where somebody else has it, or where it must not leave any more.

    The row of the message is locked as `undo_send` locks it, so a reply is either called back or sent, never both.
    """
    now = clock.now()
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    delivery = rows.filter(pk=pk, door="mail", state=DeliveryState.QUEUED, not_before__lte=now).first()
    if delivery is None:
        return None
    if is_moot(delivery):
        delivery.state, delivery.settled_at = DeliveryState.CANCELLED, now
        delivery.save()
        return None
    if delivery.purpose == Purpose.LOGIN and now - delivery.created_at > CODE_LIVES:
        outcomes.failed(delivery, status_words.CODE_EXPIRED)
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCKS, pk % 2**31])
    delivery.state, delivery.attempts = DeliveryState.SENDING, delivery.attempts + 1
    delivery.save()
    return delivery


# ---- many letters ----


def _due(now: datetime | None = None) -> dict[int, list[int]]:
    """Return the ids of the letters that may leave now, by account, the longest waiting first."""
    rows = list(
        Delivery.objects.filter(door="mail", state=DeliveryState.QUEUED, not_before__lte=now or clock.now())
        .order_by("not_before", "id")
        .values_list("pk", "ticket__our_address")[:DUE_AT_ONCE]
    )
    account_of = relay.accounts({address or settings.DESK_ADDRESS for _, address in rows})
    found: dict[int, list[int]] = defaultdict(list)
    for pk, address in rows:
        found[account_of[address or settings.DESK_ADDRESS]].append(pk)
    return found


def _put_off(due: list[int], trouble: TryLater) -> None:
    """The relay takes nothing: all that waits for it waits longer, with the reason, and no server is stormed.

    Without a relay in the settings no attempt is counted: the letters leave when there is one.
    """
    now = clock.now()
    waiting = Delivery.objects.filter(pk__in=due, state=DeliveryState.QUEUED)
    told = {"reason": trouble.reason, "diagnostic": trouble.diagnostic}
    if isinstance(trouble, NotConfigured):
        waiting.update(not_before=now + outcomes.FIRST_WAIT, **told)
        return
    for attempts in sorted(set(waiting.values_list("attempts", flat=True)), reverse=True):
        rows = waiting.filter(attempts=attempts)
        if attempts + 1 < outcomes.ATTEMPTS_AT_MOST:
            rows.update(attempts=attempts + 1, not_before=now + outcomes.wait_after(attempts + 1), **told)
            continue
        for delivery in rows:
            outcomes.failed(delivery, trouble.reason, trouble.diagnostic)


def _forget_old_codes() -> None:
    """A login code that nobody can use any more does not lie about, not even sealed."""
    old = Delivery.objects.filter(
        state=DeliveryState.QUEUED, purpose=Purpose.LOGIN, created_at__lt=clock.now() - CODE_LIVES
    )
    for delivery in old[:DUE_AT_ONCE]:
        outcomes.failed(delivery, status_words.CODE_EXPIRED)


@transaction.atomic
def _look_after(delivery: Delivery) -> None:
    """A letter whose worker has died is neither sent nor unsent: nobody knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCKS, delivery.pk % 2**31])
        is_free = cursor.fetchone()[0]
    if is_free:
        outcomes.lost(delivery, status_words.WORKER_DIED)


def _try_uncertain_again() -> None:
    """Queue the letters whose answer was lost once, a quarter of an hour ago; login codes are asked for anew instead."""
    again = Delivery.objects.filter(
        state=DeliveryState.UNCERTAIN, lost_answers=1, not_before__lte=clock.now()
    )
    again.exclude(purpose=Purpose.LOGIN).update(state=DeliveryState.QUEUED)


# ---- parts ----


def _our_address(delivery: Delivery) -> str:
    return (delivery.ticket.our_address if delivery.ticket else "") or settings.DESK_ADDRESS


def _let_go(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, pk % 2**31])
