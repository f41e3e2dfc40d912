from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import Conflict
from okno.people.actions._addresses import held, warn, write
from okno.people.main_address import next_main
from okno.people.models import Address, Channel, Person, PersonFactKind


class LastAddress(Conflict):
    message = _("This is the last address: nobody could reach the person any more.")


class LastMailAddress(Conflict):
    message = _("This is the last mail address: without one nobody logs in. Add another one first.")


@transaction.atomic
def drop_address(address: Address, *, by: Person, anyway: bool = False) -> None:
    """Reach the person by this address no more; what was said from it stays. The main one leaves its place to the next.

    Who works here, and whoever does it himself, keeps one mail address: it is how one logs in. Otherwise the last one, and the
    last mail address, go only where that is wanted `anyway`. Raises LastAddress, LastMailAddress, NoAddressesHere.
    """
    person, address = held(address)
    others = Address.objects.filter(person=person).exclude(pk=address.pk)
    if address.channel == Channel.MAIL and not others.filter(channel=Channel.MAIL).exists():
        if person.is_staff_member or by.pk == person.pk or not anyway:
            raise LastMailAddress
    elif not others.exists() and not anyway:
        raise LastAddress
    if address.channel == Channel.MAIL:
        main = next_main(person, without=address.pk)
        Person.objects.filter(pk=person.pk).update(email=main)
    write(PersonFactKind.ADDRESS_REMOVED, address, by=by, at=clock.now())
    Address.objects.filter(pk=address.pk).delete()
    warn(person, person.email, PersonFactKind.ADDRESS_REMOVED, address)
