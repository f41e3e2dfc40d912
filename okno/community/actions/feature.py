from django.db import transaction

from okno.community.actions._ground import happened, lock
from okno.community.models import Kind, Post
from okno.community.refusals import NothingAccepted
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def feature(post: Post, *, by: Person) -> None:
    """Put a question with its accepted answer among the frequent ones; twice is once. Raises NothingAccepted."""
    post = lock(post)
    if post.faq_at is not None:
        return
    if post.kind != Kind.QUESTION or post.accepted_id is None:
        raise NothingAccepted
    post.faq_at = clock.now()
    post.save(update_fields=["faq_at"])
    happened(post, "faq", by=by, at=post.faq_at)


@transaction.atomic
def take_down(post: Post, *, by: Person) -> None:
    """Take a question from the frequent ones; it stays where it was asked."""
    post = lock(post)
    if post.faq_at is None:
        return
    post.faq_at = None
    post.save(update_fields=["faq_at"])
    happened(post, "unfaq", by=by, at=clock.now())
