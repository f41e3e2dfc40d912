from django.db import transaction

from okno.core import clock
from okno.core.text import several_lines
from okno.desk.actions.tell_feedback import tell_feedback
from okno.feedback.models import Review
from okno.feedback.refusals import NoWords
from okno.people.models import Person

WORDS_AT_MOST = 2000


@transaction.atomic
def look_into(review: Review, words: str, *, by: Person) -> None:
    """Say what was found out about a low rating and what was done; the task is over, and the ticket tells it to colleagues.

    What is done already stays as it is. Raises NoWords.
    """
    words = several_lines(words, WORDS_AT_MOST)
    if not words:
        raise NoWords(field="words")
    rows = Review.objects.select_for_update(of=("self",)).select_related("rating__ticket")
    review = rows.get(pk=review.pk)
    if review.done_at is not None:
        return
    review.words, review.done_at, review.done_by = words, clock.now(), by
    review.save()
    tell_feedback("rating.looked_into", review.rating.ticket, words, by=by, at=review.done_at)
