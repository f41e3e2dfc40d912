"""What can be wrong with a calendar or with a question to it."""

from enum import StrEnum


class Why(StrEnum):
    """Why a part of a calendar is refused; an editor shows its own translated sentence for each."""

    NOT_A_TABLE = "must be a table of names and values"
    NOT_A_LIST = "must be a list"
    NOT_A_DATE = "is not a date like 2026-12-31"
    NOT_A_TIME = "is not a time like 09:00 or 24:00"
    NOT_AN_INTERVAL = "is not a pair of times [from, to]"
    NOT_A_WEEKDAY = "is not one of mon, tue, wed, thu, fri, sat, sun"
    EMPTY = "begins and ends at the same time (a whole day is 00:00 to 24:00)"
    OVERLAP = "overlaps another interval"
    REPEATED = "is named twice"
    NO_SUCH_ZONE = "is not a time zone like Europe/Moscow"
    UNKNOWN = "is not a part of a calendar"
    MISSING = "is missing"


class BadCalendar(ValueError):
    """A part of the plain data is wrong: `part` says where ("week.mon"), `value` what, `why` the reason."""

    def __init__(self, part: str, value: str, why: Why) -> None:
        super().__init__(f"{part}: {value} {why.value}" if value else f"{part} {why.value}")
        self.part = part
        self.value = value
        self.why = why


class BadMoment(ValueError):
    """A moment without a zone, outside the years that are counted, or a pause that ends before it begins."""


class NeverWorks(ValueError):
    """The calendar has no (or not enough) working time within the years that are counted."""
