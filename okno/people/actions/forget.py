"""Forgetting who somebody was: the row stays, so that figures stay true, and says nothing of the person any more."""

from typing import Final

from django.db import transaction

from okno.core.live import nudge
from okno.people.actions.hire import end_sessions
from okno.people.forgetting import Gone
from okno.people.models import Address, Membership, Person, PersonFact, PersonMerge, Role

MERGED: Final = {
    "addresses": [],
    "tickets": [],
    "participants": [],
    "followed": [],
    "given": {},
    "email": "",
    "active": False,
}


@transaction.atomic
def forget(gone: Gone) -> None:
    """Shut the person out, take name, addresses, profile and keys away; doing it again changes nothing.

    A later letter from one of the addresses is a stranger's. Consents stay: rows that say that number so-and-so agreed to a text.
    """
    for person in Person.objects.select_for_update(no_key=True).filter(pk__in=gone.people).order_by("pk"):
        end_sessions(person)
        _keys(person)
        _blank(person, number=gone.person)
        nudge(person=person.pk)
    Address.objects.filter(person__in=gone.people).delete()
    PersonFact.objects.filter(person__in=gone.people).update(words="")
    Membership.objects.filter(person__in=gone.people).delete()
    for side in ("source", "target"):
        PersonMerge.objects.filter(**{f"{side}__in": gone.people}).update(moved=MERGED)


def _blank(person: Person, *, number: int) -> None:
    person.name, person.email, person.role = str(number), "", Role.ERASED
    person.signature, person.zone, person.skills = "", "", []
    person.organisation, person.is_active = None, False
    person.set_unusable_password()
    person.save()


def _keys(person: Person) -> None:
    """Take away all by which somebody could prove to be this person."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    for keys in (EmailAddress, Authenticator, SocialAccount):
        keys.objects.filter(user=person).delete()
