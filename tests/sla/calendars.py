"""Random calendars and the zones in which working time is tried."""

import random
from datetime import UTC, date, datetime, timedelta

RUSSIA = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
CHANGING = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
ODD = ("America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo", "America/Havana", "Asia/Tehran")
ZONES = RUSSIA + CHANGING + ODD

# Days (UTC) near which something happens to the clocks of one of these zones.
TURNS = (
    date(2010, 3, 27),  # Samara and Kamchatka lose an hour for a year
    date(2011, 3, 26),  # Russia stays in summer time
    date(2011, 12, 29),  # Apia skips a whole day
    date(2014, 10, 25),  # Russia goes to winter time for ever
    date(2016, 4, 23),  # Magadan goes one hour on
    date(2017, 10, 14),  # Sao Paulo skips the hour after midnight
    date(2018, 2, 17),  # and repeats the hour before it
    date(2025, 3, 29),
    date(2025, 10, 25),
    date(2026, 3, 7),
    date(2026, 4, 4),
    date(2026, 10, 3),
    date(2026, 10, 31),
)

OFFICE = {day: [["09:00", "13:00"], ["14:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def ring(points: list[int], length: int) -> list[tuple[int, int]]:
    """Pair sorted points into intervals, each shorter than a day."""
    pairs = zip(points[::2], points[1::2], strict=False)
    return [(low, min(high, low + 1439, length)) for low, high in pairs]


def random_week(dice: random.Random) -> dict:
    points = sorted(dice.sample(range(0, 10_080, dice.choice((1, 5, 30))), dice.choice((2, 8, 14, 28, 40))))
    week: dict = {}
    for low, high in ring(points, 10_080):
        day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[low // 1440]
        end = high % 1440 if high % 1440 or high - low < low % 1440 else 1440
        week.setdefault(day, []).append([clock(low % 1440), clock(end)])
    return week


def random_day(dice: random.Random) -> list:
    points = sorted(dice.sample(range(1441), dice.choice((0, 2, 4))))
    spans = [[clock(low), clock(high)] for low, high in ring(points, 1440)]
    if spans and dice.random() < 0.2:
        spans[-1][1] = clock(dice.randrange(minutes_of(spans[0][0]) + 1))
    return [span for span in spans if span[0] != span[1]]


def minutes_of(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def random_calendar(dice: random.Random, first: date, days: int) -> dict:
    """A calendar with something special on some of the days from the first."""

    def some() -> list[str]:
        return [(first + timedelta(days=n)).isoformat() for n in range(-1, days + 1) if dice.random() < 0.12]

    return {
        "zone": dice.choice(ZONES),
        "week": OFFICE if dice.random() < 0.25 else random_week(dice),
        "holidays": some(),
        "exceptions": {day: random_day(dice) for day in some()},
        "breaks": {day: random_day(dice) for day in some()},
    }


def random_first(dice: random.Random, days: int) -> date:
    """The beginning of a window, often one in which clocks are changed."""
    if dice.random() < 0.7:
        return dice.choice(TURNS) - timedelta(days=dice.randrange(1, days - 2))
    return date(2009, 1, 1) + timedelta(days=dice.randrange(19 * 365))


def utc(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
