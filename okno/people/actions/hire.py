from collections.abc import Sequence

from django.contrib.auth import password_validation
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.live import nudge
from okno.core.refusals import BadInput, Conflict
from okno.people.actions.addresses import add_address
from okno.people.actions.meet import meet
from okno.people.models import Channel, Membership, Organisation, Person, Role, Team


class NotAnAddress(BadInput):
    message = _("This is not a mail address.")


class LastAdministrator(Conflict):
    message = _("This is the last administrator; name another one first.")


@transaction.atomic
def hire(
    email: str,
    name: str,
    role: str,
    *,
    password: str | None = None,
    teams: Sequence[Team] = (),
    organisation: Organisation | None = None,
) -> Person:
    """Make somebody a person of this role, with a password when given; repeated with the same words it changes nothing.

    Raises NotAnAddress, LastAdministrator, and BadInput with the reasons where the password is too weak.
    """
    try:
        validate_email(email)
    except ValidationError:
        raise NotAnAddress from None
    person = meet(Channel.MAIL, email, name=name)
    add_address(person, Channel.MAIL, email)
    if person.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _keep_one_administrator(person)
    person.name, person.role, person.is_active = name[:200], Role(role), True
    person.organisation = organisation or person.organisation
    if password is not None:
        set_password(person, password)
    person.save()
    for team in teams:
        Membership.objects.get_or_create(team=team, person=person)
    return person


def set_password(person: Person, password: str) -> None:
    """Give the person this password; a weak one is refused with the reasons. The caller saves."""
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    person.set_password(password)


@transaction.atomic
def set_role(person: Person, role: str) -> None:
    """Change what a person may do; the last administrator stays one. Open streams notice at once (SEC-15)."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _keep_one_administrator(person)
    Person.objects.filter(pk=person.pk).update(role=Role(role))
    nudge(person=person.pk)


@transaction.atomic
def dismiss(person: Person) -> None:
    """Close the door: no login, no open session, no stream; what the person did stays."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.role == Role.ADMINISTRATOR:
        _keep_one_administrator(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    end_sessions(person)
    nudge(person=person.pk)


def end_sessions(person: Person) -> None:
    """End every session of the person."""
    from allauth.usersessions.models import UserSession

    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person).delete()


def _keep_one_administrator(person: Person) -> None:
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise LastAdministrator
