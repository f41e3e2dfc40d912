"""Nobody is told anything any more whom the desk forgets."""

from django.db import transaction

from okno.notify.models import Browser, Chat, JoinCode, News, Notice, Wishes
from okno.people.forgetting import Gone


@transaction.atomic
def forget_ways(gone: Gone) -> None:
    """Throw away the person's news, and the ways by which they came."""
    for mine in (News, Browser, Chat, JoinCode, Notice, Wishes):
        mine.objects.filter(person__in=gone.people).delete()
