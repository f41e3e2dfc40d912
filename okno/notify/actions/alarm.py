"""Troubles of the desk itself by push, messenger and letter: what nobody has read, each once by each way."""

import json
import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from okno.channels import sealed_letters
from okno.core import clock
from okno.core.jobs import later, task
from okno.core.sealed import seal
from okno.notify.actions._due import Moment
from okno.notify.actions.send_line import send_line
from okno.notify.actions.send_push import send_push
from okno.notify.models import OF_THE_DESK, Browser, Chat, ChatLine, Notice, Push
from okno.notify.troubling import Told, told
from okno.people.models import Person
from okno.people.provider import zone_of

PEOPLE_AT_ONCE = 100
Send = Callable[[Person, list[Told], datetime], None]
log = logging.getLogger(__name__)


@task(name="notify.alarm", queue="deliveries")
def alarm() -> None:
    """Tell what is due as soon as there is something."""
    alarm_what_is_due()


def alarm_what_is_due() -> None:
    """Tell the troubles that are due by each way; one person who cannot be told holds up nobody."""
    now = clock.now()
    for moment, send in _SENDS.items():
        due = Notice.objects.filter(about__in=OF_THE_DESK, **{f"{moment}__lte": now})
        people = Person.objects.filter(pk__in=due.values("person"))[:PEOPLE_AT_ONCE]
        for person in people:
            try:
                _tell(person, moment, send, now)
            except Exception:
                log.exception("a trouble of the desk could not be told to person %s", person.pk)


@transaction.atomic
def _tell(person: Person, moment: Moment, send: Send, now: datetime) -> None:
    """Claim what is due and tell it in one transaction: both or neither, and nothing twice."""
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    due = list(rows.filter(person=person, **{f"{moment}__lte": now}).order_by("pk"))
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(**{moment: None})
    wanted = [one for one in due if one.read_at is None and one.over_at is None]
    if wanted and person.is_administrator and person.is_active:
        with override(person.language), timezone.override(zone_of(person.zone)):
            send(person, [told(one) for one in wanted], now)


def _push(person: Person, lines: list[Told], now: datetime) -> None:
    pushes = [
        Push(
            browser=browser,
            tag=one.tag,
            sealed=seal(json.dumps({"title": one.title, "body": one.says, "url": one.path, "tag": one.tag})),
            written_at=now,
            not_before=now,
        )
        for browser in Browser.objects.filter(person=person).order_by("id")
        for one in lines
    ]
    for push in Push.objects.bulk_create(pushes):
        later(send_push, push=push.pk)


def _say(person: Person, lines: list[Told], now: datetime) -> None:
    chat = Chat.objects.filter(person=person).first()
    if chat is None:
        return
    words = "\n\n".join(f"{one.title}\n{one.says}\n{one.url}" for one in lines)
    line = ChatLine.objects.create(chat=chat, sealed=seal(words), written_at=now, not_before=now)
    later(send_line, line=line.pk)


def _write(person: Person, lines: list[Told], _now: datetime) -> None:
    context = {
        "lines": lines,
        "wishes_url": f"{settings.BASE_URL}{reverse('workspace:wishes')}",
        "language": get_language(),
    }
    words = {
        "subject": lines[0].title,
        "text": render_to_string("notify/mail/trouble.txt", context),
        "html": render_to_string("notify/mail/trouble.html", context),
    }
    sealed_letters.queue_notice(person, words)


_SENDS: dict[Moment, Send] = {"push_at": _push, "chat_at": _say, "mail_at": _write}
