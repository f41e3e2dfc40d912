"""What customers say forgets who said it: stars and scores stay, words go."""

from django.db import transaction

from okno.feedback.models import Invitation, Refusal, Suggestion
from okno.people.forgetting import BLACK, Gone


@transaction.atomic
def forget_words(gone: Gone) -> None:
    """Take the person's words out of suggestions and answers to waves."""
    Suggestion.objects.filter(by__in=gone.people).update(words=BLACK)
    Invitation.objects.filter(person__in=gone.people).exclude(words="").update(words="")
    Refusal.objects.filter(person__in=gone.people).delete()
