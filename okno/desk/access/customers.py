"""What the customer's side finds by words."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from okno.core.numbers import whole
from okno.desk.access.tickets import NUMBER_DIGITS
from okno.desk.models import Message, MessageKind, Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person, Role
from okno.people.models.person import PersonQuerySet


def sees_company(person: Person) -> bool:
    """True for the manager of an organisation: all of its tickets are open to him."""
    return person.role == Role.MANAGER and person.organisation_id is not None


def company_of(person: Person) -> PersonQuerySet:
    """Return the people of the organisation whose manager this is, by their names; nobody for everybody else."""
    people = Person.objects.get_queryset()
    if not sees_company(person):
        return people.none()
    return people.filter(organisation=person.organisation_id, is_active=True).by_name()


def holding(person: Person, word: str) -> Q:
    """Return what has the word in its number, its subject or what the customer reads in full: never in a note (SEC-34)."""
    said = Message.objects.filter(ticket=OuterRef("pk"), undone_at=None, text__icontains=word)
    said = said.exclude(kind=MessageKind.NOTE).exclude(leaves_at__gt=Now())
    reads_all = Q(requester=person)
    if sees_company(person):
        reads_all |= Q(organisation=person.organisation_id)
    found = Q(subject__icontains=word) | (reads_all & Q(Exists(said)))
    number = whole(word.lstrip("№#"), digits=NUMBER_DIGITS)
    return found if number is None else found | Q(number=number)


def own_tickets(person: Person) -> TicketQuerySet:
    """Return what the person has asked for."""
    tickets: TicketQuerySet = Ticket.objects.all()
    return tickets.filter(requester=person).order_by("pk")


def own_words(person: Person) -> QuerySet[Message]:
    """Return what the person has written to the desk, and what was answered to the own requests; no note (SEC-34)."""
    said = Message.objects.exclude(kind=MessageKind.NOTE).filter(undone_at=None).exclude(leaves_at__gt=Now())
    mine = said.filter(Q(ticket__requester=person) | Q(author=person, kind=MessageKind.HEARD))
    return mine.select_related("ticket", "author").prefetch_related("attachments__file").order_by("pk")
