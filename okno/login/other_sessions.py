"""A changed password or second factor ends the other sessions: whoever sits in them must show the new key (SEC-39).

allauth tells of such changes by its own signals; there is no other road.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.http import HttpRequest

from okno.core.live import nudge
from okno.login.second_step import forget
from okno.people.actions.hire import end_sessions
from okno.people.models import Person


def listen() -> None:
    """Hear allauth's news."""
    for signal in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
        signal.connect(_end_others, dispatch_uid="okno.login.factor")
    mfa.authenticator_removed.connect(_look_again, dispatch_uid="okno.login.second_step")
    account.password_changed.connect(_end_others, dispatch_uid="okno.login.password")
    account.password_set.connect(_end_others, dispatch_uid="okno.login.password")
    account.password_reset.connect(_end_all, dispatch_uid="okno.login.reset")


def _end_others(request: HttpRequest, user: Person, **_: Any) -> None:
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
    nudge(person=user.pk)


def _look_again(request: HttpRequest, **_: Any) -> None:
    forget(request)


def _end_all(user: Person, **_: Any) -> None:
    end_sessions(user)
    nudge(person=user.pk)
