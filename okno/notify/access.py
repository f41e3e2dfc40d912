"""What one may see of one's news: one's own, about tickets and articles that one may (still) know of."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from okno.desk import access
from okno.desk.models.ticket import TicketQuerySet
from okno.knowledge import access as knowledge
from okno.knowledge.models.article import ArticleQuerySet
from okno.notify.kinds import KINDS, NewsKind
from okno.notify.models import OF_THE_DESK, About, Browser, Chat, News, Notice, Wishes
from okno.notify.models.news import NewsQuerySet
from okno.people.models import Person


def news_for(person: Person) -> NewsQuerySet:
    """Return what lies in the person's bell."""
    tickets = access.tickets_for(person).filter(pk=OuterRef("ticket"))
    articles = knowledge.articles_of_editor(person).filter(pk=OuterRef("article"))
    mine = News.objects.filter(person=person, in_bell=True)
    return mine.filter(Exists(tickets) | Exists(articles))


def seen_of(person: Person, rows: Iterable[News]) -> set[int]:
    """Return the ids of those of these news of which the person may know (still)."""
    rows = list(rows)
    if not person.is_staff_member:
        return set()
    tickets = {row.ticket_id for row in rows if row.ticket_id is not None}
    articles = {row.article_id for row in rows if row.article_id is not None}
    seen = set(access.tickets_for(person).filter(pk__in=tickets).values_list("pk", flat=True))
    read = set(articles and knowledge.articles_of_editor(person).filter(pk__in=articles).in_bulk())
    return {row.pk for row in rows if row.ticket_id in seen or row.article_id in read}


def is_news(person: Person, *, ticket: int | None, article: int | None) -> bool:
    """True while the person has not read of the ticket or the article, and may; a summary, of neither, is news always."""
    if ticket is None and article is None:
        return True
    unread = News.objects.filter(person=person, ticket=ticket, article=article, read_at=None)
    return bool(seen_of(person, unread[:1]))


def notices_for(person: Person) -> QuerySet[Notice]:
    """Return what the person has not read yet of what belongs to no ticket; about the settings, an administrator alone."""
    access.require_staff(person)
    mine = Notice.objects.filter(person=person, read_at=None, in_bell=True)
    lost = Q(about=About.MESSENGER)
    of_desk = Q(calendar__is_active=True) | Q(about__in=OF_THE_DESK, over_at=None)
    return mine.filter(lost | of_desk if person.is_administrator else lost)


def is_unread(person: Person) -> bool:
    """Return whether there is anything in the bell that the person could take as read."""
    return news_for(person).filter(read_at=None).exists() or notices_for(person).exists()


def kinds_for(person: Person) -> dict[str, NewsKind]:
    """Return of which kinds of news the person may choose how they are told."""
    access.require_staff(person)
    return {name: kind for name, kind in KINDS.items() if person.is_administrator or not kind.is_of_the_desk}


def unread_tickets(person: Person) -> TicketQuerySet:
    """Return the tickets of which the bell holds something unread."""
    unread = News.objects.filter(person=person, in_bell=True, read_at=None).values("ticket")
    return access.tickets_for(person).filter(pk__in=unread)


def unread_articles(person: Person) -> ArticleQuerySet:
    """Return the articles of which the bell holds something unread."""
    unread = News.objects.filter(person=person, in_bell=True, read_at=None).values("article")
    return knowledge.articles_of_editor(person).filter(pk__in=unread)


def wishes_of(person: Person) -> Wishes:
    """Return what the person wishes to hear; the usual where nothing was chosen yet."""
    access.require_staff(person)
    wishes = Wishes.objects.filter(person=person).first() or Wishes(person=person)
    wishes.person = person
    return wishes


def browsers_of(person: Person) -> QuerySet[Browser]:
    """Return the browsers in which the person wants pushes."""
    access.require_staff(person)
    return Browser.objects.filter(person=person).order_by("-named_at", "-pk")


def chat_of(person: Person) -> Chat | None:
    """Return where the person hears the desk in the messenger."""
    access.require_staff(person)
    return Chat.objects.filter(person=person).first()


def joined() -> int:
    """Return how many hear the desk in the messenger: a number for a page that is an administrator's already."""
    return Chat.objects.count()
