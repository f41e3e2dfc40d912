"""Who sees wishes to be erased and the journal of access: administrators, and everybody the own ones."""

from django.db.models import QuerySet

from okno.core.refusals import NotFound
from okno.desk.access import require_staff
from okno.people.models import STAFF, Person
from okno.privacy.models import ErasureRequest, Look
from okno.privacy.models.erasure import OPEN
from okno.privacy.refusals import AlreadyErased, NotThisPerson, WorksHere


def require_administrator(person: Person) -> Person:
    """Return the administrator; for everybody else the page does not exist."""
    require_staff(person)
    if not person.is_administrator:
        raise NotFound
    return person


def erasures_for(reader: Person) -> QuerySet[ErasureRequest]:
    """Return all wishes to be erased."""
    require_administrator(reader)
    return ErasureRequest.objects.select_related("person", "asked_by", "decided_by")


def erasure_for(reader: Person, pk: int) -> ErasureRequest:
    """Return one wish; raises NotFound."""
    try:
        return erasures_for(reader).get(pk=pk)
    except (ErasureRequest.DoesNotExist, OverflowError):
        raise NotFound from None


def open_erasure_of(person: Person) -> ErasureRequest | None:
    """Return the wish of this person that stands, if there is one."""
    return ErasureRequest.objects.filter(person=person, state__in=OPEN).first()


def last_erasure_of(person: Person) -> ErasureRequest | None:
    """Return the person's own latest wish, whatever became of it."""
    return ErasureRequest.objects.filter(person=person).order_by("-pk").first()


def waiting_for(reader: Person) -> int:
    """Return how many wishes wait for an administrator; nought for everybody else."""
    return ErasureRequest.objects.filter(state__in=OPEN).count() if reader.is_administrator else 0


def may_be_erased(person: Person) -> Person:
    """Return the person; raises NotThisPerson, WorksHere or AlreadyErased, with the reason in words."""
    if person.is_robot:
        raise NotThisPerson
    if person.is_erased:
        raise AlreadyErased
    if person.is_active and person.role in STAFF:
        raise WorksHere
    return person


def can_be_erased(person: Person) -> bool:
    """Tell whether a page offers it."""
    return not (person.is_robot or person.is_erased or person.is_staff_member)


def looks_for(reader: Person) -> QuerySet[Look]:
    """Return the journal of access, the latest first."""
    require_administrator(reader)
    return Look.objects.select_related("reader", "person", "ticket").order_by("-pk")


def looks_at(person: Person) -> QuerySet[Look]:
    """Return who had the data of this person before the eyes, for the person's own copy: no names of colleagues are told."""
    return Look.objects.filter(person=person, is_refused=False).select_related("reader").order_by("pk")
