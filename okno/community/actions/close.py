from django.db import transaction

from okno.community.actions._ground import lock, stamp
from okno.community.models import Post
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def close(post: Post, *, by: Person) -> None:
    """Take no more answers to a post; closing twice changes nothing."""
    stamp(lock(post), "closed_at", clock.now(), "closed", by=by)


@transaction.atomic
def reopen(post: Post, *, by: Person) -> None:
    """Take answers again; a post that is open stays so."""
    stamp(lock(post), "closed_at", None, "reopened", by=by)
