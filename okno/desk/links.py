"""Signed links in letters: one ticket, one person, one purpose, until a date; GET shows, POST acts (SEC-48).

Source: HMAC-SHA256 by `django.core.signing`, JSON only.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import ApprovalQuestion, Ticket
from okno.people.models import Person

LIFETIME = timedelta(days=90)
_SALT = "okno.desk.links.ticket"
_APPROVAL_SALT = "okno.desk.links.approval"
ANSWERS: Final = ("yes", "no")


def make(ticket: Ticket, person: Person) -> str:
    """Return the whole address of the page on which this person follows this ticket."""
    token = signing.dumps([ticket.number, person.pk], salt=_SALT, compress=False)
    return f"{settings.PORTAL_URL}{reverse('portal:by_link', args=[token])}"


def make_approval(question: ApprovalQuestion, answer: str) -> str:
    """Return the whole address at which the one who is asked says “yes” or “no” to this question, and to nothing else."""
    token = signing.dumps([question.pk, question.person_id, answer], salt=_APPROVAL_SALT, compress=False)
    return f"{settings.PORTAL_URL}{reverse('portal:approval_by_link', args=[token])}"


def follow_approval(token: str) -> tuple[Person, ApprovalQuestion, str]:
    """Return who is asked what, and the answer for which the link stands; raises NotFound for what is no link of ours.

    A question that is settled or withdrawn is still found: its page says so.
    """
    try:
        pk, person_pk, answer = signing.loads(token, salt=_APPROVAL_SALT, max_age=LIFETIME)
        person = Person.objects.select_related("merged_into", "organisation").get(pk=person_pk)
    except (signing.BadSignature, Person.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
    if answer not in ANSWERS:
        raise NotFound
    person = person.standing
    return person, access.question_for(person, pk), answer


def follow(token: str) -> tuple[Person, Ticket]:
    """Return who follows which ticket; raises NotFound for whatever is not a standing link of ours.

    The right is asked for again: a participant who was removed has a link that leads nowhere.
    """
    try:
        number, pk = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        person = Person.objects.select_related("merged_into", "organisation").get(pk=pk)
    except (signing.BadSignature, Person.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
    person = person.standing
    return person, access.ticket_for(person, number)
