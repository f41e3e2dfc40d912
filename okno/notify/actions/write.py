import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override

from okno.channels import sealed_letters
from okno.core import clock
from okno.notify import access
from okno.notify.actions._due import claimed, is_summary, settle, to_each
from okno.notify.models import Digest, News, Wishes
from okno.notify.plan import next_digest
from okno.notify.wording import Matter, headline, matters
from okno.people.models import Person
from okno.people.provider import zone_of

log = logging.getLogger(__name__)
LETTERS_AN_HOUR = 20  # to one person; what comes above waits and goes as one
HOLDS = timedelta(minutes=15)
DIGEST_AT_MOST = 200
ANSWERED = "message.heard"  # an answer to what the customer said is for the customer; to all else it must not reach him


def write_what_is_due() -> int:
    """Queue the letters that are due: of what was not read within two minutes; returns to how many people."""
    return to_each("mail_at", _write_to)


def write_digests() -> int:
    """Queue the summaries that are due, of what nobody has read and no letter has told; returns how many."""
    now = clock.now()
    due = Wishes.objects.filter(digest_at__lte=now).order_by("digest_at").values_list("pk", flat=True)
    written = 0
    for pk in due[:DIGEST_AT_MOST]:
        try:
            written += _write_digest(pk, now)
        except Exception:
            log.exception("the summary %s could not be written; it holds up no other", pk)
    return written


@transaction.atomic
def _write_digest(pk: int, now: datetime) -> bool:
    """Claim one summary and queue it; the next one is for its next hour, whether there was anything to tell or not."""
    rows = Wishes.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person")
    wishes = rows.filter(pk=pk, digest_at__lte=now).first()
    if wishes is None:
        return False
    is_written = _digest(wishes, now)
    wishes.digest_at = next_digest(wishes.digest, wishes.digest_hour, zone_of(wishes.person.zone), now)
    wishes.save(update_fields=["digest_at"])
    return is_written


@transaction.atomic
def _write_to(person: Person) -> bool:
    """Claim the news and queue their letters in one transaction: both or neither, and nothing twice."""
    now = clock.now()
    rows = claimed(person, "mail_at", now)
    if not rows:
        return False
    if sealed_letters.notices_to(person, since=now - timedelta(hours=1)) >= LETTERS_AN_HOUR:
        settle(rows, "mail_at", now + HOLDS)
        return False
    _queue(person, matters(rows), now)
    return True


def _digest(wishes: Wishes, now: datetime) -> bool:
    person = wishes.person
    if not person.is_staff_member or wishes.digest == Digest.NEVER:
        return False
    unread = access.news_for(person).filter(read_at=None, mailed_at=None)
    rows = list(unread.with_words().order_by("-id")[:DIGEST_AT_MOST])
    if not rows:
        return False
    _send(person, matters(rows), now, is_digest=True)
    return True


def _queue(person: Person, told: list[Matter], now: datetime) -> None:
    if is_summary(told, now):
        _send(person, told, now)
        return
    for matter in told:
        _send(person, [matter], now)


def _send(person: Person, told: list[Matter], now: datetime, *, is_digest: bool = False) -> None:
    """Queue one letter: about one ticket in its thread, about one article, or a summary."""
    rows = [news for matter in told for news in matter.news]
    only = told[0] if len(told) == 1 and not is_digest else None
    is_answered = only is not None and all(news.fact and news.fact.kind == ANSWERED for news in rows)
    with override(person.language), timezone.override(zone_of(person.zone)):
        words = _letter(told, only, is_answered=is_answered, is_digest=is_digest)
    queued = sealed_letters.queue_notice(
        person,
        words | {"answers": is_answered},
        ticket=only.ticket if only else None,
        fact=only.news[-1].fact if only else None,
    )
    News.objects.filter(pk__in=[row.pk for row in rows]).update(
        mail_at=None, mailed_at=now if queued else None
    )


def _letter(
    told: list[Matter], only: Matter | None, *, is_answered: bool, is_digest: bool
) -> dict[str, object]:
    context: dict[str, Any] = {
        "matters": list(reversed(told)),
        "only": only,
        "is_answered": is_answered,
        "all_url": f"{settings.BASE_URL}{reverse('workspace:notifications')}",
        "wishes_url": f"{settings.BASE_URL}{reverse('workspace:wishes')}",
        "language": get_language(),
    }
    subject = only.title if only else _unread(told) if is_digest else headline(told)
    return {
        "subject": subject,
        "text": render_to_string("notify/mail/notice.txt", context),
        "html": render_to_string("notify/mail/notice.html", context),
    }


def _unread(told: list[Matter]) -> str:
    if any(matter.article for matter in told):
        return headline(told)
    count = len(told)
    words = ngettext("%(count)d ticket waits to be read", "%(count)d tickets wait to be read", count)
    return words % {"count": count}
