from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.notify.kinds import KINDS, Way
from okno.notify.models import Digest, Wishes
from okno.notify.plan import next_digest
from okno.people.models import Person
from okno.people.provider import zone_of

_WEEK = frozenset(range(1, 8))
HOURS = range(24)


class HalfAnHour(BadInput):
    message = _("Quiet hours have a beginning and an end, and these differ.")


class AlwaysQuiet(BadInput):
    message = _("At least one day of the week has to be heard.")


@transaction.atomic
def choose(
    *,
    by: Person,
    matrix: Mapping[str, Collection[str]],
    quiet_begins: time | None = None,
    quiet_ends: time | None = None,
    quiet_days: Collection[int] = (),
    digest: str = Digest.NEVER,
    digest_hour: int = 9,
) -> None:
    """Keep of what the person wants to hear, by which ways and when not; what is as usual stays with the usual.

    What is on its way already goes by the new wishes: they are read again when it leaves.
    """
    days = sorted(_WEEK & set(quiet_days))
    if (quiet_begins is None) != (quiet_ends is None) or (quiet_begins and quiet_begins == quiet_ends):
        raise HalfAnHour
    if len(days) == len(_WEEK):
        raise AlwaysQuiet
    Wishes.objects.get_or_create(person=by)
    wishes = Wishes.objects.select_for_update().get(person=by)
    wishes.matrix = {
        kind: sorted(chosen)
        for kind in KINDS
        if (chosen := set(Way.values) & set(matrix.get(kind, KINDS[kind].ways))) != KINDS[kind].ways
    }
    wishes.quiet_begins, wishes.quiet_ends, wishes.quiet_days = quiet_begins, quiet_ends, days
    wishes.digest = Digest(digest) if digest in Digest.values else Digest.NEVER
    wishes.digest_hour = digest_hour if digest_hour in HOURS else wishes.digest_hour
    wishes.digest_at = next_digest(wishes.digest, wishes.digest_hour, zone_of(by.zone), clock.now())
    wishes.save()
