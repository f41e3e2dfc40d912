"""How hours and absences are told to people."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from okno.core.said import Said, day, day_of, label, own_words
from okno.staffing.models import Reason
from okno.staffing.roster import LOOKS_AHEAD, Away, Duty

__all__ = ["away_words", "briefly", "day_of", "last_day", "moment_of", "not_there", "there"]
DAY = timedelta(days=1)


def away_words(away: Away) -> Said:
    """Return why somebody is away and until when: “holiday until 3 December”, the last day that is free."""
    reason = label(Reason(away.reason).label, "absence")
    if away.ends_at is None:
        return own_words(gettext_noop("%(reason)s, until further notice"), reason=reason)
    return own_words(gettext_noop("%(reason)s until %(day)s"), reason=reason, day=day(last_day(away.ends_at)))


def last_day(ends_at: datetime) -> date:
    """Return the last day of an absence: one that ends at midnight ended on the day before."""
    ends = timezone.localtime(ends_at)
    return (ends - DAY if (ends.hour, ends.minute) == (0, 0) else ends).date()


def not_there(duty: Duty, now: datetime) -> str:
    """Return why somebody is not at work, in words; nothing for who is."""
    away = duty.away_at(now)
    if away is not None:
        return away_words(away)
    if duty.is_on_shift(now):
        return ""
    comes = duty.comes_at(now)
    return _("not on shift, comes %(when)s") % {"when": moment_of(comes, now)} if comes else _("not on shift")


def briefly(duty: Duty, now: datetime) -> str:
    """Return the same in few words, for a list of names."""
    away = duty.away_at(now)
    if away is not None:
        return away_words(away)
    return "" if duty.is_on_shift(now) else _("not on shift")


def there(duty: Duty, now: datetime) -> str:
    """Return until when somebody is at work who is: on shift until 18:00."""
    leaves = duty.leaves_at(now)
    local = timezone.localtime(leaves)
    if leaves - now >= LOOKS_AHEAD:
        return _("on shift")
    told = {"day": day_of(local.date()), "time": f"{local:%H:%M}"}
    if local.date() == timezone.localtime(now).date():
        return _("on shift until %(time)s") % told
    if local.date() == timezone.localtime(now).date() + DAY:
        return _("on shift until tomorrow, %(time)s") % told
    return _("on shift until %(day)s, %(time)s") % told


def moment_of(moment: datetime, now: datetime) -> str:
    """Return a coming moment as people say it: at 14:00, tomorrow at 09:00, 3 December at 09:00."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    at = f"{local:%H:%M}"
    if local.date() == today:
        return _("at %(time)s") % {"time": at}
    if local.date() == today + DAY:
        return _("tomorrow at %(time)s") % {"time": at}
    return _("%(day)s at %(time)s") % {"day": day_of(local.date()), "time": at}
