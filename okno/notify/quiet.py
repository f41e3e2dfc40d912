"""Quiet hours: when a person wants to hear nothing, and when that ends. Pure; times of day are the person's own."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

STRETCHES_AT_MOST = 20  # nights and days in a row; a week of quiet days has seven


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day (they may reach over midnight) and whole days of the week, 1 for Monday to 7 for Sunday."""

    begins: time | None = None
    ends: time | None = None
    days: frozenset[int] = frozenset()

    def until(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """Return the end of the quiet stretch around the moment, however many nights and days it joins; None outside."""
        at = local = moment.astimezone(zone)
        for _ in range(STRETCHES_AT_MOST):
            end = self._end(at)
            if end is None:
                break
            at = end
        return at.astimezone(moment.tzinfo) if at != local else None

    def _end(self, at: datetime) -> datetime | None:
        """Return the end of the one stretch that holds this local moment."""
        tomorrow = at.date() + timedelta(days=1)
        if at.isoweekday() in self.days:
            return datetime.combine(tomorrow, time.min, at.tzinfo)
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return None
        now, over_midnight = at.time(), self.begins > self.ends
        if over_midnight and now >= self.begins:
            return datetime.combine(tomorrow, self.ends, at.tzinfo)
        if now < self.ends and (over_midnight or now >= self.begins):
            return datetime.combine(at.date(), self.ends, at.tzinfo)
        return None
