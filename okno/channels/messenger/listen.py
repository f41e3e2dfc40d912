"""Hearing what people write to the bot: once a minute, and without a break while somebody is expected to write.

A long question (`getUpdates`) needs no address of the desk in the world. One listens at a time; what was heard is noted in the
transaction that understood it, so a killed worker hears it again and whoever hears it twice does it once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from okno.channels.messenger.line import api_of, bot_at_work, learn_name, say
from okno.channels.models import Bot
from okno.core import botapi, clock, jobs, throttle
from okno.core.refusals import TooOften

LONG_SECONDS = 20
LEASE = timedelta(seconds=60)
AT_ONCE = 100
PAUSE = timedelta(seconds=1)
ANSWERS_AN_HOUR = 10  # to one chat: whoever writes without end talks to nobody
NAME_AT_MOST = 100
TEXT_AT_MOST = 4096
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has written to the bot, in a chat of the two."""

    chat: int
    name: str  # as he calls himself there: a stranger's word
    text: str


Hearer = Callable[[Said], str]  # returns the answer; empty where it is not meant
_hearers: list[Hearer] = []


def on_said(hearer: Hearer) -> Hearer:
    """Register who understands some of what is said; the first who answers has understood it."""
    _hearers.append(hearer)
    return hearer


def expect(until: datetime | None) -> None:
    """Somebody will write until then, so listen without a break from now on; None ends it."""
    Bot.objects.update(expects_until=until)
    if until is not None:
        jobs.wake(listen)


@jobs.task(name="channels.messenger.listen", queue="deliveries", seconds=LONG_SECONDS + 30)
def listen() -> None:
    """Wait for what is said as long as somebody is expected; where another one listens, that one goes on."""
    now = clock.now()
    bot = Bot.objects.filter(expects_until__gt=now).first()
    if bot is not None and bot.works and hear_what_is_said(seconds=LONG_SECONDS) is not None:
        jobs.later(listen, after=PAUSE)


@jobs.every("* * * * *", seconds=60)
def look_for_said(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Hear what was said since, and listen on where a worker was lost."""
    hear_what_is_said(seconds=0)
    if Bot.objects.filter(expects_until__gt=clock.now(), is_active=True).exists():
        jobs.wake(listen)


def hear_what_is_said(*, seconds: int) -> int | None:
    """Ask the messenger once, waiting for so long at most; returns how much was heard, None where others listen already."""
    bot = _claimed()
    if bot is None:
        return None
    try:
        if not bot.username:
            learn_name(bot)
        asked = {"offset": bot.offset, "limit": AT_ONCE, "timeout": seconds, "allowed_updates": ["message"]}
        told = api_of(bot).ask("getUpdates", seconds=seconds + botapi.SECONDS, **asked)
        updates = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        for update in updates[:AT_ONCE]:
            _understand(bot, update)
        return len(updates)
    except botapi.Refused as no:
        log.warning("the messenger refused the desk's question; it said %s", no.code)
    except botapi.Silent:
        log.info("the messenger was not reached")
    finally:
        Bot.objects.filter(pk=bot.pk).update(listens_until=None)
    return 0


def _claimed() -> Bot | None:
    """Take the ear; None where somebody listens, or nobody is to."""
    bot, now = bot_at_work(), clock.now()
    if bot is None:
        return None
    free = Bot.objects.filter(Q(listens_until=None) | Q(listens_until__lt=now), pk=bot.pk)
    return bot if free.update(listens_until=now + LEASE) else None


def _understand(bot: Bot, update: dict[str, Any]) -> None:
    """Let those hear it who might understand, and answer once."""
    number = update.get("update_id")
    if not isinstance(number, int):
        return
    said = _said(update.get("message"))
    answer, read = "", Bot.objects.filter(pk=bot.pk, offset__lte=number)
    try:
        with transaction.atomic():
            answer = _answer(said) if said else ""
            read.update(offset=number + 1)
    except Exception:  # one message never stops those behind it
        log.exception("what was said to the bot was not understood")
        read.update(offset=number + 1)
    if said is None or not answer:
        return
    try:
        throttle.at_most(ANSWERS_AN_HOUR, 3600, "messenger-answers", str(said.chat))
        say(bot, said.chat, answer)
    except (TooOften, botapi.Refused, botapi.Silent):
        log.info("an answer in the messenger did not leave")


def _answer(said: Said) -> str:
    for hearer in _hearers:
        if answer := hearer(said):
            return answer
    return _("This bot tells those who work here what happens in their tickets. It reads no requests.")


def _said(message: Any) -> Said | None:
    """Return the words of a chat between one person and the bot; what is not shaped so was not said."""
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        return None
    chat, author = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    names = author if isinstance(author, dict) else {}
    words = [str(names.get(part) or "") for part in ("first_name", "last_name")]
    name = " ".join(" ".join(words).split()) or str(names.get("username") or chat["id"])
    return Said(chat["id"], name.replace("\x00", "")[:NAME_AT_MOST], message["text"][:TEXT_AT_MOST])
