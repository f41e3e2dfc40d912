from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from okno.core import clock
from okno.knowledge.models import Article, Happening
from okno.knowledge.models.article import ArticleQuerySet
from okno.knowledge.reacting import enqueue
from okno.people.actions.meet import robot
from okno.sla.worktime import Calendar
from okno.staffing.who import usual_hours, zone

OVERDUE_AFTER = 5  # working days
AT_ONCE = 500
LOOKS_BACK = 60  # days in which five working ones are found, or the calendar has none
DUE, OVERDUE = "review_due", "review_overdue"


@transaction.atomic
def remind() -> int:
    """Write down which articles are to be looked through by now and which are overdue, each once for one day of review.

    Only while the desk works; who is told is decided by those who listen. Returns how many reminders were written.
    """
    now, calendar = clock.now(), usual_hours().calendar
    if not calendar.is_working(now):
        return 0
    today = now.astimezone(zone()).date()
    late = _overdue_before(today, calendar)
    shown = Article.objects.stale(today)
    overdue = shown.filter(review_on__lt=late) if late else shown.none()
    coming = shown.filter(review_on__gte=late) if late else shown
    return _write(overdue, OVERDUE, now) + _write(coming, DUE, now)


def _write(articles: ArticleQuerySet, kind: str, now: datetime) -> int:
    told = Happening.objects.filter(article=OuterRef("pk"), kind=kind, due_on=OuterRef("review_on"))
    waiting = articles.filter(~Exists(told)).order_by("review_on", "pk")
    by, count = robot(), 0
    for article in waiting[:AT_ONCE]:
        row, is_new = Happening.objects.get_or_create(
            article=article, kind=kind, due_on=article.review_on, defaults={"by": by, "at": now}
        )
        if is_new:
            enqueue(row)
            count += 1
    return count


def _overdue_before(today: date, calendar: Calendar) -> date | None:
    """Return the day before which a day of review lies five working days back; None where the calendar has no such days."""
    left = OVERDUE_AFTER
    for back in range(LOOKS_BACK):
        day = today - timedelta(days=back)
        left -= _is_worked(day, calendar)
        if left == 0:
            return day
    return None


def _is_worked(day: date, calendar: Calendar) -> bool:
    begin = datetime(day.year, day.month, day.day, tzinfo=zone())
    return calendar.between(begin, begin + timedelta(days=1)) > 0
