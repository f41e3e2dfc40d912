from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.people.actions._addresses import held, warn, write
from okno.people.models import Address, Channel, Person, PersonFactKind


class OnlyMail(BadInput):
    message = _("Only a mail address can be the main one: answers go there.")


@transaction.atomic
def choose_main_address(address: Address, *, by: Person) -> None:
    """Let answers go to this mail address where nothing speaks for another; choosing it again changes nothing."""
    person, address = held(address)
    if address.channel != Channel.MAIL:
        raise OnlyMail
    if person.email.lower() == address.normal:
        return
    Person.objects.filter(pk=person.pk).update(email=address.normal)
    write(PersonFactKind.ADDRESS_MAIN, address, by=by, at=clock.now())
    warn(person, person.email, PersonFactKind.ADDRESS_MAIN, address)
