"""Who may see and change which settings: administrators everything of the desk, colleagues the blanks that are theirs."""

from typing import Any

from django.db.models import QuerySet

from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Recount, Rehearsal
from okno.people.models import Person
from okno.setup.models import Change
from okno.setup.setups import BLANKS, BY_NAME, SETUPS, Setup


def require_administrator(person: Person) -> Person:
    """Return the administrator; for everybody else the page does not exist."""
    access.require_staff(person)
    if not person.is_administrator:
        raise NotFound
    return person


def recounts_for(person: Person) -> QuerySet[Recount]:
    """Return the runs over all open tickets after changes of promises, the latest first."""
    require_administrator(person)
    return latest_recounts()


def latest_recounts() -> QuerySet[Recount]:
    """Return the same for a page that is an administrator's already."""
    return Recount.objects.order_by("-pk")


def rehearsal_for(person: Person, pk: int) -> Rehearsal:
    """Return a rehearsal of promises; raises NotFound."""
    require_administrator(person)
    rows = Rehearsal.objects.select_related("version__policy", "calendar", "instead_of")
    try:
        return rows.get(pk=pk)
    except (Rehearsal.DoesNotExist, OverflowError):
        raise NotFound from None


def setups_for(person: Person) -> tuple[Setup, ...]:
    """Return what the person may set up."""
    access.require_staff(person)
    return SETUPS if person.is_administrator else (BLANKS,)


def setup_for(person: Person, name: str) -> Setup:
    """Return the settings of this name; raises NotFound."""
    setup = BY_NAME.get(name)
    if setup is None or setup not in setups_for(person):
        raise NotFound
    return setup


def rows_for(person: Person, setup: Setup) -> QuerySet[Any]:
    """Return the rows that the person may see and change."""
    setup_for(person, setup.name)
    if setup is not BLANKS:
        return setup.rows()
    return setup.shape.rows().filter(pk__in=access.blanks_changed_by(person).values("pk"))


def row_for(person: Person, setup: Setup, pk: int) -> Any:
    """Return one row; raises NotFound."""
    try:
        row = rows_for(person, setup).filter(pk=pk).first()
    except OverflowError:
        row = None
    if row is None:
        raise NotFound
    return row


def changes_for(person: Person, setup: Setup | None = None, row: Any | None = None) -> QuerySet[Change]:
    """Return the changes that the person may read: of one row, of one kind, or of everything; the newest first."""
    changes = Change.objects.select_related("by", "undoes", "undone_by")
    if setup is None:
        require_administrator(person)
    else:
        changes = changes.filter(what=setup.name, **({} if row is None else {"row": row.pk}))
    foreign = BLANKS.shape.rows().exclude(pk__in=access.blanks_changed_by(person).values("pk"))
    return changes.exclude(what=BLANKS.name, row__in=foreign.values("pk")).order_by("-pk")


def change_for(person: Person, pk: int) -> Change:
    """Return one change for its undo; raises NotFound."""
    access.require_staff(person)
    try:
        found = Change.objects.filter(pk=pk).first()
    except OverflowError:
        found = None
    if found is None or found.what not in BY_NAME:
        raise NotFound
    row_for(person, setup_for(person, found.what), found.row)
    return found
