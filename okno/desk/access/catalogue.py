"""What a person may ask for."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from okno.catalog.models import RequestType, Service
from okno.catalog.models.request_type import RequestTypeQuerySet
from okno.core.refusals import NotFound
from okno.people.models import Person

Reader = Person | AnonymousUser


def request_types_for(reader: Reader) -> RequestTypeQuerySet:
    """Return what the reader may ask for, in the order of the catalogue; for colleagues, all that is offered.

    A stranger is shown what everybody may ask for; asking needs a login.
    """
    mine = _types().offered()
    if not (isinstance(reader, Person) and reader.is_staff_member):
        mine = mine.for_reader(reader if isinstance(reader, Person) else None)
    roads = (
        "service__category",
        "service__team",
        "service__priority__calendar",
        "priority__calendar",
        "team",
    )
    return mine.select_related(*roads).order_by("rank", "name")


def request_type_for(person: Person, pk: int) -> RequestType:
    """Return something that the person may ask for; raises NotFound."""
    try:
        return request_types_for(person).get(pk=pk)
    except (RequestType.DoesNotExist, OverflowError):
        raise NotFound from None


def services_for(person: Person) -> QuerySet[Service]:
    """Return the services about which the person may write.

    One all of whose request types are for others is theirs, and its name tells of them; one without any is everybody's.
    """
    services = Service.objects.filter(is_active=True).order_by("name")
    if person.is_staff_member:
        return services
    types = _types().filter(service=OuterRef("pk"))
    return services.filter(~Exists(types) | Exists(types.for_reader(person)))


def _types() -> RequestTypeQuerySet:
    types = RequestType.objects.get_queryset()
    assert isinstance(types, RequestTypeQuerySet)
    return types
