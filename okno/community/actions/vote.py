from django.db import transaction
from django.db.models import Count

from okno.community.actions._ground import lock, lock_answer, recount
from okno.community.models import Answer, Post, Vote
from okno.community.refusals import NotHere
from okno.core import clock
from okno.people.joining import family
from okno.people.models import Person


@transaction.atomic
def vote(what: Post | Answer, *, by: Person) -> None:
    """Find a post or an answer good; a second vote of the same person changes nothing. Raises NotHere."""
    held = _held(what)
    if not held.is_shown or (isinstance(held, Post) and held.merged_into_id is not None):
        raise NotHere
    Vote.objects.get_or_create(person=by, **_for(held), defaults={"at": clock.now()})
    _count(held)


@transaction.atomic
def take_back(what: Post | Answer, *, by: Person) -> None:
    """Take a vote back; where there is none, nothing changes."""
    held = _held(what)
    Vote.objects.filter(**_for(held)).of(by.pk).delete()
    _count(held)


def count_anew(source: int, target: int) -> None:
    """Count the votes of what two have voted for who were merged or parted, and all who were merged into them before."""
    both = Person.objects.select_related("merged_into").filter(pk__in=(source, target))
    people = {one.pk for person in both for one in family(person)}
    votes = Vote.objects.filter(person__in=people)
    for column, rows in (("post", Post.objects.all()), ("answer", Answer.objects.select_related("post"))):
        several = votes.values(column).annotate(count=Count("pk")).filter(count__gt=1).values(column)
        for what in rows.filter(pk__in=several).order_by("pk"):
            with transaction.atomic():
                _count(_held(what))


def _held(what: Post | Answer) -> Post | Answer:
    return lock(what) if isinstance(what, Post) else lock_answer(what)[1]


def _for(what: Post | Answer) -> dict[str, Post | Answer]:
    return {"post" if isinstance(what, Post) else "answer": what}


def _count(held: Post | Answer) -> None:
    if isinstance(held, Post):
        recount(held)
    else:
        Answer.objects.filter(pk=held.pk).update(votes=Vote.objects.filter(answer=held).voters())
