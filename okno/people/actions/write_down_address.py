from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.people.actions._addresses import locked, warn, write
from okno.people.actions.addresses import add_address, verify_address
from okno.people.models import Address, Channel, Person, PersonFactKind, normalised
from okno.people.typed import understood

AT_MOST = 30  # of one person


class NotUnderstood(BadInput):
    message = _(
        "This is not understood as an address. Write a mail address, a phone number, @name of Telegram, "
        "or a page like vk.com/name or max.ru/name."
    )


class TooManyAddresses(Conflict):
    message = _("The person has thirty addresses already; remove one first.")


@transaction.atomic
def write_down_address(person: Person, typed: str, *, by: Person, is_proved: bool = False) -> Address:
    """Write down one more way to reach the person; its kind follows from what is typed. One's own again changes nothing.

    `is_proved` where a code came back from it. Raises NotUnderstood, AddressTaken, TooManyAddresses, NoAddressesHere.
    """
    person = locked(person.pk)
    if (found := understood(typed)) is None:
        raise NotUnderstood
    channel, value = found
    before = person.email
    own = Address.objects.filter(person=person)
    is_known = own.filter(channel=channel, normal=normalised(channel, value)).exists()
    if not is_known and own.count() >= AT_MOST:
        raise TooManyAddresses
    address = add_address(person, channel, value)
    if is_proved and channel == Channel.MAIL:
        verify_address(person, channel, value)
        address.refresh_from_db()
    if not is_known:
        write(PersonFactKind.ADDRESS_ADDED, address, by=by, at=clock.now())
        warn(person, before, PersonFactKind.ADDRESS_ADDED, address)
    return address
