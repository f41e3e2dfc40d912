"""Files that nothing refers to any more: what was taken out of a message for good is gone a day later, bytes and all."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from okno.core import clock
from okno.core.files import store
from okno.core.models import StoredFile

AGE = timedelta(days=1)  # longer than whoever handed the bytes in may take to refer to them
AT_ONCE = 100


def forget() -> int:
    """Delete the bytes and the rows that nothing refers to, a day after they were last asked for; returns how many."""
    forgotten = 0
    while part := _forget_some():
        forgotten += part
    return forgotten


@transaction.atomic
def _forget_some() -> int:
    """Hold the rows until their bytes are away: whoever hands in the same bytes meanwhile waits, then stores them anew."""
    part = list(_unused().select_for_update(skip_locked=True)[:AT_ONCE])
    with store():
        for file in part:
            default_storage.delete(file.path)
    StoredFile.objects.filter(pk__in=[file.pk for file in part]).delete()
    return len(part)


def _unused() -> QuerySet[StoredFile]:
    """Ask every table that refers to files, whichever floor it is on."""
    unused = StoredFile.objects.filter(asked_at__lt=clock.now() - AGE)
    for relation in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's documented interface
        if isinstance(relation, ForeignObjectRel):
            users = relation.related_model._base_manager.filter(  # noqa: SLF001 - as above
                **{relation.field.name: OuterRef("pk")}
            )
            unused = unused.filter(~Exists(users))
    return unused
