"""Signed links in letters: one ticket, one person, one purpose, until a date; GET shows, POST acts (SEC-48).

Source: HMAC-SHA256 by `django.core.signing`, JSON only.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Ticket
from okno.people.models import Person

LIFETIME = timedelta(days=90)
_SALT = "okno.desk.links.ticket"


def make(ticket: Ticket, person: Person) -> str:
    """Return the whole address of the page on which this person follows this ticket."""
    token = signing.dumps([ticket.number, person.pk], salt=_SALT, compress=False)
    return f"{settings.BASE_URL}{reverse('portal:by_link', args=[token])}"


def follow(token: str) -> tuple[Person, Ticket]:
    """Return who follows which ticket; raises NotFound for whatever is not a standing link of ours.

    The right is asked for again: a participant who was removed has a link that leads nowhere.
    """
    try:
        number, pk = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        person = Person.objects.select_related("merged_into", "organisation").get(pk=pk)
    except (signing.BadSignature, Person.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
    person = person.merged_into or person
    return person, access.ticket_for(person, number)
