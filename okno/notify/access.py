"""What one may see of one's news: one's own, about tickets that one may (still) know of."""

from django.db.models import Q, QuerySet

from okno.desk import access
from okno.desk.models.ticket import TicketQuerySet
from okno.notify.models import About, Browser, Chat, News, Notice, Wishes
from okno.people.models import Person


def news_for(person: Person) -> QuerySet[News]:
    """Return what lies in the person's bell."""
    access.require_staff(person)
    return News.objects.filter(person=person, in_bell=True, ticket__in=access.tickets_for(person))


def notices_for(person: Person) -> QuerySet[Notice]:
    """Return what the person has not read yet of what belongs to no ticket; about the settings, an administrator alone."""
    access.require_staff(person)
    mine = Notice.objects.filter(person=person, read_at=None)
    lost = Q(about=About.MESSENGER)
    return mine.filter(lost | Q(calendar__is_active=True) if person.is_administrator else lost)


def unread_tickets(person: Person) -> TicketQuerySet:
    """Return the tickets of which the bell holds something unread."""
    unread = News.objects.filter(person=person, in_bell=True, read_at=None).values("ticket")
    return access.tickets_for(person).filter(pk__in=unread)


def wishes_of(person: Person) -> Wishes:
    """Return what the person wishes to hear; the usual where nothing was chosen yet."""
    access.require_staff(person)
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


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
