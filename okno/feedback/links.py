"""The signed link by which somebody who is asked answers; GET shows, POST acts (SEC-48). Source: as `okno.desk.links`."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from okno.core.refusals import NotFound
from okno.feedback.models import Invitation

LIFETIME = timedelta(days=90)
_SALT = "okno.feedback.links.survey"


def make(invitation: Invitation) -> str:
    """Return the whole address of the page on which the one who is asked answers."""
    token = signing.dumps([invitation.pk, invitation.person_id], salt=_SALT, compress=False)
    return f"{settings.PORTAL_URL}{reverse('portal:survey', args=[token])}"


def follow(token: str) -> Invitation:
    """Return who is asked; raises NotFound for whatever is no standing link of ours."""
    try:
        pk, person = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        rows = Invitation.objects.select_related("wave", "person__merged_into")
        return rows.get(pk=pk, person=person)
    except (signing.BadSignature, Invitation.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
