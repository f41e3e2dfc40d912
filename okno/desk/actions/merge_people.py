"""Two persons turn out to be one, or two after all."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from okno.core import clock, jobs
from okno.core.live import nudge
from okno.core.refusals import BadInput, Conflict
from okno.desk.jobs import index_tickets
from okno.desk.models import Participant, Ticket
from okno.people.joining import on_joining
from okno.people.main_address import next_main
from okno.people.models import Address, Person, PersonMerge, Role

CUSTOMERS = (Role.CUSTOMER, Role.MANAGER)
GIVEN = ("name", "email", "organisation_id")  # what whoever stays takes over where it has nothing of its own


class NotTheSamePerson(BadInput):
    message = _("Only two different customers can be merged.")


class MergedOnwards(Conflict):
    message = _("The two were merged further since then; undo the later merge first.")


@transaction.atomic
def merge_people(source: Person, target: Person, *, by: Person) -> PersonMerge:
    """Make one person out of two: addresses and requests go to the target. Messages keep their author for the undo.

    Who was merged into the source before follows to the target: from anybody one step leads to the one who stands.
    It stands in the desk because requests move too; merging the same two again changes nothing.
    """
    source, target = _locked(source, target)
    standing = PersonMerge.objects.filter(source=source, target=target, undone_at=None).first()
    if standing is not None:
        return standing
    different_customers(source, target)
    given = {name: value for name in GIVEN if not getattr(target, name) and (value := getattr(source, name))}
    moved: dict[str, Any] = {
        "addresses": list(source.addresses.values_list("pk", flat=True)),
        "tickets": list(source.tickets.values_list("pk", flat=True)),
        "participants": _places_of(source, target),
        "followed": list(Person.objects.filter(merged_into=source).values_list("pk", flat=True)),
        "given": given,
        "email": source.email,
        "active": source.is_active,
    }
    _move(moved, source, target)
    Person.objects.filter(pk__in=moved["followed"]).update(merged_into=target)
    Person.objects.filter(pk=source.pk).update(merged_into=target, is_active=False, email="")
    _set(target, given)
    nudge(person=source.pk)
    on_joining.tell(source.pk, target.pk)
    return PersonMerge.objects.create(source=source, target=target, by=by, at=clock.now(), moved=moved)


@transaction.atomic
def undo_merge_people(row: PersonMerge, *, by: Person) -> None:
    """Make two persons out of one again; what came since then stays where it came. A second call changes nothing.

    The main address of each is one of his own, whatever was made of them meanwhile.
    """
    source, target = _locked(row.source, row.target)
    row = PersonMerge.objects.get(pk=row.pk)
    if row.undone_at is not None:
        return
    if target.merged_into_id is not None:
        raise MergedOnwards
    moved, empty = row.moved, Person()
    _move(moved, target, source)
    Person.objects.filter(pk__in=moved["followed"], merged_into=target).update(merged_into=source)
    _set(
        target,
        {
            name: getattr(empty, name)
            for name, value in moved["given"].items()
            if getattr(target, name) == value
        },
    )
    target.refresh_from_db(fields=["email"])
    _set(target, {"email": next_main(target)})
    source.email = moved["email"]
    _set(source, {"merged_into": None, "is_active": moved["active"], "email": next_main(source)})
    row.undone_at, row.undone_by = clock.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    on_joining.tell(source.pk, target.pk)


def different_customers(source: Person, target: Person) -> None:
    """Refuse those who are not two different customers, or of whom one is a part of somebody else already.

    A colleague is never one of the two: letters from the other's address would speak with the colleague's rights.
    """
    both = (source, target)
    if source == target or any(one.role not in CUSTOMERS or one.merged_into_id for one in both):
        raise NotTheSamePerson


def _locked(one: Person, other: Person) -> tuple[Person, Person]:
    """Lock two persons, and who was merged into them, in the order of their ids, so that nobody waits in a circle.

    Messages may still be written meanwhile.
    """
    both = (one.pk, other.pk)
    rows = Person.objects.select_for_update(no_key=True).filter(Q(pk__in=both) | Q(merged_into__in=both))
    people = {person.pk: person for person in rows.order_by("pk")}
    return people[one.pk], people[other.pk]


def _places_of(source: Person, target: Person) -> list[int]:
    """Return in which conversations the target takes the source's place; where it takes part itself, it needs none."""
    own = Participant.objects.filter(person=target, removed_at=None).values("ticket")
    places = Participant.objects.filter(person=source, removed_at=None).exclude(ticket__in=own)
    return list(places.values_list("pk", flat=True))


def _move(moved: dict[str, Any], giver: Person, taker: Person) -> None:
    """Hand over what is written down, as far as the giver still has it."""
    Address.objects.filter(pk__in=moved["addresses"], person=giver).update(person=taker)
    Participant.objects.filter(pk__in=moved["participants"], person=giver).update(person=taker)
    tickets = (
        Ticket.objects.select_for_update().filter(pk__in=moved["tickets"], requester=giver).order_by("pk")
    )
    hers = [ticket.pk for ticket in tickets]
    Ticket.objects.filter(pk__in=hers).update(requester=taker)
    if hers:
        jobs.later(index_tickets, tickets=hers)


def _set(person: Person, fields: dict[str, Any]) -> None:
    if fields:
        Person.objects.filter(pk=person.pk).update(**fields)
