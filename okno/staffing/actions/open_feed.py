import hashlib
import secrets

from django.db import transaction

from okno.core import clock
from okno.core.sealed import seal
from okno.people.models import Person, Team
from okno.staffing.models import Feed


@transaction.atomic
def open_feed(person: Person, *, team: Team | None = None) -> str:
    """Return the secret word of a new address for calendar programs; the one before leads nowhere from now on."""
    close_feed(person, team=team)
    word = secrets.token_urlsafe(24)
    Feed.objects.create(
        person=person, team=team, digest=digest_of(word), sealed=seal(word), opened_at=clock.now()
    )
    return word


@transaction.atomic
def close_feed(person: Person, *, team: Team | None = None) -> None:
    """Let the address lead nowhere any more; closing twice changes nothing."""
    Person.objects.select_for_update().get(pk=person.pk)
    Feed.objects.filter(person=person, team=team, revoked_at=None).update(revoked_at=clock.now())


def digest_of(word: str) -> str:
    """Return by what the word of an address is found."""
    return hashlib.sha256(word.encode()).hexdigest()
