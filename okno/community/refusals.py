from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict


class NoTitle(BadInput):
    message = _("Please say in one line what it is about.")


class NoText(BadInput):
    message = _("Please write something.")


class TooLong(BadInput):
    message = _("This is too long for one post; please say it shorter.")


class IsClosed(Conflict):
    message = _("This is closed: nothing can be added any more.")


class NotHere(Conflict):
    message = _("This does not stand here any more.")


class NotIntoThis(BadInput):
    message = _("Only two posts of the same kind can be made one, and neither may be merged already.")


class NoReason(BadInput):
    message = _("Please say why: the author reads it.")


class NothingAccepted(Conflict):
    message = _("No answer is accepted yet: the article is written from it.")
