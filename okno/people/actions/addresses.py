from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.people.models import Address, Channel, Person, normalised


class AddressTaken(Conflict):
    message = _("This address belongs to another person. If the two are one, merge them.")


class AddressWrong(BadInput):
    message = _("This does not look like an address of this channel.")


@transaction.atomic
def add_address(person: Person, channel: str, value: str) -> Address:
    """Write down one more way to reach the person; one's own address again is the same address."""
    normal = normalised(channel, value)[:254]
    if channel not in Channel.values or not normal or (channel == Channel.MAIL and "@" not in normal):
        raise AddressWrong
    known = Address.objects.filter(channel=channel, normal=normal).first()
    if known is not None and known.person_id != person.pk:
        raise AddressTaken
    if known is not None:
        return known
    try:
        with transaction.atomic():
            address = Address.objects.create(
                person=person, channel=channel, value=value.strip()[:254], normal=normal
            )
    except IntegrityError:
        raise AddressTaken from None
    if channel == Channel.MAIL and not person.email:
        person.email = normal
        Person.objects.filter(pk=person.pk).update(email=normal)
    return address


def verify_address(person: Person, channel: str, value: str) -> None:
    """Note that the person has proved to read this address (a code was entered, a signed link followed)."""
    Address.objects.filter(
        person=person, channel=channel, normal=normalised(channel, value), verified_at=None
    ).update(verified_at=clock.now())


def mark_broken(value: str) -> None:
    """Note that letters do not arrive at this mail address."""
    Address.objects.filter(
        channel=Channel.MAIL, normal=normalised(Channel.MAIL, value), broken_since=None
    ).update(broken_since=clock.now())


def mark_working(value: str) -> None:
    """A letter came from the address: it works again."""
    Address.objects.filter(
        channel=Channel.MAIL, normal=normalised(Channel.MAIL, value), broken_since__isnull=False
    ).update(broken_since=None)
