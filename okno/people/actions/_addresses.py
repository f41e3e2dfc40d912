"""What the verbs about addresses share: whose they may be, and who is told."""

from datetime import datetime

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from okno.core.live import nudge
from okno.core.refusals import Conflict, NotFound
from okno.people.models import Address, Channel, Person, PersonFact, PersonFactKind
from okno.people.provider import ours
from okno.people.reached import may_be_changed, on_reached_otherwise


class NoAddressesHere(Conflict):
    message = gettext_lazy(
        "The addresses of this person cannot be changed: it is the desk itself, was merged into somebody, or was erased."
    )


def locked(pk: int) -> Person:
    """Lock whose addresses are changed; raises NoAddressesHere."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    if not may_be_changed(person):
        raise NoAddressesHere
    return person


def held(address: Address) -> tuple[Person, Address]:
    """Lock the owner and return him with the address as it is now; NotFound where it is not his any more."""
    person = locked(address.person_id)
    row = Address.objects.filter(pk=address.pk, person=person).first()
    if row is None:
        raise NotFound
    return person, row


def write(kind: PersonFactKind, address: Address, *, by: Person, at: datetime) -> None:
    """Write down what was done, and let open pages and the search know."""
    PersonFact.objects.create(person_id=address.person_id, kind=kind, words=address.value, by=by, at=at)
    nudge(person=address.person_id)
    on_reached_otherwise.tell(address.person_id)


def warn(person: Person, known: str, kind: PersonFactKind, address: Address) -> None:
    """Tell the person at the address that was the main one before: whoever holds a stolen session is noticed so.

    Only where a mail address is concerned, for no other address opens the desk.
    """
    if not known or address.channel != Channel.MAIL:
        return
    with override(person.language):
        words = {"company": str(ours()), "address": address.value, "what": kind.label}
        subject = _("Your addresses at %(company)s have changed") % words
        text = _(
            "Hello!\n\nYour mail addresses at %(company)s have changed.\n\n%(address)s: %(what)s.\n\n"
            "You can log in with each of your mail addresses, and answers come to them. If neither you nor anybody of us "
            "at your wish has done this, please answer this letter."
        )
        send_mail(subject, text % words, None, [known])
