"""Who may write, change and judge, and what is one's own."""

from django.db.models import Q, QuerySet

from okno.community.access.door import Reader, is_moderator, is_somebody, plan, require_open
from okno.community.models import Answer, Hush, Kind, Moderation, Post, Standing
from okno.community.models.post import PostQuerySet
from okno.core.refusals import NotAllowed, NotFound
from okno.people.models import Person


def writer(reader: Reader) -> Person:
    """Return the person who may write here; raises NotFound where nothing is open to him, NotAllowed for a robot."""
    require_open(reader)
    if not isinstance(reader, Person) or not is_somebody(reader):
        raise NotAllowed
    return reader


def is_own(reader: Reader, written: Post | Answer) -> bool:
    """Return True for the author, and for the person that the author has been merged into."""
    return is_somebody(reader) and reader.pk in (written.author_id, written.author.merged_into_id)


def may_accept(reader: Reader, post: Post) -> bool:
    """Return True for the one who asked, and for those who look after the community."""
    return is_moderator(reader) or is_own(reader, post)


def may_rewrite(reader: Reader, written: Post | Answer) -> bool:
    """Return True for the author, while it is not hidden, and for those who look after the community."""
    return is_moderator(reader) or (is_own(reader, written) and written.standing != Standing.HIDDEN)


def may_say_helped(reader: Reader, post: Post) -> bool:
    """Return True where the reader may say whether the answers helped: to a question of somebody else that has some."""
    is_answered = post.kind == Kind.QUESTION and post.is_shown and bool(post.answers_count)
    return is_answered and not is_own(reader, post)


def require_answered(reader: Reader, post: Post) -> None:
    """Raise NotFound where there is nothing that could have helped this reader."""
    if not may_say_helped(reader, post):
        raise NotFound


def own_posts(person: Person) -> PostQuerySet:
    """Return what the person has written there: posts, whatever became of them."""
    return Post.objects.filter(_by(person)).order_by("pk")


def own_answers(person: Person) -> QuerySet[Answer]:
    """Return the answers that the person has written."""
    return Answer.objects.filter(_by(person)).order_by("pk")


def is_looked_at_first(person: Person) -> bool:
    """Return True where what this person writes waits for a colleague before it is shown.

    A newcomer is whoever has nothing shown yet, or had something hidden.
    """
    if is_moderator(person):
        return False
    rule = plan().moderation
    if rule != Moderation.NEWCOMERS:
        return rule == Moderation.BEFORE
    known = [
        standing
        for model in (Post, Answer)
        for standing in model.objects.filter(_by(person)).values_list("standing", flat=True).distinct()
    ]
    return Standing.SHOWN not in known or Standing.HIDDEN in known


def is_hushed(person: Person, post: Post) -> bool:
    """Return True where the person wants no letters about the post."""
    return hushes_of(person, post).exists()


def hushes_of(person: Person, post: Post) -> QuerySet[Hush]:
    """Return what the person, or who was merged into him, has said so by."""
    return Hush.objects.filter(Q(person=person) | Q(person__merged_into=person), post=post)


def _by(person: Person) -> Q:
    """What the person has written, and who was merged into him."""
    return Q(author=person) | Q(author__merged_into=person)
