"""What a person may ask for."""

from okno.catalog.models import RequestType
from okno.catalog.models.request_type import RequestTypeQuerySet
from okno.core.refusals import NotFound
from okno.people.models import Person


def request_types_for(person: Person) -> RequestTypeQuerySet:
    """Return what the person may ask for, in the order of the catalogue; for colleagues, all that is offered."""
    types = RequestType.objects.get_queryset()
    assert isinstance(types, RequestTypeQuerySet)
    mine = types.offered() if person.is_staff_member else types.open_to(person)
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
