from django.db import transaction

from okno.community.actions.ask import ask
from okno.community.models import Kind, Post
from okno.community.said import Said
from okno.feedback.models import Suggestion
from okno.people.models import Person


@transaction.atomic
def make_idea(suggestion: Suggestion, said: Said, *, by: Person) -> Post:
    """Put a suggestion into the community as an idea, in the words that a colleague has read through; it becomes one once."""
    known = Suggestion.objects.select_for_update(of=("self",)).select_related("idea").get(pk=suggestion.pk)
    if known.idea is not None:
        return known.idea
    known.idea = ask(Kind.IDEA, said, by=by)
    known.save(update_fields=["idea"])
    return known.idea
