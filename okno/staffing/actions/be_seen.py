"""A colleague was seen at work: kept at most once a minute, by each process."""

import time

from okno.core import clock
from okno.people.models import Person
from okno.staffing.models import Attendance

EVERY = 60.0  # seconds
REMEMBERED = 5000
_seen: dict[int, float] = {}  # person → when this process wrote it down; only spares writes


def be_seen(person: Person) -> None:
    """Note that the colleague does something here now; customers and robots are at no desk."""
    now = time.monotonic()
    if not person.is_staff_member or now - _seen.get(person.pk, -EVERY) < EVERY:
        return
    if len(_seen) >= REMEMBERED:
        _seen.clear()
    _seen[person.pk] = now
    moment = clock.now()
    if not Attendance.objects.filter(person=person).update(seen_at=moment):
        Attendance.objects.get_or_create(person=person, defaults={"seen_at": moment})
