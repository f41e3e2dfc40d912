"""The frequent questions: what moderators have put there, as far as the reader may see it."""

from django.db.models import Max, Q

from okno.community.access.door import NOBODY, Reader, leads_to
from okno.community.access.reading import posts_for
from okno.community.models import Post, Standing
from okno.community.models.post import PostQuerySet
from okno.knowledge.access import articles_for


def frequent_for(reader: Reader) -> PostQuerySet:
    """Return the frequent questions with their accepted answers, those with most votes first.

    One that has become an article which the reader finds stands among the articles instead.
    """
    chosen = posts_for(reader).filter(faq_at__isnull=False, accepted__standing=Standing.SHOWN)
    as_articles = Q(article__in=articles_for(reader))
    return (
        chosen.exclude(as_articles)
        .select_related("author__merged_into", "section", "accepted__author__merged_into")
        .order_by("-votes", "-pk")
    )


def frequent_behind(reader: Reader, before: int | None) -> PostQuerySet:
    """Return those behind the one that stood last on the page before (keyset, never an offset)."""
    found = frequent_for(reader)
    edge = Post.objects.filter(pk=before).first() if before is not None else None
    return found.filter(Q(votes__lt=edge.votes) | Q(votes=edge.votes, pk__lt=edge.pk)) if edge else found


def frequent_since() -> str:
    """Return when a question was last put where everybody reads the frequent ones; empty where none stands there."""
    if not leads_to(NOBODY):
        return ""
    found = frequent_for(NOBODY).order_by().aggregate(at=Max("faq_at"))["at"]
    return found.isoformat() if found else ""
