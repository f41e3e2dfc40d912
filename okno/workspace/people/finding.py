"""How people are found: by name, organisation, address or telephone number, within what the reader may know of."""

import re

from django.db.models import Q

from okno.desk import access
from okno.desk.actions.merge_people import CUSTOMERS
from okno.people.models import Address, Channel, Person, Role, normalised
from okno.people.models.person import PersonQuerySet

_NUMBER = re.compile(r"[\d\s()+.-]+")
_FEWEST_DIGITS = 4


def people(reader: Person, words: str = "") -> PersonQuerySet:
    """Return the people in whom the words occur, as in a telephone book; parts of others and the robot are left out."""
    known = access.people_for(reader).filter(merged_into=None).exclude(role=Role.ROBOT).by_name()
    if not words:
        return known
    named = Q(name__icontains=words) | Q(organisation__name__icontains=words)
    addressed = Address.objects.filter(_address(words)).values("person")
    return known.filter(named | Q(pk__in=addressed))


def others(reader: Person, person: Person, words: str) -> PersonQuerySet:
    """Return who may be the same human being as this customer: those found by the words, else those of the same name."""
    found = people(reader, words).filter(role__in=CUSTOMERS).exclude(pk=person.pk)
    if words:
        return found
    return found.filter(name__iexact=person.name) if person.name else found.none()


def _address(words: str) -> Q:
    found = Q(value__icontains=words) | Q(normal__contains=normalised(Channel.MAIL, words))
    digits = re.sub(r"\D", "", words)
    if _NUMBER.fullmatch(words) and len(digits) >= _FEWEST_DIGITS:
        # The desk keeps numbers as +7…; people write 8… and begin in the middle.
        found |= Q(channel=Channel.PHONE, normal__contains=digits.removeprefix("8"))
    return found
