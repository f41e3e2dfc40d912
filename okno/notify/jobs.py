"""The jobs of news: pushes at once, letters two minutes later, summaries by the clock; each may run twice without harm."""

from okno.core import jobs
from okno.notify.actions.alarm import alarm_what_is_due
from okno.notify.actions.forget import forget
from okno.notify.actions.notice_troubles import notice_troubles
from okno.notify.actions.notice_years import notice_years
from okno.notify.actions.push import push_due, push_what_is_due
from okno.notify.actions.say import say_what_is_due
from okno.notify.actions.send_line import say_missed, send_line
from okno.notify.actions.send_push import send_missed, send_push
from okno.notify.actions.write import write_digests, write_what_is_due

__all__ = ["forget_old", "look_at_years", "push_due", "send_line", "send_push", "sweep"]


@jobs.every("* * * * * */30", seconds=120)
def sweep(timestamp: int) -> None:  # noqa: ARG001 - every sweep gets its moment
    """Look for what is due: letters of what nobody has read, the end of quiet hours, lost pushes, troubles of the mail."""
    notice_troubles()
    alarm_what_is_due()
    push_what_is_due()
    send_missed()
    say_what_is_due()
    say_missed()
    write_what_is_due()
    write_digests()


@jobs.every("41 * * * *", seconds=60)
def look_at_years(timestamp: int) -> None:  # noqa: ARG001
    """Look which calendars do not know the year that they should know by now."""
    notice_years()


@jobs.every("23 3 * * *", seconds=300)
def forget_old(timestamp: int) -> None:  # noqa: ARG001
    """Forget old news, pushes that are done with and browsers whose session has ended."""
    forget()
