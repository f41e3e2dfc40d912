from django.db import transaction

from okno.community.actions._ground import happened, lock
from okno.community.models import Post
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def close(post: Post, *, by: Person) -> None:
    """Take no more answers to a post; closing twice changes nothing."""
    post = lock(post)
    if post.closed_at is not None:
        return
    post.closed_at = clock.now()
    post.save(update_fields=["closed_at"])
    happened(post, "closed", by=by, at=post.closed_at)


@transaction.atomic
def reopen(post: Post, *, by: Person) -> None:
    """Take answers again; a post that is open stays so."""
    post = lock(post)
    if post.closed_at is None:
        return
    post.closed_at = None
    post.save(update_fields=["closed_at"])
    happened(post, "reopened", by=by, at=clock.now())
