from django.db import transaction

from okno.desk.models import Rating
from okno.feedback.models import Review, Suggestion, SuggestionState


@transaction.atomic
def listen(rating: Rating) -> None:
    """Make a low rating a task of the lead, and its words a suggestion; harmless when repeated.

    Who thinks better of it takes the task back, unless somebody has done it already. Words that were decided about stay.
    """
    rating = Rating.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=rating.pk)
    if rating.is_low:
        Review.objects.get_or_create(rating=rating, defaults={"at": rating.changed_at or rating.at})
    else:
        Review.objects.filter(rating=rating, done_at=None).delete()
    if rating.words:
        said = {
            "words": rating.words,
            "by": rating.by,
            "ticket": rating.ticket,
            "organisation": rating.ticket.organisation,
            "at": rating.changed_at or rating.at,
        }
        known, is_new = Suggestion.objects.get_or_create(rating=rating, defaults=said)
        if not is_new and known.state == SuggestionState.NEW:
            Suggestion.objects.filter(pk=known.pk).update(words=rating.words)
    else:
        Suggestion.objects.filter(rating=rating, state=SuggestionState.NEW).delete()
