from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk.models import Participant, Ticket
from okno.people.models import Address, Person, PersonMerge


class NotTheSamePerson(BadInput):
    message = _("Only two different customers can be merged.")


@transaction.atomic
def merge_people(source: Person, target: Person, *, by: Person) -> PersonMerge:
    """Make one person out of two: addresses and requests go to the target. Messages keep their author for the undo.

    It stands in the desk because requests move too; merging the same two again changes nothing.
    """
    ids = sorted((source.pk, target.pk))
    people = {
        person.pk: person for person in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    source, target = people[source.pk], people[target.pk]
    standing = PersonMerge.objects.filter(source=source, target=target, undone_at=None).first()
    if standing is not None:
        return standing
    if (
        source == target
        or source.is_robot
        or target.is_robot
        or source.is_staff_member
        or source.merged_into_id
    ):
        raise NotTheSamePerson
    now = clock.now()
    addresses = list(Address.objects.filter(person=source).values_list("pk", flat=True))
    tickets = list(Ticket.objects.filter(requester=source).values_list("pk", flat=True))
    places = [
        row.pk
        for row in Participant.objects.filter(person=source, removed_at=None)
        if not Participant.objects.filter(ticket=row.ticket_id, person=target, removed_at=None).exists()
    ]
    moved = {
        "addresses": addresses,
        "tickets": tickets,
        "participants": places,
        "email": source.email,
        "active": source.is_active,
    }
    Address.objects.filter(pk__in=addresses).update(person=target)
    Ticket.objects.filter(pk__in=tickets).update(requester=target)
    Participant.objects.filter(pk__in=places).update(person=target)
    if not target.email and source.email:
        moved["email_given"] = True
        Person.objects.filter(pk=source.pk).update(email="")
        Person.objects.filter(pk=target.pk).update(email=source.email)
    Person.objects.filter(pk=source.pk).update(merged_into=target, is_active=False, email="")
    return PersonMerge.objects.create(source=source, target=target, by=by, at=now, moved=moved)


@transaction.atomic
def undo_merge_people(row: PersonMerge) -> None:
    """Make two persons out of one again; a second call changes nothing."""
    row = PersonMerge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at is not None:
        return
    moved = row.moved
    Address.objects.filter(pk__in=moved["addresses"], person=row.target).update(person=row.source)
    Ticket.objects.filter(pk__in=moved["tickets"], requester=row.target).update(requester=row.source)
    Participant.objects.filter(pk__in=moved["participants"], person=row.target).update(person=row.source)
    if moved.get("email_given"):
        Person.objects.filter(pk=row.target_id).update(email="")
    Person.objects.filter(pk=row.source_id).update(
        merged_into=None, is_active=moved["active"], email=moved["email"]
    )
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at"])
