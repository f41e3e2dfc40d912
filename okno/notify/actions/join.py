"""Who hears the desk in the messenger: a code that is shown once, the chat from which it comes, the way out."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from okno.channels.messenger.line import bot_at_work
from okno.channels.messenger.listen import expect
from okno.core import clock
from okno.core.live import nudge
from okno.core.refusals import Conflict
from okno.notify.models import About, Chat, JoinCode, News, Notice
from okno.people.models import Person

LIVES = timedelta(minutes=10)


class NoMessenger(Conflict):
    message = _("This desk has no messenger.")


@transaction.atomic
def make_code(*, by: Person) -> str:
    """Return a new code for the person, good once and for ten minutes; the one before it is good no more."""
    if bot_at_work() is None:
        raise NoMessenger
    code, until = secrets.token_urlsafe(18), clock.now() + LIVES
    JoinCode.objects.update_or_create(person=by, defaults={"digest": _digest(code), "until": until})
    expect(until)
    return code


@transaction.atomic
def join(code: str, *, chat: int, called: str) -> Person | None:
    """Join the chat to whoever was shown the code; None where nobody was, or works here no more. It is good no more then."""
    now = clock.now()
    row = JoinCode.objects.select_for_update().filter(digest=_digest(code), until__gt=now).first()
    if row is None:
        return None
    person = row.person
    row.delete()
    expect(JoinCode.objects.filter(until__gt=now).aggregate(last=Max("until"))["last"])
    if not person.is_staff_member:
        return None
    Chat.objects.filter(chat=chat).exclude(person=person).delete()
    known = {"chat": chat, "called": called, "joined_at": now}
    Chat.objects.update_or_create(person=person, defaults=known)
    Notice.objects.filter(person=person, about=About.MESSENGER, read_at=None).update(read_at=now)
    nudge(to=person.pk, bell=True)
    return person


@transaction.atomic
def leave(*, by: Person) -> bool:
    """Tell the person nothing in the messenger any more; what was to be told there waits in the bell."""
    left = bool(Chat.objects.filter(person=by).delete()[0])
    if left:
        News.objects.filter(person=by, chat_at__isnull=False).update(chat_at=None)
        nudge(to=by.pk, bell=True)
    return left


@transaction.atomic
def lose(chat: Chat) -> None:
    """The messenger lets nothing through to this chat any more: it is left, and the bell says so."""
    if leave(by=chat.person):
        Notice.objects.create(person=chat.person, about=About.MESSENGER, told_at=clock.now())


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
