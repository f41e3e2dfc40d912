"""By what somebody was reached once: what an erasure has to look for as well."""

from collections.abc import Sequence

from okno.people.models import Address, Channel, PersonFact, PersonFactKind, normalised

SHAPES = (Channel.MAIL, Channel.PHONE, Channel.OTHER)  # the ways in which an address is made comparable


def former_addresses(people: Sequence[int]) -> list[str]:
    """Return the addresses that were removed from these persons; one that belongs to somebody else today is his."""
    gone = PersonFact.objects.filter(person__in=people, kind=PersonFactKind.ADDRESS_REMOVED).exclude(words="")
    told = {
        words: {normalised(shape, words) for shape in SHAPES}
        for words in gone.values_list("words", flat=True)
    }
    spelled = {one for shapes in told.values() for one in shapes if one}
    others = Address.objects.filter(normal__in=spelled).exclude(person__in=people)
    taken = set(others.values_list("normal", flat=True))
    return sorted(words for words, shapes in told.items() if not shapes & taken)
