"""Who lives through which story, and when: pure, from a fixed seed and the present moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random

from okno.demo.cast import CUSTOMERS
from okno.demo.stories import OUTAGES, STORIES, TODAY
from okno.demo.stories.telling import Outage, Story
from okno.sla.worktime import ALWAYS, Calendar

SEED = "okno demo"
TICKETS = 600
DAYS = 91
SHORTEST = 12  # days of a small world
SETTLED_HOURS = 7  # so many working hours back begins what is told by hand
HOURS, WEIGHTS = range(8, 20), (2, 9, 12, 11, 8, 5, 8, 10, 8, 5, 2, 1)
MONDAY, SATURDAY = 0, 5
OUTSIDE_OFFICE = 0.06
LATE = 0.14
TRUE_TO_PLAN_DAYS = 5  # of the last days nobody is made late by chance


@dataclass(kw_only=True)
class Telling:
    """One ticket to be: a story with its words, its people and its first moment."""

    story: Story
    words: Mapping[str, str]
    requester: str
    opened_at: datetime
    chance: Random
    late: str = ""
    main: "Telling | None" = None
    outage: Outage | None = None
    others: list["Telling"] = field(default_factory=list)

    @property
    def is_entangled(self) -> bool:
        """True where more than one ticket has a part in it."""
        splits = any(step.verb == "split" for step in self.story.steps)
        return bool(self.main or self.others or self.story.double or splits)


def tellings(count: int, now: datetime, calendar: Calendar) -> list[Telling]:
    """Return the tickets of a world of this size in the order in which they are opened."""
    chance = Random(f"{SEED} {count}")  # noqa: S311 - a story is no secret
    told = [_pinned(story, now, calendar) for story in TODAY]
    outages = OUTAGES if count >= TICKETS // 2 else OUTAGES[:1]
    for outage in outages:
        told += _outage(outage, now, calendar)
    days = max(SHORTEST, DAYS * count // TICKETS)
    moments = _moments(max(count - len(told), 0), days, now, calendar, chance)
    recent = now - timedelta(days=TRUE_TO_PLAN_DAYS)
    dealt = _deal(len(moments), chance) if moments else []
    told += [_one(*card, moment, recent, chance) for card, moment in zip(dealt, moments, strict=True)]
    return sorted(told, key=lambda one: one.opened_at)


def _pinned(story: Story, now: datetime, calendar: Calendar) -> Telling:
    """A story of the last days. What happens at night goes by the clock on the wall, all else by working time."""
    assert story.hours_ago is not None
    by = ALWAYS if story.night else calendar
    return Telling(
        story=story,
        words=story.variants[0],
        requester=story.who,
        opened_at=by.add(now, -int(story.hours_ago * 3600)),
        chance=Random(f"{SEED} {story.subject}"),  # noqa: S311
    )


def _outage(outage: Outage, now: datetime, calendar: Calendar) -> list[Telling]:
    day = calendar.add(now, -outage.working_days_ago * 8 * 3600)
    start = calendar.add(_at(day, calendar, 9, 40), 60)
    main = Telling(
        story=outage.main,
        words={},
        requester=outage.main.who,
        opened_at=start,
        chance=Random(f"{SEED} {outage.main.subject}"),  # noqa: S311
    )
    for number, (who, subject, text) in enumerate(outage.others, start=1):
        story = Story(
            subject=subject,
            text=text,
            who=who,
            service=outage.main.service,
            priority="major",
            tags=outage.main.tags,
            ends="" if number % 3 else "silence",
        )
        main.others.append(
            Telling(
                story=story,
                words={},
                requester=who,
                opened_at=start + timedelta(minutes=3 * number, seconds=7 * number),
                chance=Random(f"{SEED} {subject}"),  # noqa: S311
                main=main,
                outage=outage,
            )
        )
    return [main, *main.others]


def _moments(
    count: int, days: int, now: datetime, calendar: Calendar, chance: Random
) -> list[tuple[datetime, bool]]:
    """Return first moments, most of them in office hours; the mark tells the others."""
    last = calendar.add(now, -SETTLED_HOURS * 3600)
    found: list[tuple[datetime, bool]] = []
    while len(found) < count:
        day = last - timedelta(days=chance.random() * days)
        outside = chance.random() < OUTSIDE_OFFICE
        moment = _at(
            day, calendar, chance.choices(HOURS, WEIGHTS)[0], chance.randrange(60), chance.randrange(60)
        )
        works = calendar.next_working_moment(moment) == moment
        if moment > last or (not works and not outside):
            continue
        if works and day.astimezone(calendar.zone).weekday() != MONDAY and chance.random() < 0.2:  # noqa: PLR2004
            continue  # Mondays are busier than the other days
        found.append((moment, outside and not works))
    return sorted(found)


def _at(day: datetime, calendar: Calendar, hour: int, minute: int = 0, second: int = 0) -> datetime:
    local = day.astimezone(calendar.zone).replace(hour=hour, minute=minute, second=second, microsecond=0)
    return local.astimezone(UTC)


def _deal(count: int, chance: Random) -> list[tuple[Story, int]]:
    """Return so many stories with the number of the variant; two tellings of one story lie as far apart as can be."""
    more = max(1.0, count / sum(len(story.variants) for story in STORIES))
    places: list[tuple[float, int, int]] = []
    for number, story in enumerate(STORIES):
        times, phase = ceil(len(story.variants) * more), chance.random()
        places += [((turn + phase) / times, number, turn % len(story.variants)) for turn in range(times)]
    places.sort()
    chosen = [places[index * len(places) // count] for index in range(count)]
    return [(STORIES[number], turn) for _place, number, turn in chosen]


def _one(story: Story, turn: int, moment: tuple[datetime, bool], recent: datetime, chance: Random) -> Telling:
    at, outside = moment
    if story.night:
        evening = at.astimezone(UTC).replace(hour=20, minute=0) - timedelta(days=1)
        at = evening + timedelta(minutes=chance.randrange(0, 400))
    variant = story.variants[turn]
    trades = variant.get("пишет") or ("weekend" if outside and story.who == "office" else story.who)
    late = chance.choice(("take", "solve", "solve")) if at < recent and chance.random() < LATE else ""
    return Telling(
        story=story,
        words=variant,
        requester=_somebody(trades.split(), chance),
        opened_at=at,
        chance=Random(f"{SEED} {story.subject} {turn}"),  # noqa: S311
        late="" if story.night else late,
    )


def _somebody(trades: Sequence[str], chance: Random) -> str:
    """Choose somebody of one of these trades; a key is a trade of its own."""
    able = [key for key, part in CUSTOMERS.items() if set(trades) & {key, *part.trades.split()}]
    return chance.choice(able)
