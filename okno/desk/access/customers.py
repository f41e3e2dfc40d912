"""What the customer's side finds by words."""

from collections.abc import Sequence

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from okno.core.numbers import whole
from okno.desk.access.tickets import NUMBER_DIGITS
from okno.desk.models import Message, MessageKind, Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import Person, Role
from okno.people.models.person import PersonQuerySet

MESSAGES_READ = 400  # the newest, of a search as one types


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
    found = Q(subject__icontains=word) | (_reads_all(person) & Q(Exists(said)))
    number = whole(word.lstrip("№#"), digits=NUMBER_DIGITS)
    return found if number is None else found | Q(number=number)


def said_in(person: Person, tickets: Sequence[int], patterns: Sequence[str]) -> dict[int, set[int]]:
    """Return for each of these tickets the places of the patterns found in what the customer reads in full (SEC-34).

    Regular expressions of PostgreSQL; the newest messages alone are looked through. One statement.
    """
    if not tickets or not patterns:
        return {}
    said = Message.objects.filter(_reads_all(person, "ticket__"), ticket__in=tickets, undone_at=None)
    said = said.exclude(kind=MessageKind.NOTE).exclude(leaves_at__gt=Now())
    newest = Message.objects.filter(pk__in=said.order_by("-at", "-pk").values("pk")[:MESSAGES_READ])
    names = {
        f"has_{at}": ExpressionWrapper(Q(text__iregex=one), BooleanField()) for at, one in enumerate(patterns)
    }
    found: dict[int, set[int]] = {}
    newest = newest.filter(text__iregex="|".join(patterns))
    for ticket, *has in newest.annotate(**names).values_list("ticket_id", *names):
        found.setdefault(ticket, set()).update(at for at, is_there in enumerate(has) if is_there)
    return found


def own_tickets(person: Person) -> TicketQuerySet:
    """Return what the person has asked for."""
    tickets: TicketQuerySet = Ticket.objects.all()
    return tickets.filter(requester=person).order_by("pk")


def own_words(person: Person) -> QuerySet[Message]:
    """Return what the person has written to the desk, and what was answered to the own requests; no note (SEC-34)."""
    said = Message.objects.exclude(kind=MessageKind.NOTE).filter(undone_at=None).exclude(leaves_at__gt=Now())
    mine = said.filter(Q(ticket__requester=person) | Q(author=person, kind=MessageKind.HEARD))
    return mine.select_related("ticket", "author").prefetch_related("attachments__file").order_by("pk")


def _reads_all(person: Person, road: str = "") -> Q:
    """Return the tickets in which the customer reads everything that is said to customers, from its beginning on."""
    mine = Q(**{f"{road}requester": person})
    if sees_company(person):
        mine |= Q(**{f"{road}organisation": person.organisation_id})
    return mine
