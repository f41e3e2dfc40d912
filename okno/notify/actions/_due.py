"""What push, letter and messenger share: whose news are due, and which of them are still to be told."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from okno.core import clock
from okno.notify import access
from okno.notify.kinds import Way
from okno.notify.models import News, Wishes
from okno.notify.plan import HELD, LETTER_WAITS, PUSH_WAITS
from okno.notify.wording import Matter
from okno.people.models import Person
from okno.people.provider import zone_of

PEOPLE_AT_ONCE = 500
NEWS_AT_ONCE = 500
log = logging.getLogger(__name__)
APART = 3  # matters that are told one by one; more come as one summary
Moment = Literal["push_at", "mail_at", "chat_at"]
_WAYS: dict[Moment, Way] = {"push_at": Way.PUSH, "mail_at": Way.MAIL, "chat_at": Way.MESSENGER}
_WAITS: dict[Moment, timedelta] = {
    "push_at": PUSH_WAITS,
    "mail_at": LETTER_WAITS,
    "chat_at": PUSH_WAITS,
}


def waiting_people(moment: Moment, now: datetime) -> list[Person]:
    """Return for whom something is due, whoever has waited longest first."""
    due = News.objects.filter(**{f"{moment}__lte": now}).order_by(moment, "id")
    first = dict.fromkeys(due.values_list("person_id", flat=True)[: PEOPLE_AT_ONCE * 4])
    people = Person.objects.get_queryset().in_bulk(list(first)[:PEOPLE_AT_ONCE])
    return [people[pk] for pk in first if pk in people]


def to_each(moment: Moment, act: Callable[[Person], bool]) -> int:
    """Tell everybody for whom something is due; one whose news cannot be told holds up nobody. Returns how many were told."""
    count = 0
    for person in waiting_people(moment, clock.now()):
        try:
            count += act(person)
        except Exception:
            log.exception("news could not be told to person %s", person.pk)
    return count


def claimed(person: Person, moment: Moment, now: datetime) -> list[News]:
    """Take what is due for this person, held until the caller commits; another worker passes it by.

    A push that is due takes along what has come meanwhile: a hundred things that happen at once are a few pushes.
    What one may not see any more, or does not wish to hear this way any more, is settled here; in quiet hours it waits on.
    """
    until = now if moment == "mail_at" else now + PUSH_WAITS
    rows = News.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        person=person, **{f"{moment}__lte": until}
    )
    due = list(rows.with_words().order_by("id")[:NEWS_AT_ONCE])
    if not due:
        return []
    wishes = Wishes.objects.filter(person=person).first() or Wishes(person=person)
    if (wakes := wishes.quiet.until(now, zone_of(person.zone))) is not None:
        settle(due, moment, wakes + _WAITS[moment])
        return []
    seen = access.seen_of(person, due)
    told = [
        row
        for row in due
        if row.read_at is None and row.pk in seen and _WAYS[moment] in wishes.ways(row.kind)
    ]
    kept = {row.pk for row in told}
    settle([row for row in due if row.pk not in kept], moment)
    return told


def settle(rows: Sequence[News], moment: Moment, at: datetime | None = None) -> None:
    """Say that these are done with by this way, or when they are due instead."""
    News.objects.filter(pk__in=[row.pk for row in rows]).update(**{moment: at})


def is_summary(told: Sequence[Matter], now: datetime) -> bool:
    """True for what comes as one piece: it is about many tickets, or has waited for the end of quiet hours."""
    held = sum(now - news.told_at > HELD for matter in told for news in matter.news)
    return len(told) > APART or (held > 0 and len(told) > 1)
