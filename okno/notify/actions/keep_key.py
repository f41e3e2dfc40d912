from django.db import transaction

from okno.core import clock
from okno.core.sealed import CannotOpen, seal, unseal
from okno.notify.models import Browser, DeskKey
from okno.notify.webpush.vapid import fresh_key


@transaction.atomic
def desk_key() -> str:
    """Return the private key of the desk as PEM; the first who asks makes it, and two who ask at once agree on one.

    One that was sealed under a lost secret opens nothing: a new one takes its place, and all browsers have to be named anew.
    """
    row = DeskKey.objects.first()
    if row is None:
        fresh = DeskKey(sealed=seal(fresh_key()), made_at=clock.now())
        DeskKey.objects.bulk_create([fresh], ignore_conflicts=True)
        row = DeskKey.objects.get()
    try:
        return unseal(row.sealed)
    except CannotOpen:
        row = DeskKey.objects.select_for_update().get()
        row.sealed, row.made_at = seal(fresh_key()), clock.now()
        row.save()
        Browser.objects.all().delete()
        return unseal(row.sealed)
