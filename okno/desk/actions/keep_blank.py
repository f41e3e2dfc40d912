from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput
from okno.core.variables import unknown
from okno.desk import blanks
from okno.desk.actions.classify import clean_tags
from okno.desk.models import Blank
from okno.desk.refusals import NotAColleague
from okno.people.models import STAFF


@transaction.atomic
def keep_blank(blank: Blank, *, tags: Sequence[str] | None = None) -> Blank:
    """Save a blank; a variable that nobody knows is a typing mistake, and a blank says or does something."""
    if tags is not None:
        blank.tags = clean_tags(tags)
    if strangers := unknown(blank.text, blanks.BY_NAME):
        words = _("There is no variable {%(name)s}; choose one of those below the field.")
        raise BadInput(words % {"name": strangers[0]}, field="text")
    if blank.to_person is not None and blank.to_person.role not in STAFF:
        raise NotAColleague(field="to_person")
    if blank.to_me and blank.to_person is not None:
        raise BadInput(
            _("A ticket is in the hands of one: choose a colleague or whoever uses it."), field="to_me"
        )
    if not blank.text and not blanks.deeds_of(blank):
        raise BadInput(
            _("A blank says something or does something: write a text or choose what is done."), field="text"
        )
    blank.save()
    return blank
