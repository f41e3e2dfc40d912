from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput
from okno.people.models import Person
from okno.people.models.person import UNDO_AT_MOST


class TooLong(BadInput):
    message = _("An answer can be called back within a minute at most.")


@transaction.atomic
def choose_undo_time(person: Person, seconds: int | None) -> None:
    """Let the person's answers wait so many seconds before they leave; None is as the desk has it."""
    if seconds is not None and not 0 <= seconds <= UNDO_AT_MOST:
        raise TooLong
    Person.objects.filter(pk=person.pk).update(undo_seconds=seconds)
