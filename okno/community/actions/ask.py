from django.db import transaction

from okno.community.actions._ground import adopt, first_standing, fit, happened, in_turn, index, recount
from okno.community.models import Kind, Post, Vote
from okno.community.said import Said
from okno.core import clock
from okno.desk.models import Ticket
from okno.people.models import Person


@transaction.atomic
def ask(kind: str, said: Said, *, by: Person, ticket: Ticket | None = None) -> Post:
    """Write a question or an idea; it waits for a look where the desk has chosen so. Who has an idea votes for it.

    The same words sent twice are one post. What a colleague writes of a `ticket` is made once: the post that there is
    already is the answer.
    """
    if ticket is not None and (known := Post.objects.filter(ticket=ticket).first()) is not None:
        return known
    now = clock.now()
    post = Post(kind=Kind(kind), author=by, at=now, standing=first_standing(by), ticket=ticket)
    fit(post, said)
    same = Post.objects.filter(author=by, at__gt=in_turn(by), title=post.title, text=post.text, kind=kind)
    if (known := same.first()) is not None:
        return known
    post.save()
    adopt(post, post.text, by=by)
    if post.kind == Kind.IDEA:
        Vote.objects.create(post=post, person=by, at=now)
        recount(post)
    happened(post, "asked", by=by, at=now)
    if ticket is not None:
        happened(post, "from_ticket", by=by, at=now, number=ticket.number)
    index(post)
    return post
