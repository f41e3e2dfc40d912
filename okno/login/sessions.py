"""Sessions in the database, as Django keeps them; found by a statement that is put together once, for every page asks it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from okno.core.prepared import prepared


class SessionStore(db.SessionStore):
    """The same in all but the way to one session."""

    def _get_session_from_db(self) -> Session | None:
        for found in _of_key(self.session_key or ""):
            if found.expire_date > timezone.now():
                return found
        self._session_key = None
        return None


@prepared
def _of_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)
