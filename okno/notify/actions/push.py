import json

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from okno.core import clock
from okno.core.jobs import later, task
from okno.core.sealed import seal
from okno.notify.actions._due import claimed, is_summary, settle, to_each
from okno.notify.actions.say import say_what_is_due
from okno.notify.actions.send_push import send_push
from okno.notify.models import Browser, Push
from okno.notify.wording import Matter, headline, matters
from okno.people.models import Person
from okno.people.provider import zone_of

BODY_AT_MOST = 200
LINES = 3


@task(name="notify.push_due", queue="deliveries")
def push_due() -> None:
    """Write the pushes that are due, and the words for the messenger, as soon as there are some."""
    push_what_is_due()
    say_what_is_due()


def push_what_is_due() -> int:
    """Write the pushes that are due, one for each ticket or article and browser; returns how many people got some."""
    return to_each("push_at", _push_to)


@transaction.atomic
def _push_to(person: Person) -> bool:
    """Claim the news and write their pushes in one transaction: both or neither, and nothing twice."""
    now = clock.now()
    rows = claimed(person, "push_at", now)
    if not rows:
        return False
    settle(rows, "push_at")
    browsers = list(Browser.objects.filter(person=person).order_by("id"))
    told = matters(rows)
    with override(person.language), timezone.override(zone_of(person.zone)):
        shown = (
            [(None, None, _summary(told))]
            if is_summary(told, now)
            else [(matter.ticket, matter.article, _of(matter)) for matter in told]
        )
    pushes = [
        Push(
            browser=browser,
            ticket=ticket,
            article=article,
            tag=words["tag"],
            sealed=seal(json.dumps(words)),
            written_at=now,
            not_before=now,
        )
        for browser in browsers
        for ticket, article, words in shown
    ]
    for push in Push.objects.bulk_create(pushes):
        later(send_push, push=push.pk)
    return bool(pushes)


def _of(matter: Matter) -> dict[str, str]:
    last = matter.lines[-1]
    body = f"{last.says}: {' '.join(last.words.split())}" if last.words else last.says
    if len(matter.news) > 1:
        more = len(matter.news) - 1
        body = f"{body[: BODY_AT_MOST - 20]}\n{ngettext('and %(count)d more', 'and %(count)d more', more) % {'count': more}}"
    return {
        "title": matter.title,
        "body": body[:BODY_AT_MOST],
        "url": matter.path,
        "tag": matter.tag,
    }


def _summary(told: list[Matter]) -> dict[str, str]:
    count = len(told)
    lines = [matter.title for matter in reversed(told)][:LINES]
    return {
        "title": headline(told),
        "body": "\n".join([*lines, "…"] if count > LINES else lines),
        "url": reverse("workspace:notifications"),
        "tag": "summary",
    }
