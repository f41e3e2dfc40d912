"""Until when a ticket is put off with one press."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from okno.desk.snooze import offers
from okno.sla.worktime import ALWAYS, Calendar
from tests.sla.office import at, office, wall

MOSCOW, VLADIVOSTOK = "Europe/Moscow", "Asia/Vladivostok"


def told(moment: str, zone: str = MOSCOW, calendar: Calendar | None = None) -> list[tuple[str, str]]:
    with translation.override("en"):
        found = offers(at(moment, zone), ZoneInfo(zone), calendar or office())
        return [(str(offer.name), wall(offer.until, zone)[:16]) for offer in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2025-03-18 11:20",  # Tuesday
            [
                ("In an hour", "2025-03-18 12:20"),
                ("Tomorrow", "2025-03-19 09:00"),
                ("On Monday", "2025-03-24 09:00"),
            ],
        ),
        (
            "2025-03-21 17:30",  # Friday evening: an hour later nobody works
            [("On the next working day", "2025-03-24 09:00")],
        ),
        (
            "2025-03-20 12:30",  # an hour later is lunch
            [
                ("When work begins", "2025-03-20 14:00"),
                ("Tomorrow", "2025-03-21 09:00"),
                ("On Monday", "2025-03-24 09:00"),
            ],
        ),
        (
            "2025-04-30 10:00",  # the holidays of May: Thursday to Sunday
            [("In an hour", "2025-04-30 11:00"), ("On the next working day", "2025-05-05 09:00")],
        ),
    ],
)
def test_the_moments_are_worked(now: str, expected: list[tuple[str, str]]) -> None:
    assert told(now) == expected


def test_the_morning_is_that_of_the_person() -> None:
    assert ("Tomorrow", "2025-03-19 09:00") in told("2025-03-18 11:20", VLADIVOSTOK, ALWAYS)
    assert ("Tomorrow", "2025-03-19 16:00") in told("2025-03-18 11:20", VLADIVOSTOK)  # Moscow works from nine
