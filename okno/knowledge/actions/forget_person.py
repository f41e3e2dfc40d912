"""The knowledge forgets a person: whose answer it was that helped or not, and what groups of tickets were called after."""

from collections.abc import Sequence

from django.db import transaction

from okno.knowledge.models import Gap, Helped
from okno.people.forgetting import BLACK, Gone


@transaction.atomic
def forget_readings(gone: Gone) -> None:
    """Keep that an article helped or did not, and nothing of who said so."""
    Helped.objects.filter(person__in=gone.people).update(person=None, asked="")


@transaction.atomic
def forget_gaps_of(tickets: Sequence[int]) -> None:
    """Let no gap be called by the words of these tickets; the next gathering names it by what it shares with others."""
    for gap in Gap.objects.filter(ticket__in=tickets):
        Gap.objects.filter(pk=gap.pk).update(name=" ".join(gap.words)[:250] or BLACK)
