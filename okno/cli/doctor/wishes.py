"""The wishes about personal data: the law gives ten working days, and nobody shall find out too late."""

from collections.abc import Iterator
from datetime import timedelta

from okno.cli.doctor.finding import Finding, care, ill, well
from okno.cli.words import _
from okno.core import clock
from okno.privacy.models import ErasureRequest
from okno.privacy.models.erasure import OPEN

SOON = timedelta(days=3)


def erasures() -> Iterator[Finding]:
    """Look for wishes to be erased that wait too long for an answer."""
    name, now = _("wishes to be erased"), clock.now()
    waiting = ErasureRequest.objects.filter(state__in=OPEN)
    late = waiting.filter(due_at__lt=now).count()
    soon = waiting.filter(due_at__lt=now + SOON).count()
    advice = _("Decide about them in the settings, under “Erasure”.")
    if late:
        yield ill(name, _("%(count)d are late by the law (152-ФЗ)") % {"count": late}, advice)
    elif soon:
        yield care(name, _("%(count)d are due within three days") % {"count": soon}, advice)
    else:
        yield well(name, _("%(count)d wait") % {"count": waiting.count()})
