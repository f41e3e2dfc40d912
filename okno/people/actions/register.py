from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import Conflict
from okno.people.actions.addresses import verify_address
from okno.people.actions.meet import meet, organisation_of, written_down
from okno.people.actions.say_consent import agree
from okno.people.models import Channel, Person, PurposeText, Registration, normalised
from okno.people.provider import ours


class RegistrationClosed(Conflict):
    message = _("This address cannot register here. Write us a letter, or ask for an invitation.")


def may_register(address: str) -> bool:
    """Return True for a mail address of nobody that is welcome here; one that belongs to a closed account is somebody's."""
    normal = normalised(Channel.MAIL, address)
    return _is_welcome(normal) and not written_down(Channel.MAIL, [normal])


@transaction.atomic
def register(address: str, *, name: str, language: str, agreed: Sequence[PurposeText] = ()) -> Person:
    """Make a customer of whoever has proved to read this mail address; raises RegistrationClosed.

    The organisation follows from the mail domain. Whoever has become known meanwhile, by a letter of his own, stays as he is.
    """
    if not written_down(Channel.MAIL, [address]):
        if not _is_welcome(normalised(Channel.MAIL, address)):
            raise RegistrationClosed
        person = meet(Channel.MAIL, address, name=name)
        person.language = language
        person.save(update_fields=["language"])
    else:
        person = meet(Channel.MAIL, address, name=name)
    verify_address(person, Channel.MAIL, address)
    agree(agreed, by=person)
    return person


def _is_welcome(normal: str) -> bool:
    rule = ours().registration
    if rule == Registration.DOMAINS:
        return organisation_of(normal) is not None
    return rule == Registration.EVERYONE
