"""What the verbs of the community share: the locked row, clean words, the counters, the row of its history."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Cast

from okno.community import access
from okno.community.happenings import HAPPENINGS
from okno.community.models import Answer, Happening, Picture, Post, Standing, Vote
from okno.community.models.post import TITLE_AT_MOST
from okno.community.models.written import TEXT_AT_MOST
from okno.community.pictures import pictures
from okno.community.refusals import NoText, NoTitle, TooLong
from okno.community.said import Said
from okno.community.search import vector
from okno.core import clock
from okno.core.text import one_line, several_lines
from okno.desk.actions.classify import clean_tags
from okno.knowledge.markdown import html, plain
from okno.people.models import Person

PICTURES_AT_MOST = 100
SAME_PRESS = timedelta(minutes=10)  # so long the same words are one post, however often they are sent
_LOCKS = 0x0C0_0036  # the first half of our advisory locks; the second is the person
READ = 20  # answers whose words the search knows, the best ones


def lock(post: Post) -> Post:
    """Return the row as it is now, held until the verb is done."""
    return Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=post.pk)


def lock_answer(answer: Answer) -> tuple[Post, Answer]:
    """Return the post and the answer as they are now, both held: always the post first."""
    post = lock(answer.post)
    return post, Answer.objects.select_for_update(of=("self",)).select_related("author").get(pk=answer.pk)


def happened(post: Post, kind: str, *, by: Person, at: datetime, **data: Any) -> None:
    """Write what happened."""
    assert kind in HAPPENINGS, kind
    Happening.objects.create(post=post, kind=kind, by=by, at=at, data=data)


def stamp(post: Post, column: str, at: datetime | None, kind: str, *, by: Person) -> None:
    """Write a moment into the row, or none, and that it happened; where it stands so already nothing changes."""
    if (getattr(post, column) is None) == (at is None):
        return
    setattr(post, column, at)
    post.save(update_fields=[column])
    happened(post, kind, by=by, at=at or clock.now())


def fit(post: Post, said: Said) -> None:
    """Put the words into the row; raises NoTitle, NoText or TooLong."""
    title = one_line(said.title, TITLE_AT_MOST + 1)
    if not title:
        raise NoTitle(field="title")
    if len(title) > TITLE_AT_MOST:
        raise TooLong(field="title")
    post.title, post.text = title, clean(said.text)
    post.html = html(post.text)
    post.section, post.tags = said.section, clean_tags(said.tags)


def clean(text: str) -> str:
    """Return the text without what PostgreSQL cannot keep; raises NoText or TooLong."""
    text = several_lines(text, TEXT_AT_MOST + 1)
    if not text:
        raise NoText(field="text")
    if len(text) > TEXT_AT_MOST:
        raise TooLong(field="text")
    return text


def in_turn(person: Person) -> datetime:
    """Let what one person writes come one after the other; returns since when the same words are the same press."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCKS, person.pk % 2**31])
    return clock.now() - SAME_PRESS


def first_standing(person: Person) -> str:
    """Return whether what the person writes is shown at once."""
    return Standing.WAITING if access.is_looked_at_first(person) else Standing.SHOWN


def adopt(post: Post, text: str, *, by: Person) -> None:
    """Give the post the pictures that the author brought before and that stand in the text."""
    own = Picture.objects.filter(post=None, by=by, pk__in=pictures(text)[:PICTURES_AT_MOST])
    own.update(post=post)


def recount(post: Post) -> None:
    """Count what stands in the post's row from the rows themselves; the caller holds the post."""
    answers = Answer.objects.filter(post=post, standing=Standing.SHOWN)
    votes = Vote.objects.filter(post=post).voters()
    Post.objects.filter(pk=post.pk).update(answers_count=answers.count(), votes=votes)


def index(post: Post) -> None:
    """Let the search know the post and its answers as they are now; the caller holds the post."""
    post.refresh_from_db()
    best = Answer.objects.filter(post=post, standing=Standing.SHOWN).order_by("-votes", "pk")
    texts = [plain(text) for text in [post.text, *best.values_list("text", flat=True)[:READ]]]
    literal = vector(post.title, post.tags, texts)
    Post.objects.filter(pk=post.pk).update(words=Cast(Value(literal), SearchVectorField()))
