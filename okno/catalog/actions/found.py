"""What a new desk begins with; all of it can be changed afterwards, and a second founding changes nothing."""

from typing import Any

from django.conf import settings
from django.db import transaction

from okno.catalog.models import CELLS, Matrix, Priority
from okno.core import clock
from okno.people.actions.meet import robot
from okno.people.models import Provider
from okno.sla import russia
from okno.sla.models import WorkCalendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = [["09:00", "18:00"]]

PRIORITIES: tuple[dict[str, Any], ...] = (
    {
        "code": "critical",
        "name": "Критический",
        "name_en": "Critical",
        "criterion": "Стоит система или критичный бизнес-процесс.",
        "criterion_en": "The system or a critical business process stands still.",
        "minutes": (30, 30, 120),
        "always": True,
    },
    {
        "code": "major",
        "name": "Важный",
        "name_en": "Major",
        "criterion": "Потеряна производительность: система доступна, но критичные процессы страдают, обходного пути нет.",
        "criterion_en": "Performance is lost: the system is available but critical processes suffer, and there is no way around.",
        "minutes": (60, 60, 240),
        "always": False,
    },
    {
        "code": "medium",
        "name": "Средний",
        "name_en": "Medium",
        "criterion": "Часть системы работает медленно или неудобно, есть обходной путь; критичные процессы не затронуты.",
        "criterion_en": "A part of the system is slow or inconvenient; there is a way around; critical processes are safe.",
        "minutes": (240, 240, 480),
        "always": False,
    },
    {
        "code": "normal",
        "name": "Обычный",
        "name_en": "Normal",
        "criterion": "Всё остальное: вопросы, просьбы, пожелания. Берём в работу в течение часа.",
        "criterion_en": "Everything else: questions, requests, ideas. Taken in hand within an hour.",
        "minutes": (60, 240, 960),
        "always": False,
        "is_default": True,
    },
)

# Impact from wide to one, for each the urgency from now to later.
MATRIX = ("critical", "major", "medium", "major", "medium", "normal", "medium", "normal", "normal")


@transaction.atomic
def found() -> None:
    """Make the provider, the robot, the two calendars and the priorities of a new desk."""
    Provider.objects.get_or_create(pk=1, defaults={"zone": settings.TIME_ZONE})
    robot()
    always, _new = WorkCalendar.objects.get_or_create(name="Круглосуточно", defaults={"is_always": True})
    week = dict.fromkeys(WEEKDAYS, HOURS)
    working, _new = WorkCalendar.objects.get_or_create(
        name="Рабочие часы", defaults={"week": week, **production_days(week)}
    )
    if not Priority.objects.exists():
        _priorities(always, working)
    if not Matrix.objects.exists():
        known = {priority.code: priority for priority in Priority.objects.all()}
        Matrix.objects.create(
            pk=1, **{cell: known.get(code) for cell, code in zip(CELLS, MATRIX, strict=True)}
        )


def _priorities(always: WorkCalendar, working: WorkCalendar) -> None:
    for rank, words in enumerate(PRIORITIES, start=1):
        reaction, first_reply, resolution = words["minutes"]
        Priority.objects.create(
            rank=rank,
            calendar=always if words["always"] else working,
            reaction_minutes=reaction,
            first_reply_minutes=first_reply,
            resolution_minutes=resolution,
            is_default=words.get("is_default", False),
            **{name: words[name] for name in ("code", "name", "name_en", "criterion", "criterion_en")},
        )


def production_days(week: russia.Week) -> dict[str, Any]:
    """Return the days off and the short days of last year, this one and the next, as far as they are known."""
    year = clock.now().year
    plain: dict[str, Any] = {"week": week}
    for known in (year - 1, year, year + 1):
        parts, _kept = russia.put(plain, known)
        plain |= parts
    del plain["week"]
    return plain
