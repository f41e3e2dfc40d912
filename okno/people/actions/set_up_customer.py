from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.live import nudge
from okno.core.refusals import BadInput
from okno.people.actions.addresses import add_address
from okno.people.actions.hire import NotAnAddress, dismiss
from okno.people.actions.meet import meet
from okno.people.models import Address, Channel, Person, Role, normalised

CUSTOMERS: Final = (Role.CUSTOMER, Role.MANAGER)
PHONES_AT_MOST = 10
KEPT = ("name", "email", "role", "organisation_id", "language", "is_active")


class NoAddress(BadInput):
    message = _("Somebody is reached by mail or by phone: please name one of them.")


class NoOrganisation(BadInput):
    message = _("A manager sees the requests of an organisation: please choose it.")


class WorksHere(BadInput):
    message = _("Somebody who works here has this address; change that person among the colleagues.")


@transaction.atomic
def set_up_customer(person: Person, *, phones: Sequence[str] | None = None) -> Person:
    """Add a customer, or change what one is called, where one belongs, may see and is reached by. None leaves the phones.

    Whoever is known by the address already is changed, and never somebody who works here. Who may not log in any more is out
    at once. Raises NotAnAddress, NoAddress, NoOrganisation, WorksHere, and AddressTaken.
    """
    email, told = normalised(Channel.MAIL, person.email), list(phones or [])[:PHONES_AT_MOST]
    _check(person, email)
    if person._state.adding:  # noqa: SLF001 - Django's own mark of an unsaved row
        if not email and not told:
            raise NoAddress(field="email")
        person.pk = (meet(Channel.MAIL, email) if email else meet(Channel.PHONE, told[0])).pk
    before = Person.objects.select_for_update().get(pk=person.pk)
    if before.role not in CUSTOMERS:
        raise WorksHere(field="email")
    if email and email != before.email:
        add_address(before, Channel.MAIL, email)
    if phones is not None:
        _keep_phones(before, told)
    if before.is_active and not person.is_active:
        dismiss(before)
    person.email = email or before.email
    Person.objects.filter(pk=person.pk).update(**{name: getattr(person, name) for name in KEPT})
    nudge(person=person.pk)  # open streams ask anew what they may hear (SEC-15)
    return Person.objects.get(pk=person.pk)


def _check(person: Person, email: str) -> None:
    if person.role not in CUSTOMERS:
        raise BadInput(field="role")
    if person.role == Role.MANAGER and person.organisation_id is None:
        raise NoOrganisation(field="organisation")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise NotAnAddress(field="email") from None


def _keep_phones(person: Person, phones: Sequence[str]) -> None:
    kept = {normalised(Channel.PHONE, one) for one in phones}
    Address.objects.filter(person=person, channel=Channel.PHONE).exclude(normal__in=kept).delete()
    for one in phones:
        add_address(person, Channel.PHONE, one)
