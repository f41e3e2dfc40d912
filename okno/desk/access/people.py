"""Of whom a colleague may know, and who may become one with whom."""

import re
from collections import Counter

from django.db.models import Exists, OuterRef, Q, QuerySet

from okno.core.refusals import NotAllowed, NotFound
from okno.desk.access.roles import require_lead, require_staff
from okno.desk.access.tickets import closed_to, tickets_for
from okno.desk.models import Ticket
from okno.desk.models.ticket import TicketQuerySet
from okno.people.models import STAFF, Address, Person, PersonMerge, Role
from okno.people.models.person import PersonQuerySet


def people_for(reader: Person) -> PersonQuerySet:
    """Return the people of whom the colleague may know; who is known from closed teams alone is not among them (SEC-14)."""
    require_staff(reader)
    people = Person.objects.get_queryset().select_related("organisation", "merged_into")
    if reader.is_administrator:
        return people
    hidden = Ticket.objects.filter(closed_to(reader))
    colleagues = Q(role__in=STAFF, is_active=True) | Q(role=Role.ROBOT)
    return people.filter(colleagues | ~_known_from(hidden) | _known_from(tickets_for(reader)))


def person_for(reader: Person, pk: int, *, to: str = "read") -> Person:
    """Return a person for this purpose, "read", "merge" or "reach"; raises NotFound or NotAllowed."""
    found = people_for(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound
    if to != "read":
        require_lead(reader)
    if to == "reach" and not may_reach(reader, found):
        raise NotAllowed
    return found


def may_reach(reader: Person, person: Person) -> bool:
    """Tell whether the reader may change how this person is reached: leads of customers, administrators of whoever works here.

    Each mail address opens the desk to whoever reads it, so a lead gives none to somebody with more rights than his own.
    """
    return reader.is_administrator if person.role in STAFF else reader.is_lead


def address_for(reader: Person, pk: int) -> Address:
    """Return an address for a change, with its person; raises NotFound or NotAllowed."""
    found = Address.objects.filter(pk=pk, person__in=people_for(reader).values("pk")).select_related("person")
    if (address := found.first()) is None:
        raise NotFound
    if not may_reach(require_lead(reader), address.person):
        raise NotAllowed
    return address


def person_merges_for(reader: Person) -> QuerySet[PersonMerge]:
    """Return the merges of people, undone ones too, of which the colleague may know both sides."""
    known = people_for(reader).values("pk")
    merges = PersonMerge.objects.filter(source__in=known, target__in=known)
    return merges.select_related("source", "target", "by").order_by("-pk")


def person_merge_for(reader: Person, pk: int) -> PersonMerge:
    """Return a merge of people for its undo; raises NotFound or NotAllowed."""
    found = person_merges_for(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound
    require_lead(reader)
    return found


def called_in(text: str) -> list[Person]:
    """Return the colleagues whom a note calls: «@Вера Соколова», or «@Вера» where one colleague alone has this first name."""
    if "@" not in text:
        return []
    said, colleagues = text.casefold(), list(Person.objects.staff().exclude(name=""))
    firsts = Counter(person.name.split()[0].casefold() for person in colleagues)
    return [
        person
        for person in colleagues
        if f"@{person.name.casefold()}" in said
        or (
            firsts[first := person.name.split()[0].casefold()] == 1
            and re.search(rf"@{re.escape(first)}(?!\w)", said)
        )
    ]


def _known_from(tickets: TicketQuerySet) -> Q:
    """The people who ask, take part or have written in these tickets, or were merged into somebody who does."""

    def by(road: str) -> Q:
        same = Q(**{road: OuterRef("pk")}) | Q(**{road: OuterRef("merged_into")})
        return Q(Exists(tickets.filter(same)))

    return by("requester") | by("participants__person") | by("messages__author")
