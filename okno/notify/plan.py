"""By which ways a piece of news travels, and when each may set out. Pure: wishes and moments in, moments out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from okno.notify.kinds import Way
from okno.notify.quiet import Quiet

LETTER_WAITS = timedelta(minutes=2)  # whoever reads meanwhile needs no letter
# What comes in one go is told as one, and what is before somebody's eyes is read by then.
PUSH_WAITS = timedelta(seconds=5)
# What the desk learns so late lights no screen; it lies in the bell and goes by letter.
STALE = timedelta(hours=1)
HELD = timedelta(minutes=10)  # what has waited longer than this comes as one summary


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of one piece of news; a moment that is None means: never by this way."""

    in_bell: bool
    push_at: datetime | None
    mail_at: datetime | None
    chat_at: datetime | None

    @property
    def is_nothing(self) -> bool:
        """True where the person has chosen to hear nothing of this kind."""
        return not self.in_bell and self.push_at is self.mail_at is self.chat_at is None


def plan(ways: Collection[Way], quiet: Quiet, zone: tzinfo, *, happened: datetime, now: datetime) -> Plan:
    """Return when to ring, to push, to write; during quiet hours all but the bell wait for their end."""
    wakes = quiet.until(now, zone) or now
    is_fresh = now - happened < STALE
    return Plan(
        in_bell=Way.BELL in ways,
        push_at=wakes + PUSH_WAITS if Way.PUSH in ways and is_fresh else None,
        mail_at=wakes + LETTER_WAITS if Way.MAIL in ways else None,
        chat_at=wakes + PUSH_WAITS if Way.MESSENGER in ways and is_fresh else None,
    )


def next_digest(every: str, hour: int, zone: tzinfo, after: datetime) -> datetime | None:
    """Return the next moment of the summary: at the full hour of the zone, each day or on Mondays; None for never."""
    if every not in ("daily", "weekly"):
        return None
    local = after.astimezone(zone)
    for days in range(9):
        day = local.date() + timedelta(days=days)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        if at > local and (every == "daily" or day.isoweekday() == 1):
            return at.astimezone(after.tzinfo)
    return None
