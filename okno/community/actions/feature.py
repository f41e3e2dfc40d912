from django.db import transaction

from okno.community.actions._ground import lock, stamp
from okno.community.models import Kind, Post
from okno.community.refusals import NothingAccepted
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def feature(post: Post, *, by: Person) -> None:
    """Put a question with its accepted answer among the frequent ones; twice is once. Raises NothingAccepted."""
    post = lock(post)
    if post.faq_at is None and (post.kind != Kind.QUESTION or post.accepted_id is None):
        raise NothingAccepted
    stamp(post, "faq_at", clock.now(), "faq", by=by)


@transaction.atomic
def take_down(post: Post, *, by: Person) -> None:
    """Take a question from the frequent ones; it stays where it was asked."""
    stamp(lock(post), "faq_at", None, "unfaq", by=by)
