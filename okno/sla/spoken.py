"""A promise in the words of a reply: «ответим завтра до 15:00», «we will fix it by Friday». Pure; it only offers.

A promise is a verb of ours in the future and a time, in one sentence. A day without an hour ends with its working hours,
hours and minutes are working time, both by the calendar that is given. What is quoted, denied or over already is no promise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from okno.sla.models import Metric
from okno.sla.worktime import Calendar, Kind, NeverWorks

LONGEST: Final = 20_000  # signs that are looked at
DAYS_AHEAD: Final = 366
EVENING: Final = time(18)

_REPLY = r"""отве(?:чу|тим|чаем)|сообщ(?:у|им)|напиш(?:у|ем)|верн(?:усь|[её]мся)|(?:пере|по)звон(?:ю|им)|отпиш(?:усь|емся)
|расскаж(?:у|ем)|свяж(?:усь|емся)|дадим\ ответ|дам\ ответ
|(?:we|i)(?:'ll|’ll|\ will)\ (?:reply|answer|get\ back|write|call|let\ you\ know|update\ you)"""
_DEED = r"""сдела(?:ю|ем)|исправ(?:лю|им)|почин(?:ю|им)|реш(?:у|им)|настро(?:ю|им)|установ(?:лю|им)|замен(?:ю|им)|законч(?:у|им)
|восстанов(?:лю|им)|подготов(?:лю|им)|привез(?:у|[её]м)|пришл(?:ю|[её]м)|будет\ (?:готово|сделано|исправлено)|заработает
|(?:we|i)(?:'ll|’ll|\ will)\ (?:fix|do|solve|finish|repair|resolve|install|replace|restore|send|prepare|have)
|(?:will|'ll)\ be\ (?:done|fixed|ready)"""
_VERBS = {
    Metric.GIVEN_REPLY: re.compile(rf"(?<!\w)(?:{_REPLY})(?!\w)", re.IGNORECASE | re.VERBOSE),
    Metric.GIVEN_DEED: re.compile(rf"(?<!\w)(?:{_DEED})(?!\w)", re.IGNORECASE | re.VERBOSE),
}
_DENIED = re.compile(r"(?:^|\s)(?:не|not|never)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма[яй]",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_ENGLISH_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                   "december")  # fmt: skip
_NUMBERS = {
    "од": 1,
    "one": 1,
    "an": 1,
    "a": 1,
    "дв": 2,
    "two": 2,
    "тр": 3,
    "three": 3,
    "чет": 4,
    "four": 4,
    "пят": 5,
    "five": 5,
}
_NUMBER = r"\d{1,3}|од(?:ного|ин|ной|ну)|дв(?:а|е|ух)|тр(?:и|[её]х)|четыр(?:е|[её]х)|пят[ьи]|one|an?|two|three|four|five"
_AT = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]\.?m\b)?(?:\s*(?:час\w*|ч)\b)?"
_LENGTH = re.compile(
    rf"\b(?:в\ течение|за|через|within|in)\s+(?:(?P<number>{_NUMBER})\s+)?(?:рабоч\w+\s+|working\s+|business\s+)?"
    r"(?P<unit>полчаса|получаса|half\ an\ hour|мин\w*|час\w*|дн\w+|ден\w+|min\w*|hours?|days?)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"\b(?:до|к|by|before)\s+{_AT}(?![\d.]|\s*(?:{'|'.join(_MONTHS)}))", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:до|к|by|before|on)\s+(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}))?\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:(?:до|к|by|before|on)\s+)?(?P<day>\d{1,2})\s+"
    rf"(?P<month>(?:{'|'.join((*_MONTHS, *_ENGLISH_MONTHS))})\w*)",
    re.IGNORECASE,
)
_RELATIVE = {"послезавтра": 2, "завтра": 1, "сегодня": 0, "tomorrow": 1, "today": 0, "до конца дня": 0,
             "by the end of the day": 0, "by end of day": 0}  # fmt: skip
_WEEK = re.compile(
    r"\b(?:до конца недели|на этой неделе|by (?:the )?end of (?:the )?week|this week)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A promise that was found: of an answer or of a deed, until when (UTC), and its sentence."""

    metric: Metric
    until: datetime
    words: str


def spoken(text: str, now: datetime, calendar: Calendar, zone: ZoneInfo) -> list[Spoken]:
    """Return the promises in a text, one of each kind at most, in their order."""
    found: dict[Metric, Spoken] = {}
    told = "\n".join(line for line in text[:LONGEST].splitlines() if not line.lstrip().startswith(">"))
    for sentence in _SENTENCES.split(told):
        for metric, verb in _VERBS.items():
            match = verb.search(sentence)
            if metric in found or match is None or _DENIED.search(sentence[: match.start()]):
                continue
            until = _until(sentence, now, calendar, zone)
            if until is not None and until > now:
                found[metric] = Spoken(metric, until, sentence.strip())
    return list(found.values())


def _until(sentence: str, now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime | None:
    """Return until when, by the first way of telling a time that fits."""
    if length := _LENGTH.search(sentence):
        return _after(length, now, calendar, zone)
    today = now.astimezone(zone).date()
    hour = _hour(sentence)
    for day in _days(sentence, today):
        if day is None or not today <= day <= today + timedelta(days=DAYS_AHEAD):
            return None
        return datetime.combine(day, hour, zone) if hour else _evening(day, calendar, zone)
    if hour is None:
        return None
    until = datetime.combine(today, hour, zone)
    return until if until > now else None


def _days(sentence: str, today: date) -> Iterator[date | None]:
    """Yield the days that a sentence names, None for one that the calendar does not have."""
    small = sentence.casefold()
    for words, more in _RELATIVE.items():
        if re.search(rf"\b{words}\b", small):
            yield today + timedelta(days=more)
    if _WEEK.search(small):
        yield today + timedelta(days=(4 - today.weekday()) % 7)
    for names, form in (
        (_WEEKDAYS, r"\b(?:до|к|во?)\s+{}\w*"),
        (_ENGLISH_DAYS, r"\b(?:by|before|on)\s+{}\b"),
    ):
        for number, name in enumerate(names):
            if re.search(form.format(name), small):
                yield today + timedelta(days=(number - today.weekday()) % 7)
    if match := _DATE.search(small):
        yield _date(today, int(match["day"]), int(match["month"]), match["year"])
    if match := _NAMED.search(small):
        month = next(
            number
            for names in (_MONTHS, _ENGLISH_MONTHS)
            for number, name in enumerate(names, 1)
            if re.match(name, match["month"])
        )
        yield _date(today, int(match["day"]), month, None)


def _date(today: date, day: int, month: int, year: str | None) -> date | None:
    """Return a date of this year, or of the next where it has passed."""
    try:
        found = date(int(year or today.year), month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _hour(sentence: str) -> time | None:
    match = _CLOCK.search(sentence)
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").casefold()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - the hours of half a day
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _after(match: "re.Match[str]", now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime | None:
    """Return the end of a length of working time, or of so many working days."""
    unit, number = match["unit"].casefold(), _number(match["number"])
    lengths: tuple[tuple[str, int], ...] = (("пол", 30), ("half", 30), ("мин", number), ("min", number), ("час", 60 * number),
                                            ("hour", 60 * number))  # fmt: skip
    try:
        for begin, minutes in lengths:
            if unit.startswith(begin):
                return calendar.add(now, minutes * 60)
        moment = now
        for _day in range(min(number, DAYS_AHEAD)):
            moment = calendar.next_working_moment(_midnight(moment, zone))
        return _evening(moment.astimezone(zone).date(), calendar, zone)
    except NeverWorks:
        return None


def _number(words: str | None) -> int:
    if not words:
        return 1
    small = words.casefold()
    return (
        int(small)
        if small.isdecimal()
        else max((n for key, n in _NUMBERS.items() if small.startswith(key)), default=1)
    )


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the beginning of the next day."""
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(), zone)


def _evening(day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the end of the working hours of a day; a day off ends at six in the evening."""
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    working = [piece.end for piece in calendar.segments(begin, end) if piece.kind == Kind.WORKING]
    around_the_clock = working and working[-1] >= end
    return working[-1] if working and not around_the_clock else datetime.combine(day, EVENING, zone)
