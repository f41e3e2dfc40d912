"""A calendar on the axis of UTC: working stretches, each with the sum of work before it, year by year."""

from bisect import bisect_left, bisect_right
from datetime import date
from threading import Lock
from typing import NamedTuple

from okno.sla.worktime.errors import BadMoment, NeverWorks
from okno.sla.worktime.rules import Rules
from okno.sla.worktime.wall import day_of, midnight, steady_year, to_utc, worked

FIRST_YEAR = 1900
END_YEAR = 2200
MICRO = 1_000_000


class Prepared(NamedTuple):
    """Working stretches of the years first … end - 1, in microseconds of the axis; only ever replaced.

    `done[i]` is the work before stretch i, counted from a fixed but arbitrary zero; `low` and `high` are the
    same count at the edges `opens` and `closes`.
    """

    first: int
    end: int
    opens: int
    closes: int
    begins: list[int]
    ends: list[int]
    done: list[int]
    low: int
    high: int


class Timeline:
    """Answers for one calendar. Moments are microseconds of the axis; work is microseconds too."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.prepared: Prepared | None = None
        self.lock = Lock()

    def work_at(self, moment: int) -> int:
        """Return the work done until a moment, from the arbitrary zero."""
        years = self.around(moment)
        i = bisect_right(years.begins, moment) - 1
        if i < 0:
            return years.low
        end = years.ends[i]
        return years.done[i] + (moment if moment < end else end) - years.begins[i]  # noqa: FURB136 min() is slower

    def ahead(self, moment: int, work: int) -> int:
        """Return the first moment at which so much work, more than none, is done since the given one."""
        years = self.prepared
        if years is None or not years.opens <= moment < years.closes:
            years = self.around(moment)
        _, _, _, _, begins, ends, done, low, high = years  # written out: this is the hottest place of all
        i = bisect_right(begins, moment) - 1
        if i < 0:
            work += low
        else:
            end = ends[i]
            work += done[i] + (moment if moment < end else end) - begins[i]  # noqa: FURB136 min() is slower
        if work > high:
            _, _, _, _, begins, ends, done, low, high = self.grow_until(work)
        i = bisect_left(done, work) - 1
        return begins[i] + work - done[i]

    def back(self, moment: int, work: int) -> int:
        """Return the last moment from which so much work, more than none, is done until the given one."""
        work = self.work_at(moment) - work
        years = self.around(moment)
        if work < years.low:
            years = self.grow_back_until(work)
        i = bisect_right(years.done, work) - 1
        return years.begins[i] + work - years.done[i]

    def next_work(self, moment: int) -> int:
        """Return the moment itself when it is worked, or the next beginning of work."""
        years = self.around(moment)
        i = bisect_right(years.ends, moment)
        if i == len(years.ends):
            years = self.grow_until(years.high + 1)
            i = bisect_right(years.ends, moment)
        return max(moment, years.begins[i])

    def last_work(self, moment: int) -> int:
        """Return the moment itself when work goes on until it, or the last end of work before it."""
        years = self.around(moment)
        i = bisect_left(years.begins, moment) - 1
        if i < 0:
            years = self.grow_back_until(years.low - 1)
            i = bisect_left(years.begins, moment) - 1
        return min(moment, years.ends[i])

    def around(self, moment: int) -> Prepared:
        """Return the prepared years, grown so that they cover the moment."""
        years = self.prepared
        if years is not None and years.opens <= moment < years.closes:
            return years
        year = year_of(moment)
        with self.lock:
            years = self.prepared or empty(year)
            while years.end <= year:
                years = one_more(self.rules, years)
            while year < years.first:
                years = one_before(self.rules, years)
            self.prepared = years
        return years

    def grow_until(self, work: int) -> Prepared:
        """Prepare later years until so much work is done; NeverWorks where the years that are counted end."""
        last_year = self.rules.last_year
        limit = END_YEAR if last_year is None else min(END_YEAR, last_year + 1)
        with self.lock:
            years = self.prepared
            assert years is not None
            while years.high < work and years.end < limit:
                years = one_more(self.rules, years)
            self.prepared = years
        if years.high < work:
            raise NeverWorks(f"the calendar has not so much working time before the year {limit}")
        return years

    def grow_back_until(self, work: int) -> Prepared:
        """Prepare earlier years until the work before them is no more than this."""
        with self.lock:
            years = self.prepared
            assert years is not None
            while work < years.low and years.first > FIRST_YEAR:
                years = one_before(self.rules, years)
            self.prepared = years
        if work < years.low:
            raise NeverWorks(f"the calendar has not so much working time since the year {FIRST_YEAR}")
        return years


def empty(year: int) -> Prepared:
    """Return no prepared year, standing before the given one."""
    opens = new_year(year)
    return Prepared(year, year, opens, opens, [], [], [], 0, 0)


def one_more(rules: Rules, years: Prepared) -> Prepared:
    """Return the years with one more after them."""
    begins, ends = stretches(rules, years.end)
    done, high = sums(begins, ends, years.high)
    return years._replace(
        end=years.end + 1,
        closes=new_year(years.end + 1),
        begins=years.begins + begins,
        ends=years.ends + ends,
        done=years.done + done,
        high=high,
    )


def one_before(rules: Rules, years: Prepared) -> Prepared:
    """Return the years with one more before them; what was counted keeps its count."""
    begins, ends = stretches(rules, years.first - 1)
    low = years.low - (sum(ends) - sum(begins))
    done, _ = sums(begins, ends, low)
    return years._replace(
        first=years.first - 1,
        opens=new_year(years.first - 1),
        begins=begins + years.begins,
        ends=ends + years.ends,
        done=done + years.done,
        low=low,
    )


def stretches(rules: Rules, year: int) -> tuple[list[int], list[int]]:
    """Return the beginnings and the ends of the working stretches of a UTC year."""
    # A local day may lie a day off, and a shift begin on the day before.
    first = date(year, 1, 1).toordinal() - 2
    last = date(year, 12, 31).toordinal() + 1
    begins: list[int] = []
    ends: list[int] = []
    for begin, end, _ in to_utc(worked(rules, first, last), steady_year(rules.zone, year)):
        begins.append(begin * MICRO)
        ends.append(end * MICRO)
    return begins, ends


def sums(begins: list[int], ends: list[int], before: int) -> tuple[list[int], int]:
    """Return the work before each stretch, and after the last, given the work before the first."""
    done: list[int] = []
    for begin, end in zip(begins, ends, strict=True):
        done.append(before)
        before += end - begin
    return done, before


def year_of(moment: int) -> int:
    """Return the UTC year of a moment; BadMoment outside the years that are counted."""
    if not new_year(FIRST_YEAR) <= moment < new_year(END_YEAR):
        raise BadMoment(f"a moment is outside the years {FIRST_YEAR} to {END_YEAR - 1}")
    return date.fromordinal(day_of(moment // MICRO)).year


def new_year(year: int) -> int:
    """Return the beginning of a UTC year in microseconds of the axis."""
    return midnight(date(year, 1, 1).toordinal()) * MICRO
