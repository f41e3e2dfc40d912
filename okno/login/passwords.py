from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

AT_MOST = 1024  # characters; hashing more would only be work for us


class MaximumLength:
    """A password is a sentence, not a book."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        """Refuse what is too long, with the reason."""
        if len(password) > AT_MOST:
            raise ValidationError(
                ngettext("At most %(count)d character.", "At most %(count)d characters.", AT_MOST)
                % {"count": AT_MOST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        """Say what is wanted."""
        return _("A long sentence is good; a book is too long.")
