from django.db import transaction

from okno.core import clock
from okno.feedback.models import Wave
from okno.feedback.refusals import HasBegun
from okno.people.models import Organisation, Person


@transaction.atomic
def plan_wave(wave: Wave, organisations: list[Organisation], *, by: Person) -> Wave:
    """Keep a wave that is planned, new or changed. Raises HasBegun once its letters have left."""
    known = Wave.objects.select_for_update().filter(pk=wave.pk).first()
    if known is not None and (known.asked_at is not None or known.stopped_at is not None):
        raise HasBegun
    wave.by, wave.at = (known.by, known.at) if known is not None else (by, clock.now())
    wave.clean_fields(exclude={"by", "at", "asked_at", "stopped_at"})
    wave.save()
    wave.organisations.set(organisations)
    return wave


@transaction.atomic
def stop_wave(wave: Wave) -> None:
    """Ask nobody any more and take no further answers; harmless when repeated."""
    Wave.objects.filter(pk=wave.pk, stopped_at=None).update(stopped_at=clock.now())
