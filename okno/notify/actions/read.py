from datetime import date

from django.db import transaction
from django.db.models import Q

from okno.core import clock
from okno.core.live import nudge, nudge_all
from okno.desk.models import Ticket
from okno.knowledge.models import Article, Draft
from okno.notify.models import News, Notice
from okno.notify.models.news import NewsQuerySet
from okno.people.models import Person


@transaction.atomic
def read(*, by: Person, number: int | None = None, article: int | None = None) -> int:
    """Take as read what the person was told of one ticket, those merged into it included, of one article, or of all.

    Returns how much it was. What is read leaves by no other way any more.
    """
    unread = News.objects.filter(person=by, read_at=None)
    if number is not None:
        unread = unread.filter(Q(ticket__number=number) | Q(ticket__merged_into__number=number))
    if article is not None:
        unread = unread.filter(article=article)
    count = unread.update(read_at=clock.now(), push_at=None, mail_at=None, chat_at=None)
    if number is None and article is None:
        notices = Notice.objects.filter(person=by, read_at=None)
        count += notices.update(read_at=clock.now(), push_at=None, mail_at=None, chat_at=None)
    if count:
        nudge(to=by.pk, bell=True)
    return count


@transaction.atomic
def settle_queue(ticket: Ticket) -> int:
    """Take as read by all that the ticket lies in a queue, once it is in somebody's hands; returns by how many.

    Must be told of the ticket as it is now: one that lies there still stays news.
    """
    if ticket.owner_id is None:
        return 0
    return _settle(News.objects.filter(ticket=ticket, kind="team_new", read_at=None))


@transaction.atomic
def settle_article(article: Article, today: date) -> int:
    """Take as read by all what is over: a review that was done or withdrawn, a day of review that was put off."""
    over = []
    if not Draft.objects.filter(article=article, review_asked_at__isnull=False).exists():
        over.append("article_handed_in")
    if not Article.objects.stale(today).filter(pk=article.pk).exists():
        over += ["article_due", "article_overdue"]
    return _settle(News.objects.filter(article=article, kind__in=over, read_at=None))


def _settle(waiting: NewsQuerySet) -> int:
    """Take these as read; returns by how many people."""
    people = set(waiting.values_list("person_id", flat=True))
    if people:
        waiting.update(read_at=clock.now(), push_at=None, mail_at=None, chat_at=None)
        nudge_all([{"to": person, "bell": True} for person in sorted(people)])
    return len(people)
