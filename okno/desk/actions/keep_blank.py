from django.db import transaction
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput
from okno.desk import blanks
from okno.desk.models import Blank


@transaction.atomic
def keep_blank(blank: Blank) -> Blank:
    """Save a blank; a variable that nobody knows is a typing mistake."""
    if strangers := blanks.unknown(blank.text):
        words = _("There is no variable {%(name)s}; choose one of those below the field.")
        raise BadInput(words % {"name": strangers[0]}, field="text")
    blank.save()
    return blank
