"""Who works here, who answers for the work, who sets the desk up."""

from django.contrib.auth.models import AnonymousUser

from okno.core.refusals import NotAllowed, NotFound
from okno.people.models import Person


def require_staff(person: Person | AnonymousUser) -> Person:
    """Return the colleague; everybody else is refused as if the page did not exist."""
    if not isinstance(person, Person) or not person.is_staff_member:
        raise NotFound
    return person


def require_lead(person: Person | AnonymousUser) -> Person:
    """Return the lead or administrator; other colleagues are told that they may not."""
    colleague = require_staff(person)
    if not colleague.is_lead:
        raise NotAllowed
    return colleague


def require_administrator(person: Person | AnonymousUser) -> Person:
    """Return the administrator; other colleagues are told that they may not."""
    colleague = require_staff(person)
    if not colleague.is_administrator:
        raise NotAllowed
    return colleague
