from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from okno.channels.troubles import Trouble, troubles
from okno.core import clock
from okno.core.jobs import later
from okno.core.live import nudge_all
from okno.notify.actions.alarm import alarm
from okno.notify.models import OF_THE_DESK, About, Notice, Wishes
from okno.notify.plan import PUSH_WAITS, plan
from okno.people.models import Person, Role
from okno.people.provider import zone_of

KIND = "desk_trouble"


@transaction.atomic
def notice_troubles() -> None:
    """Tell the administrators, each once, what is wrong with the mail of the desk; what is over is news no more.

    A letter that comes into quarantine after the last word of it was read is told anew.
    """
    now = clock.now()
    found = {trouble.name: trouble for trouble in troubles(now)}
    told = list(Notice.objects.select_for_update(of=("self",)).filter(about__in=OF_THE_DESK, over_at=None))
    over = [one for one in told if _is_over(one, found.get((one.about, one.mailbox_id)))]
    Notice.objects.filter(pk__in=[one.pk for one in over]).update(
        over_at=now, read_at=Coalesce("read_at", Value(now)), push_at=None, mail_at=None, chat_at=None
    )
    gone = {one.pk for one in over}
    _freshen([one for one in told if one.pk not in gone and one.read_at is None], found)
    known = {(one.person_id, one.about, one.mailbox_id) for one in told if one.pk not in gone}
    new = [
        _notice(person, trouble, now)
        for person in (Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True) if found else ())
        for trouble in found.values()
        if (person.pk, *trouble.name) not in known
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    if any(one.push_at or one.chat_at for one in new):
        later(alarm, after=PUSH_WAITS)
    people = {one.person_id for one in [*new, *over]}
    nudge_all([{"to": person, "bell": True} for person in sorted(people)])


def _freshen(unread: list[Notice], found: dict[tuple[str, int | None], Trouble]) -> None:
    """Let what nobody has read yet say how things stand now."""
    for one in unread:
        facts = _facts(found[one.about, one.mailbox_id])
        if facts != one.facts:
            Notice.objects.filter(pk=one.pk).update(facts=facts)


def _facts(trouble: Trouble) -> dict[str, str | int]:
    return {**trouble.facts, "since": trouble.since.isoformat()}


def _is_over(notice: Notice, trouble: Trouble | None) -> bool:
    if trouble is None:
        return True
    is_newer = str(trouble.facts.get("newest", "")) > str(notice.facts.get("newest", ""))
    return notice.about == About.QUARANTINE and notice.read_at is not None and is_newer


def _notice(person: Person, trouble: Trouble, now: datetime) -> Notice:
    wishes = Wishes.objects.filter(person=person).first() or Wishes(person=person)
    way = plan(wishes.ways(KIND), wishes.quiet, zone_of(person.zone), happened=now, now=now)
    return Notice(
        person=person,
        about=trouble.about,
        mailbox_id=trouble.mailbox,
        facts=_facts(trouble),
        told_at=now,
        in_bell=way.in_bell,
        push_at=way.push_at,
        mail_at=None if trouble.about == About.STUCK else way.mail_at,  # it would come when all is well again
        chat_at=way.chat_at,
    )
