"""The ledger of a clock as lines to read: when, what it was, what it counted, the sum so far. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from okno.desk.models import Clock
from okno.look import words
from okno.people.models import Person
from okno.sla.ledger import Ledger, Segment
from okno.sla.models import Waited
from okno.sla.worktime import Kind
from okno.workspace.tickets.ledger_bar import tone

MINUTE = timedelta(minutes=1)
RANGE = "\u00a0– "
SAME_DAY = "\u2060–\u2060"  # does not break
# Hours in which nobody works stand in one line, whatever they are.
OFF = (Kind.NIGHT, Kind.WEEKEND, Kind.HOLIDAY)
KINDS: dict[Kind | None, str | Promise] = {
    None: gettext_lazy("working and other hours"),
    Kind.WORKING: gettext_lazy("working time"),
    Kind.NIGHT: gettext_lazy("outside working hours"),
    Kind.WEEKEND: gettext_lazy("weekend"),
    Kind.HOLIDAY: gettext_lazy("day off"),
    Kind.BREAK: gettext_lazy("break"),
    Kind.PAUSE: gettext_lazy("pause"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a mark is a moment, and has no figures."""

    when: str
    what: str
    tone: str
    counted: str = ""
    total: str = ""

    @property
    def is_mark(self) -> bool:
        """True for a moment."""
        return self.tone.startswith("mark")


def work(length: timedelta) -> str:
    """Return a length of working time: «26 ч 40 мин», never in days, which would be days of eight hours or of 24."""
    hours, minutes = divmod(max(0, length // MINUTE), 60)
    parts = [_("%(n)d\u00a0hr") % {"n": hours}] if hours else []
    if minutes or not hours:
        parts.append(_("%(n)d\u00a0min") % {"n": minutes})
    return words.NBSP.join(parts)


def on_the_wall(total: timedelta, told: Ledger) -> timedelta:
    """Return a sum in the full minutes that a clock on the wall shows: as if all had begun with a full minute."""
    first = next(iter(told.past or told.ahead), None)
    if first is None or first.kind != Kind.WORKING or not total:
        return total // MINUTE * MINUTE
    return (
        (total + timedelta(seconds=first.begin.second, microseconds=first.begin.microsecond))
        // MINUTE
        * MINUTE
    )


def lines(told: Ledger, clock: Clock, people: Mapping[int, Person], now: datetime) -> list[Line]:
    """Return the lines from the beginning to the deadline, or to where the clock was stopped."""
    writer = _Writer(told, clock, people, now)
    return list(writer.all())


@dataclass
class _Writer:
    told: Ledger
    clock: Clock
    people: Mapping[int, Person]
    now: datetime
    summed: timedelta = timedelta()

    def all(self) -> Iterator[Line]:
        """Write all lines in the order of time."""
        yield self._mark(self.clock.started_at, _("Opened: the clock starts"), "start")
        due, ends = self.told.due, self.told.ends
        turn = ends if due is None else min(due, ends)
        yield from self._pieces([one for one in self.told.past if one.end <= turn])
        if due is not None and due <= ends:
            yield self._mark(due, _("Deadline"), "due")
            yield from self._pieces([one for one in self.told.past if one.end > due])
        if self.clock.stopped_at is not None:
            yield self._mark(ends, _("The clock is stopped"), "stop")
            return
        yield self._mark(ends, _("Now"), "now")
        yield from self._pieces(self.told.ahead)
        if due is not None and due > ends:
            yield self._mark(due, _("Deadline"), "due")

    def _pieces(self, found: list[Segment]) -> Iterator[Line]:
        for _key, group in groupby(enumerate(found), lambda one: "off" if one[1].kind in OFF else one[0]):
            pieces = [piece for _number, piece in group]
            total = on_the_wall(pieces[-1].total, self.told)
            counted, self.summed = total - self.summed, total
            first = pieces[0]
            counts = work(counted) if counted else "—"
            yield Line(
                self._when(first.begin, pieces[-1].end, first),
                self._what(pieces),
                tone(first, self.told),
                counts,
                work(total),
            )

    def _what(self, pieces: list[Segment]) -> str:
        if pieces[0].kind == Kind.PAUSE:
            return self._pause(pieces[0])
        told = (one.names or (str(KINDS[one.kind]),) for one in pieces)
        return ", ".join(dict.fromkeys(name for names in told for name in names))

    def _pause(self, piece: Segment) -> str:
        why = Waited(piece.why).label if piece.why in Waited.values else ""
        who = self.people.get(piece.by) if piece.by is not None else None
        if why and who:
            return _("pause: %(why)s (%(who)s)") % {"why": why, "who": who}
        return _("pause: %(why)s") % {"why": why} if why else str(KINDS[Kind.PAUSE])

    def _mark(self, at: datetime, what: str, name: str) -> Line:
        return Line(self._moment(at), what, f"mark-{name}")

    def _when(self, begin: datetime, end: datetime, piece: Segment) -> str:
        if self.told.unit is not None and piece.kind != Kind.PAUSE:
            return self._days(begin, end)
        if timezone.localtime(begin).date() == timezone.localtime(end).date():
            return f"{self._moment(begin)}{SAME_DAY}{timezone.localtime(end):%H:%M}"
        return f"{self._moment(begin)}{RANGE}{self._moment(end)}"

    def _days(self, begin: datetime, end: datetime) -> str:
        """Return the days of the calendar's zone in which a stretch lies."""
        zone = ZoneInfo(self.clock.calendar.zone)
        first, last = begin.astimezone(zone), (end - timedelta.resolution).astimezone(zone)
        days = [
            words.day(one.replace(tzinfo=timezone.get_current_timezone()), now=self.now)
            for one in (first, last)
        ]
        return RANGE.join(dict.fromkeys(days))

    def _moment(self, at: datetime) -> str:
        """Return a moment with its day, always: lines of one table look alike."""
        return pgettext("a day and the time", "%(day)s, %(time)s") % {
            "day": words.day(at, now=self.now),
            "time": f"{timezone.localtime(at):%H:%M}",
        }
