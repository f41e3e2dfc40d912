from django.db import transaction

from okno.community.actions._ground import happened, lock, lock_answer
from okno.community.actions.tell import tell_accepted
from okno.community.models import Answer, Post
from okno.community.refusals import NotHere
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def accept(answer: Answer, *, by: Person) -> None:
    """Say that this answer solved it; its author is told once. Another accepted one gives way. Raises NotHere."""
    post, answer = lock_answer(answer)
    if not answer.is_shown:
        raise NotHere
    if post.accepted_id == answer.pk:
        return
    now = clock.now()
    post.accepted = answer
    post.save(update_fields=["accepted"])
    happened(post, "accepted", by=by, at=now, answer=answer.pk)
    tell_accepted(answer, by=by)


@transaction.atomic
def take_acceptance_back(post: Post, *, by: Person) -> None:
    """Say that nothing has solved it yet; twice is once."""
    post = lock(post)
    if post.accepted_id is None:
        return
    post.accepted = None
    post.save(update_fields=["accepted"])
    happened(post, "unaccepted", by=by, at=clock.now())
