import asyncio
import logging
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from okno.core import clock, outside
from okno.core.jobs import later, task
from okno.core.sealed import CannotOpen, unseal
from okno.notify import access
from okno.notify.actions.keep_key import desk_key
from okno.notify.models import Browser, Push
from okno.notify.webpush import vapid
from okno.notify.webpush.encrypt import encrypt

SECONDS = 10.0
LIVES = timedelta(hours=4)  # a service that cannot reach the browser for so long forgets it
FIRST_WAIT = timedelta(seconds=15)  # doubles with each attempt
ATTEMPTS_AT_MOST = 7
MISSED_AFTER = timedelta(minutes=1)
MISSED_AT_ONCE = 200
GONE = frozenset({401, 403, 404, 410})  # the address is no more, or was given to another key
TAKEN = frozenset({200, 201, 202, 204})
LATER = frozenset({408, 425, 429})
log = logging.getLogger(__name__)


@task(name="notify.send_push", queue="deliveries", seconds=60)
def send_push(push: int) -> None:
    """Hand one push to the service of its browser."""
    send(push)


def send(pk: int) -> None:
    """Claim the push, hand it over, note what came of it.

    It is claimed in a transaction of its own before it leaves, and a claim is never given back by a death: a push may be
    lost with its worker, since the letter follows; it is never shown twice.
    """
    push = _claim(pk)
    if push is None:
        return
    try:
        text = unseal(push.sealed)
    except CannotOpen:
        return
    headers = {
        "Authorization": vapid.authorization(
            desk_key(), push.browser.endpoint, contact=f"mailto:{settings.DESK_ADDRESS}", now=clock.now()
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIVES.total_seconds())),
        "Topic": push.tag,
        "Urgency": "high",
    }
    status = asyncio.run(_post(push.browser, text, headers))
    if status in TAKEN:
        push.delete()
    elif status in GONE:
        Browser.objects.filter(pk=push.browser_id).delete()
    else:
        _again(push, status)


def send_missed() -> None:
    """Wish once more for pushes whose job was lost; one that has left meanwhile is not claimed again."""
    missed = Push.objects.filter(claimed_at=None, not_before__lte=clock.now() - MISSED_AFTER)
    for pk in missed.order_by("not_before").values_list("pk", flat=True)[:MISSED_AT_ONCE]:
        later(send_push, push=pk)


@transaction.atomic
def _claim(pk: int) -> Push | None:
    """Take the push; None where somebody else has it, or where nobody sits before that browser any more."""
    now = clock.now()
    rows = Push.objects.select_for_update(skip_locked=True, of=("self",)).select_related("browser__person")
    push = rows.filter(pk=pk, claimed_at=None, not_before__lte=now).first()
    if push is None:
        return None
    browser = push.browser
    session = Session.objects.filter(session_key=browser.session_key, expire_date__gt=now)
    if not browser.person.is_staff_member or not session.exists():
        browser.delete()
        return None
    if not access.is_news(browser.person, ticket=push.ticket_id, article=push.article_id):
        push.delete()
        return None
    push.claimed_at, push.attempts = now, push.attempts + 1
    push.save(update_fields=["claimed_at", "attempts"])
    return push


async def _post(browser: Browser, text: str, headers: dict[str, str]) -> int:
    """Return what the service answered; 0 where there was no answer. Its address was named by a browser: a stranger's."""
    body = encrypt(text.encode(), browser.public_key, browser.secret)
    try:
        return await outside.post(browser.endpoint, body, headers=headers, seconds=SECONDS)
    except outside.Unreachable as error:
        log.info("a push service was not reached: %s", error)
        return 0


@transaction.atomic
def _again(push: Push, status: int) -> None:
    """The service has not taken it, so it is tried again, each time later; after some twenty minutes the letter has to do."""
    is_no = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in LATER
    if is_no or push.attempts >= ATTEMPTS_AT_MOST:
        log.warning("a push was given up after %s attempts; the service said %s", push.attempts, status)
        return
    wait = FIRST_WAIT * (1 << (push.attempts - 1))
    push.claimed_at, push.not_before = None, clock.now() + wait
    push.save(update_fields=["claimed_at", "not_before"])
    later(send_push, after=wait, push=push.pk)
