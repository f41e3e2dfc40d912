"""By what somebody was reached once: what an erasure has to look for as well."""

from collections.abc import Sequence

from okno.people.models import Address, PersonFact, PersonFactKind


def former_addresses(people: Sequence[int]) -> list[str]:
    """Return the addresses that were removed from these persons and belong to nobody else today."""
    gone = PersonFact.objects.filter(person__in=people, kind=PersonFactKind.ADDRESS_REMOVED)
    taken = Address.objects.exclude(person__in=people).values("value")
    return list(gone.exclude(words="").exclude(words__in=taken).values_list("words", flat=True).distinct())
