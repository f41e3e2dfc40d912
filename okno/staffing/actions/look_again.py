from collections.abc import Iterable

from okno.core import clock
from okno.staffing.models import Attendance
from okno.staffing.watching import on_changed_hours


def look_again(people: Iterable[int]) -> None:
    """Have the hands of these colleagues looked at: their hours have changed."""
    people = set(people)
    fresh = [Attendance(person_id=pk) for pk in people]
    Attendance.objects.bulk_create(fresh, ignore_conflicts=True)
    Attendance.objects.filter(person__in=people).update(leaves_at=clock.now())
    if people:
        on_changed_hours.tell()
