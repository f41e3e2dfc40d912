"""The community forgets a person: the words go, what others answered stays."""

from typing import Final

from django.db import transaction
from django.db.models import Q

from okno.community.actions._ground import index, lock
from okno.community.actions.learn_words import learn_words
from okno.community.models import Answer, Happening, Helped, Hush, Picture, Post, Report, Standing
from okno.knowledge.markdown import html
from okno.people.forgetting import BLACK, Gone

BATCH: Final = 100


def forget_posts(gone: Gone) -> bool:
    """Take the words of the person out of some posts; returns whether others still wait for the next turn."""
    mine = Q(author__in=gone.people) & ~Q(text=BLACK)
    with transaction.atomic():
        theirs = Answer.objects.filter(mine).values("post")
        rows = Post.objects.filter(mine | Q(pk__in=theirs)).order_by("pk")
        part = list(rows[:BATCH])
        for post in part:
            _forget(lock(post), gone)
    return len(part) == BATCH


@transaction.atomic
def forget_around_posts(gone: Gone) -> None:
    """Throw away what the person brought beside the words: pictures, what was reported, which letters were unwanted."""
    learn_words()  # what stood in these posts alone is no word of the dictionary any more
    Picture.objects.filter(by__in=gone.people).delete()
    Report.objects.filter(person__in=gone.people).exclude(words="").update(words="")
    Hush.objects.filter(person__in=gone.people).delete()
    Helped.objects.filter(person__in=gone.people).update(person=None, asked="")
    for row in Happening.objects.filter(by__in=gone.people).exclude(data={}):
        words = {name: BLACK if isinstance(value, str) else value for name, value in row.data.items()}
        Happening.objects.filter(pk=row.pk).update(data=words)


def _forget(post: Post, gone: Gone) -> None:
    black = {"text": BLACK, "html": html(BLACK), "reason": ""}
    Answer.objects.filter(post=post, author__in=gone.people).update(**black)
    if post.author_id in gone.people:
        is_alone = not Answer.objects.filter(post=post, standing=Standing.SHOWN).exists()
        standing = Standing.HIDDEN if is_alone else post.standing
        Post.objects.filter(pk=post.pk).update(title=BLACK, tags=[], standing=standing, **black)
        Happening.objects.filter(data__title=post.title).update(data={"title": BLACK})
    index(post)
