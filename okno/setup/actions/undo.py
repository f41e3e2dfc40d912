from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.core.refusals import Conflict
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.models import Change, Source
from okno.setup.setups import BY_NAME


class CannotUndo(Conflict):
    message = gettext_lazy("This cannot be undone.")


@transaction.atomic
def undo(change: Change, *, by: Person) -> Change:
    """Bring back what a change has changed; a new row goes into the archive. Refused where something newer would be lost."""
    change = Change.objects.select_for_update().get(pk=change.pk)
    setup = BY_NAME.get(change.what)
    if setup is None:
        raise CannotUndo
    if Change.objects.filter(undoes=change).exists():
        raise CannotUndo(_("This was undone already."))
    row = setup.shape.rows().filter(pk=change.row).first()
    if row is None:
        raise CannotUndo(_("This is here no more."))
    if change.is_addition:
        before, after = {"is_active": False}, {"is_active": True}
    else:
        before, after = ({name: value for name, value in side.items() if name not in setup.shape.secrets}
                         for side in (change.before or {}, change.after))  # fmt: skip
    if not before:
        raise CannotUndo(_("A password is kept by nobody in the open; enter the old one again instead."))
    _unchanged_since(setup.shape.plain(row), after)
    _saved, undone = save(setup, row, before, by=by, source=Source.UNDO, undoes=change)
    if undone is None:
        raise CannotUndo(_("This was undone already."))
    return undone


def _unchanged_since(now: dict[str, Any], after: dict[str, Any]) -> None:
    """What was changed once more since is not thrown away by the way."""
    if any(now.get(name) != value for name, value in after.items()):
        raise CannotUndo(_("This was changed again since; undo the newer change first."))
