from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict


class NotThisPerson(Conflict):
    message = _("The desk itself is nobody, so there is nothing to erase.")


class WorksHere(Conflict):
    message = _(
        "This person works here. Shut the person out first: what colleagues do is kept while they are at work."
    )


class AlreadyErased(Conflict):
    message = _("Nothing is known of this person any more.")


class OpenTickets(Conflict):
    message = _("There are open tickets. Close them with it, or refuse and say why.")


class AlreadyDecided(Conflict):
    message = _("This wish was decided about already.")


class NotConfirmed(BadInput):
    message = _("Please confirm that you have read what goes and cannot be brought back.")


class NoReason(BadInput):
    message = _("Please say why: the person reads it, and may complain about it.")
