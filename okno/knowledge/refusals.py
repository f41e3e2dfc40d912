from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict
from okno.knowledge.guides import Fault


class NoTitle(BadInput):
    message = _("An article is found by its title: please write one.")


class NoText(BadInput):
    message = _("There is nothing to publish yet: please write the text.")


class BrokenGuide(BadInput):
    message = _("The steps do not fit together yet.")

    @staticmethod
    def of(fault: Fault) -> str:
        """Return the first fault with its line."""
        return gettext("Line %(line)d: %(fault)s") % {"line": fault.line, "fault": fault.words}


class TooLong(BadInput):
    message = _("This is too long for one article; please make two of it.")


class WrongAudience(BadInput):
    message = _("Choose the organisation that may read it.")


class WrittenOtherwise(Conflict):
    message = _("Somebody else has saved this article in the meantime. Your text is still in the field.")


class NothingNew(Conflict):
    message = _("There is no draft: what readers see is the newest version.")


class NothingSolved(Conflict):
    message = _(
        "An article is written from what has solved a ticket: this one is not solved by an answer yet."
    )


class OfClosedTeam(Conflict):
    message = _("All colleagues read drafts: what a closed team was told goes into none by itself.")


class DraftStands(Conflict):
    message = _("The next version is being written already: publish that draft or throw it away first.")


class NoWords(BadInput):
    message = _("Say what is missing: the author reads it.")
