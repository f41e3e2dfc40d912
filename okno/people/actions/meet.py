from collections.abc import Iterable

from django.db import IntegrityError, transaction

from okno.people.models import Address, Channel, MailDomain, Person, Role, normalised
from okno.people.provider import ours

# Mail for everybody: a domain of these says nothing about the company.
FREE = frozenset(
    """
    mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru ya.ru yandex.com gmail.com rambler.ru
    outlook.com hotmail.com icloud.com
    """.split()
)


@transaction.atomic(savepoint=False)
def meet(channel: str, value: str, *, name: str = "", address: Address | None = None) -> Person:
    """Return the person behind an address, making one when a stranger turns up; safe against simultaneous strangers.

    A person that was merged leads to the one who stands. The organisation follows from the mail domain.
    `address` is the row of this value where the caller has read it with `written_down`.
    """
    normal = normalised(channel, value)
    known = _standing(address) if address else _owner(channel, normal)
    if known is not None:
        if name and not known.name:
            Person.objects.filter(pk=known.pk, name="").update(name=name[:200])
            known.name = name[:200]
        return known
    mail = normal if channel == Channel.MAIL else ""
    person = Person(name=name[:200], email=mail, language=ours().language)
    person.set_unusable_password()
    person.organisation_id = organisation_of(normal) if channel == Channel.MAIL else None
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            Address.objects.create(person=person, channel=channel, value=value[:254], normal=normal[:254])
    except IntegrityError:
        # Another worker met the same stranger in the same moment (REL-29): the unique key made one of us late.
        known = _owner(channel, normal)
        if known is None:
            raise
        return known
    return person


def robot() -> Person:
    """Return the desk itself as a person: the author of automatic acts."""
    found = Person.objects.filter(role=Role.ROBOT).first()
    if found is not None:
        return found
    return Person.objects.get_or_create(
        role=Role.ROBOT, defaults={"name": "Okno", "is_active": False, "password": "!"}
    )[0]


def written_down(channel: str, values: Iterable[str]) -> dict[str, Address]:
    """Return the known ones of several addresses with their persons, by their normal form, in one statement."""
    wanted = {normalised(channel, value) for value in values}
    rows = Address.objects.filter(channel=channel, normal__in=wanted)
    return {address.normal: address for address in rows.select_related("person__merged_into")}


def organisation_of(normal: str) -> int | None:
    """Return the id of the organisation whose mail domain this address has; one for everybody belongs to none."""
    domain = normal.rpartition("@")[2]
    if not domain or domain in FREE:
        return None
    domains = MailDomain.objects.filter(domain=domain, organisation__is_active=True)
    return domains.values_list("organisation_id", flat=True).first()


def _owner(channel: str, normal: str) -> Person | None:
    address = written_down(channel, [normal]).get(normal)
    return _standing(address) if address else None


def _standing(address: Address) -> Person:
    return address.person.standing
