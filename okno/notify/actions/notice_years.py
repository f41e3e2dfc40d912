from django.db import transaction

from okno.core import clock
from okno.core.live import nudge_all
from okno.notify.models import About, Notice
from okno.people.models import Person, Role
from okno.sla.coming import behind
from okno.sla.models import WorkCalendar


@transaction.atomic
def notice_years() -> None:
    """Tell the administrators, each once, which calendar lacks a year; a year that has come is news no more."""
    now = clock.now()
    lacking = [
        (calendar.pk, year) for calendar, year in behind(WorkCalendar.objects.filter(is_active=True), now)
    ]
    rested = [
        one.pk
        for one in Notice.objects.filter(read_at=None, about=About.YEAR)
        if (one.calendar_id, one.year) not in lacking
    ]
    people = set(Notice.objects.filter(pk__in=rested).values_list("person_id", flat=True))
    Notice.objects.filter(pk__in=rested).update(read_at=now)
    if lacking:
        administrators = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
        told = set(Notice.objects.values_list("person_id", "calendar_id", "year"))
        new = [
            Notice(person=person, calendar_id=calendar, year=year, told_at=now)
            for person in administrators
            for calendar, year in lacking
            if (person.pk, calendar, year) not in told
        ]
        Notice.objects.bulk_create(new, ignore_conflicts=True)
        people |= {one.person_id for one in new}
    nudge_all([{"to": person, "bell": True} for person in sorted(people)])
