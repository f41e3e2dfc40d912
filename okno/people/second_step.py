"""Of whom a second step at the log-in is demanded, and who has one: an authenticator app or a passkey."""

from django.db.models import Exists, OuterRef

from okno.people.models import Person, SecondStep
from okno.people.provider import ours

KINDS = ("totp", "webauthn")  # recovery codes alone are no second step: they are for the day when it is lost


def is_demanded(person: Person) -> bool:
    """Tell whether the person must have one: of customers it is never demanded."""
    wanted = ours().second_step
    return (wanted == SecondStep.STAFF and person.is_staff_member) or (
        wanted == SecondStep.ADMINISTRATORS and person.is_administrator
    )


def has_one(person: Person) -> bool:
    """Tell whether the person has one; one statement."""
    from allauth.mfa.models import Authenticator

    found: bool = Authenticator.objects.filter(user=person, type__in=KINDS).exists()
    return found


def is_missing(person: Person) -> bool:
    """Tell whether the person must set one up before anything else; no statement where none is demanded."""
    return is_demanded(person) and not has_one(person)


def having_one() -> Exists:
    """Return what tells of each person of a statement whether he has one."""
    from allauth.mfa.models import Authenticator

    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS))
