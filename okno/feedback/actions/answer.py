from datetime import datetime

from django.db import transaction

from okno.core import clock
from okno.core.text import several_lines
from okno.feedback.actions.ask_wave import ends_on
from okno.feedback.models import Invitation, Refusal, Suggestion, SuggestionState, Wave
from okno.feedback.refusals import NoSuchScore, WaveIsOver
from okno.people.provider import zone_of

WORDS_AT_MOST = 2000
BEST = 10


@transaction.atomic
def answer(invitation: Invitation, score: int, words: str | None = None) -> None:
    """Take how likely somebody would recommend us; until the wave is over it may be changed. What is said joins the suggestions.

    Without `words` those that were said before stay. Raises NoSuchScore or WaveIsOver.
    """
    if not 0 <= score <= BEST:
        raise NoSuchScore(field="score")
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("wave")
    known = rows.get(pk=invitation.pk)
    if is_closed(known.wave):
        raise WaveIsOver
    at = clock.now()
    known.score, known.answered_at = score, at
    if words is not None:
        known.words = several_lines(words, WORDS_AT_MOST)
    known.save()
    _suggest(known, at)


@transaction.atomic
def refuse(invitation: Invitation) -> None:
    """Never ask this person again; harmless when repeated."""
    Refusal.objects.get_or_create(person=invitation.person, defaults={"at": clock.now()})


def is_closed(wave: Wave) -> bool:
    """True where no answer is taken any more."""
    return wave.stopped_at is not None or clock.now().astimezone(zone_of("")).date() > ends_on(wave)


def _suggest(said: Invitation, at: datetime) -> None:
    mine = Suggestion.objects.filter(invitation=said)
    if not said.words:
        mine.filter(state=SuggestionState.NEW).delete()
    elif not mine.exists():
        Suggestion.objects.create(
            invitation=said,
            words=said.words,
            by=said.person,
            organisation=said.organisation,
            at=at,
        )
    else:
        mine.filter(state=SuggestionState.NEW).update(words=said.words)
