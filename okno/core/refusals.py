"""What the desk refuses, in one family: raised in actions and access, rendered once in the middleware."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The desk does not do this, and says why in words for a person."""

    status: ClassVar[int] = 400
    message: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, message: str | Promise = "", **facts: Any) -> None:
        self.words = message or self.message
        self.facts = facts  # what the page may show beside the sentence; never internals
        super().__init__(str(self.words))

    def __str__(self) -> str:
        return str(self.words)


class NotFound(Refusal):
    """No such thing, or none that this person may know of: the two look the same on purpose."""

    status = 404
    message = _("There is no such page, or it is not open to you.")


class NotAllowed(Refusal):
    """The person may see the thing but not do this to it."""

    status = 403
    message = _("You have no right to do this.")


class BadInput(Refusal):
    """A value that cannot be understood."""

    status = 422
    message = _("Something in the form is not right.")


class Conflict(Refusal):
    """The thing has changed in the meantime, or is in a state that does not allow it."""

    status = 409
    message = _("This has changed in the meantime.")


class TooMuch(Refusal):
    """More than the desk accepts at once."""

    status = 413
    message = _("This is too large.")


class TooOften(Refusal):
    """A limit of attempts is reached."""

    status = 429
    message = _("Too many attempts. Please wait a little.")
