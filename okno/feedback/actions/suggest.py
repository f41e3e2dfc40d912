from django.db import transaction

from okno.core import clock
from okno.core.refusals import BadInput
from okno.core.text import one_line, several_lines
from okno.desk.actions.tell_feedback import tell_feedback
from okno.desk.models import Ticket
from okno.feedback.models import Suggestion, SuggestionState
from okno.feedback.refusals import NoWords
from okno.people.models import Person

WORDS_AT_MOST, ANSWER_AT_MOST = 2000, 500


@transaction.atomic
def suggest(ticket: Ticket, words: str, *, by: Person) -> None:
    """Write down what the requester of the ticket wishes for; the same words again change nothing. Raises NoWords."""
    words = several_lines(words, WORDS_AT_MOST)
    if not words:
        raise NoWords(field="words")
    ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if Suggestion.objects.filter(ticket=ticket, words=words).exists():
        return
    at = clock.now()
    Suggestion.objects.create(
        ticket=ticket, words=words, by=ticket.requester, organisation=ticket.organisation, at=at
    )
    tell_feedback("ticket.suggestion", ticket, words, by=by, at=at)


@transaction.atomic
def decide(suggestion: Suggestion, state: str, answer: str, *, by: Person) -> None:
    """Say what becomes of a suggestion; the last word counts. Raises BadInput."""
    if state not in SuggestionState.values:
        raise BadInput
    known = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    known.state, known.answer = state, one_line(answer, ANSWER_AT_MOST)
    known.decided_by, known.decided_at = by, clock.now()
    known.save()
