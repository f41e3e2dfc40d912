from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput, Conflict
from okno.desk.actions._ground import clean, lock, not_merged
from okno.desk.journal import record
from okno.desk.models import Closure, Rating, State, Ticket
from okno.desk.models.rating import Stars
from okno.desk.refusals import NotNow, TextTooLong
from okno.people.models import Person

GIVEN_WITHIN = timedelta(days=30)  # of the closing
CHANGED_WITHIN = timedelta(days=7)  # of the giving
WORDS_AT_MOST = 2000


class NoSuchStars(BadInput):
    message = _("A rating has one to five stars.")


class RatingIsOver(Conflict):
    message = _("This rating can no longer be given or changed.")


@transaction.atomic
def rate(
    ticket: Ticket, stars: int, *, by: Person, words: str | None = None, at: datetime | None = None
) -> None:
    """Take the requester's word about the standing closure; the same word again changes nothing.

    Without `words` those that were said before stay. Raises NotNow while the ticket is not closed.
    """
    if stars not in Stars.values:
        raise NoSuchStars
    if words is not None:
        words = clean(words, may_be_empty=True)
        if len(words) > WORDS_AT_MOST:
            raise TextTooLong
    ticket = lock(ticket)
    not_merged(ticket)
    closure = Closure.objects.filter(ticket=ticket, reopened_at=None).first()
    if ticket.state != State.CLOSED or closure is None:
        raise NotNow
    at = at or clock.now()
    known = Rating.objects.filter(closure=closure).first()
    if not is_open(closure, known, at):
        raise RatingIsOver
    if known is None:
        given = Rating(ticket=ticket, closure=closure, stars=stars, words=words or "", by=by, at=at)
    elif known.stars == stars and words in (None, known.words):
        return
    else:
        given, given.stars, given.by, given.changed_at = known, stars, by, at
        given.words = known.words if words is None else words
    given.save()
    record("ticket.rated", ticket, by=by, at=at, why=given.words, stars=stars)


def is_open(closure: Closure, known: Rating | None, at: datetime) -> bool:
    """True while a rating of this closure may be given or, once given, changed."""
    if known is not None:
        return at - known.at <= CHANGED_WITHIN
    return closure.closed_at is not None and at - closure.closed_at <= GIVEN_WITHIN
