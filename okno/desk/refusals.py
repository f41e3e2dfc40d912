"""What the heart refuses, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from okno.core.refusals import BadInput, Conflict, NotAllowed


class NotNow(Conflict):
    message = _("This cannot be done with the ticket in its present state.")


class OpenParts(NotNow):
    message = _("First its parts must be done: %(parts)s.")

    def __init__(self, parts: str) -> None:
        super().__init__(str(self.message) % {"parts": parts})


class TicketIsMerged(Conflict):
    message = _("This ticket was merged into another one; please go on there.")


class OutdatedReply(Conflict):
    """The conversation went on while the answer was written; `news` holds what the author has not seen."""

    message = _(
        "Something new has come while you were writing. Your text is kept; please look before you send."
    )


class TooLate(Conflict):
    message = _("The letter has already left; it cannot be called back.")


class EmptyText(BadInput):
    message = _("Please write something first.")


class TextTooLong(BadInput):
    message = _("The text is too long; please send it as a file.")


class NotAColleague(BadInput):
    message = _("Only somebody who works here can take a ticket.")


class NoTeamThere(Conflict):
    message = _("Several teams work on this line, or none; choose the team.")


class NobodyBefore(Conflict):
    message = _("The ticket was in no other hands before: there is nobody to give it back to.")


class NotIntoItself(BadInput):
    message = _("A ticket cannot be merged into or linked to itself.")


class LastMessage(Conflict):
    message = _(
        "It is the only message of its ticket, which would be empty without it. Merge the two tickets instead."
    )


class MovedOn(Conflict):
    message = _("The message is in another ticket by now; please look there.")


class NotYours(Conflict):
    message = _("The ticket is in other hands already.")


class NothingToUndo(Conflict):
    message = _("There is nothing left to undo here.")


class TooLateToUndo(Conflict):
    message = _("The ten minutes in which this can be taken back are over.")


class OwnRequest(NotAllowed):
    message = _("Nobody decides about a request of one's own. Let somebody else decide.")


class NoLongerAsked(Conflict):
    message = _("Nobody waits for this answer any more.")


class ApprovalStands(Conflict):
    message = _("The ticket waits for an approval already; withdraw it first.")


class NeverAsked(Conflict):
    message = _("There is no approval that could be asked for again.")


class WrongDelegate(BadInput):
    message = _("Name somebody else: not the one who asks, and not yourself.")
