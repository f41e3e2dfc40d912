"""What telling of tickets and of articles share: the row as each person wishes it, and its way into the bell."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from okno.core.jobs import later
from okno.core.live import nudge_all
from okno.notify.actions.push import push_due
from okno.notify.models import Browser, Chat, News, Wishes
from okno.notify.plan import PUSH_WAITS, plan
from okno.people.models import Person
from okno.people.provider import zone_of


def wishes_of(people: Collection[int]) -> dict[int, Wishes]:
    """Return what these people have chosen, by one statement."""
    return {row.person_id: row for row in Wishes.objects.filter(person__in=people)} if people else {}


def news(
    person: Person, kind: str, wishes: Mapping[int, Wishes], *, happened: datetime, now: datetime
) -> News | None:
    """Return the row as the person wishes it, still of nothing; None where he wishes to hear nothing of the kind."""
    mine = wishes.get(person.pk) or Wishes(person=person)
    way = plan(mine.ways(kind), mine.quiet, zone_of(person.zone), happened=happened, now=now)
    if way.is_nothing:
        return None
    return News(
        person=person,
        kind=kind,
        at=happened,
        told_at=now,
        in_bell=way.in_bell,
        push_at=way.push_at,
        mail_at=way.mail_at,
        chat_at=way.chat_at,
    )


def know(row: News, now: datetime) -> None:
    """Take the row as read before it is told: the person has acted since, and knows."""
    row.read_at, row.push_at, row.mail_at, row.chat_at = now, None, None, None


def spread(rows: Sequence[News], now: datetime) -> None:
    """Write the rows, ring the bells, and let a job push as soon as something is due; a row that stands already stays."""
    people = {row.person_id for row in rows}
    reached, chats = _have_browsers(people), _have_chats(people)
    for row in rows:
        row.push_at = row.push_at if row.person_id in reached else None
        row.chat_at = row.chat_at if row.person_id in chats else None
    News.objects.bulk_create(rows, ignore_conflicts=True)
    nudge_all(
        [{"to": person, "bell": True} for person in dict.fromkeys(r.person_id for r in rows if r.in_bell)]
    )
    moments = [at for row in rows for at in (row.push_at, row.chat_at) if at is not None]
    if any(at <= now + PUSH_WAITS for at in moments):
        later(push_due, after=PUSH_WAITS)


def _have_browsers(people: Collection[int]) -> set[int]:
    """Return who of these has a screen to push to; for all others no job has to look."""
    return set(Browser.objects.filter(person__in=people).values_list("person_id", flat=True))


def _have_chats(people: Collection[int]) -> set[int]:
    """Return who of these hears the desk in the messenger."""
    return set(Chat.objects.filter(person__in=people).values_list("person_id", flat=True))
