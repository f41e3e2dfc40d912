from django.db import transaction

from okno.community.actions._ground import (
    SAME_PRESS,
    adopt,
    clean,
    first_standing,
    happened,
    index,
    lock,
    recount,
)
from okno.community.actions.tell import tell_answer
from okno.community.models import Answer, Post
from okno.community.refusals import IsClosed, NotHere
from okno.core import clock
from okno.knowledge.markdown import html
from okno.people.models import Person


@transaction.atomic
def answer(post: Post, text: str, *, by: Person) -> Answer:
    """Answer a post; its author is told when the answer is shown. The same words sent twice are one answer.

    Raises IsClosed, NotHere, NoText or TooLong.
    """
    post, now = lock(post), clock.now()
    text = clean(text)
    if post.merged_into_id is not None or not post.is_shown:
        raise NotHere
    if post.closed_at is not None:
        raise IsClosed
    same = Answer.objects.filter(post=post, author=by, at__gt=now - SAME_PRESS, text=text)
    if (known := same.first()) is not None:
        return known
    made = Answer.objects.create(
        post=post, author=by, text=text, html=html(text), at=now, standing=first_standing(by)
    )
    adopt(post, text, by=by)
    happened(post, "answered", by=by, at=now)
    recount(post)
    index(post)
    if made.is_shown:
        tell_answer(made, at=now)
    return made
