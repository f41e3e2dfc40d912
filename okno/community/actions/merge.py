from django.db import transaction
from django.db.models import Q

from okno.community.actions._ground import happened, index, recount
from okno.community.models import Answer, Post, Standing, Vote
from okno.community.refusals import NotIntoThis
from okno.core import clock
from okno.people.models import Person


@transaction.atomic
def merge(post: Post, into: Post, *, by: Person) -> None:
    """Make two posts of the same matter one: answers and votes go over, the address leads there. Raises NotIntoThis.

    Votes of people who have voted for both stay one; where it went stands in the rows, for the undo.
    """
    post, into = _both(post, into)
    if post.merged_into_id == into.pk:
        return
    is_one = post.pk == into.pk or post.kind != into.kind
    if is_one or post.merged_into_id or into.merged_into_id or post.merged.exists():
        raise NotIntoThis
    if into.standing != Standing.SHOWN:
        raise NotIntoThis
    now = clock.now()
    Answer.objects.filter(post=post).update(post=into, came_from=post)
    votes = Vote.objects.filter(post=post).values_list("person", flat=True)
    Vote.objects.bulk_create(
        (Vote(post=into, person_id=person, at=now, came_from=post) for person in votes),
        ignore_conflicts=True,
    )
    post.merged_into = into
    post.save(update_fields=["merged_into"])
    if into.accepted_id is None and post.accepted_id is not None:
        Post.objects.filter(pk=into.pk).update(accepted=post.accepted_id)
    happened(post, "merged", by=by, at=now, title=into.title)
    _settled(post, into)


@transaction.atomic
def undo_merge(post: Post, *, by: Person) -> None:
    """Take two posts apart again; what came since then stays where it came. Where nothing is merged, nothing changes."""
    if post.merged_into is None:
        return
    post, into = _both(post, post.merged_into)
    if post.merged_into_id != into.pk:
        return
    own = Answer.objects.filter(post=into, came_from=post)
    if into.accepted_id in set(own.values_list("pk", flat=True)):
        Post.objects.filter(pk=into.pk).update(accepted=None)
    own.update(post=post, came_from=None)
    Vote.objects.filter(Q(post=into), came_from=post).delete()
    post.merged_into = None
    post.save(update_fields=["merged_into"])
    happened(post, "parted", by=by, at=clock.now(), title=into.title)
    _settled(post, into)


def _both(one: Post, other: Post) -> tuple[Post, Post]:
    """Lock two posts in the order of their ids, so that nobody waits in a circle."""
    rows = Post.objects.select_for_update(of=("self",)).filter(pk__in=(one.pk, other.pk)).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[one.pk], held[other.pk]


def _settled(*posts: Post) -> None:
    for post in posts:
        recount(post)
        index(post)
