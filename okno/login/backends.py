"""How a password opens the door, and who is still behind a session."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from okno.login.passwords import AT_MOST
from okno.login.whom import may_enter, whom
from okno.people.models import Person


class ByMailAddress(BaseBackend):
    """Any mail address of the person, and the password."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        email: str | None = None,
        password: str | None = None,
        username: str | None = None,
        **_: Any,
    ) -> Person | None:
        """Return the person, or None: the same for a wrong address, a wrong password and a closed account."""
        address = email or username
        if not address or not password or len(password) > AT_MOST:
            return None
        person = whom(address)
        if person is None:
            # The same work as for a known address, so that the time tells nothing (SEC-37).
            Person().set_password(password)
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        """Return the person of a session; a dismissed or merged one is a stranger from the next request on (SEC-39)."""
        person = Person.objects.behind_session(user_id)
        return person if may_enter(person) else None
