import logging
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction

from okno.channels.messenger.line import bot_at_work, say
from okno.core import botapi, clock
from okno.core.jobs import later, task
from okno.core.sealed import CannotOpen, unseal
from okno.notify import access
from okno.notify.actions.join import lose
from okno.notify.models import ChatLine

LIVES = timedelta(hours=4)  # what could not be said for so long is told by the bell alone
FIRST_WAIT = timedelta(seconds=15)  # doubles with each attempt
ATTEMPTS_AT_MOST = 7
MISSED_AFTER = timedelta(minutes=1)
MISSED_AT_ONCE = 200
NO_CHAT = "chat not found"  # a 400: the chat was another bot's
log = logging.getLogger(__name__)


@task(name="notify.send_line", queue="deliveries", seconds=60)
def send_line(line: int) -> None:
    """Say some words in the messenger."""
    send(line)


def send(pk: int) -> None:
    """Claim the words, say them, note what came of it.

    They are claimed in a transaction of their own before they leave, and what may have arrived is never said again: words
    may be lost with their worker, since the bell has them; they are never said twice.
    """
    bot = bot_at_work()
    line = _claim(pk) if bot is not None else None
    if bot is None or line is None:
        return
    try:
        say(bot, line.chat.chat, unseal(line.sealed))
    except CannotOpen:
        return
    except botapi.Silent as silence:
        if silence.was_asked:
            log.warning("it is not known whether words in the messenger arrived; they are not said again")
        else:
            _again(line, FIRST_WAIT * (1 << (line.attempts - 1)))
    except botapi.Refused as no:
        _refused(line, no)
    else:
        line.delete()


def say_missed() -> None:
    """Wish once more for words whose job was lost; what has left meanwhile is not claimed again."""
    now = clock.now()
    missed = ChatLine.objects.filter(
        claimed_at=None, not_before__lte=now - MISSED_AFTER, written_at__gt=now - LIVES
    )
    for pk in missed.order_by("not_before").values_list("pk", flat=True)[:MISSED_AT_ONCE]:
        later(send_line, line=pk)


@transaction.atomic
def _claim(pk: int) -> ChatLine | None:
    """Take the words; None where somebody else has them, or where they are no news for the person any more."""
    now = clock.now()
    rows = ChatLine.objects.select_for_update(skip_locked=True, of=("self",)).select_related("chat__person")
    line = rows.filter(pk=pk, claimed_at=None, not_before__lte=now).first()
    if line is None:
        return None
    person = line.chat.person
    if not person.is_staff_member:
        line.chat.delete()
        return None
    is_news = access.is_news(person, ticket=line.ticket_id, article=line.article_id)
    if now - line.written_at > LIVES or not is_news:
        line.delete()
        return None
    line.claimed_at, line.attempts = now, line.attempts + 1
    line.save(update_fields=["claimed_at", "attempts"])
    return line


def _refused(line: ChatLine, no: botapi.Refused) -> None:
    if no.code == HTTPStatus.FORBIDDEN or NO_CHAT in no.words:
        lose(line.chat)
    elif no.code == HTTPStatus.TOO_MANY_REQUESTS:
        _again(line, no.after or FIRST_WAIT, counts=False)
    elif no.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _again(line, FIRST_WAIT * (1 << (line.attempts - 1)))
    else:
        log.warning("the messenger takes no words of this desk; it said %s", no.code)


@transaction.atomic
def _again(line: ChatLine, wait: timedelta, *, counts: bool = True) -> None:
    """They are said later; a messenger that wants to be left alone for a while is, however often."""
    if line.attempts >= ATTEMPTS_AT_MOST and counts:
        log.warning("words in the messenger were given up after %s attempts", line.attempts)
        return
    line.attempts -= 0 if counts else 1
    line.claimed_at, line.not_before = None, clock.now() + wait
    line.save(update_fields=["claimed_at", "not_before", "attempts"])
    later(send_line, after=wait, line=line.pk)
