from django.db import transaction

from okno.community import access
from okno.community.actions._ground import (
    adopt,
    clean,
    first_standing,
    fit,
    happened,
    index,
    lock,
    lock_answer,
    recount,
)
from okno.community.models import Answer, Post, Standing
from okno.community.said import Said
from okno.core import clock
from okno.knowledge.markdown import html
from okno.people.models import Person


@transaction.atomic
def rewrite(post: Post, said: Said, *, by: Person) -> None:
    """Change what stands in a post; the words of its author are looked at again where the desk has chosen so."""
    post, now = lock(post), clock.now()
    before = (post.title, post.text, post.section_id, post.tags)
    fit(post, said)
    if before == (post.title, post.text, post.section_id, post.tags):
        return
    post.standing, post.edited_at = _standing(post.standing, by), now
    post.save(update_fields=["title", "text", "html", "section", "tags", "standing", "edited_at"])
    adopt(post, post.text, by=by)
    happened(post, "changed", by=by, at=now)
    index(post)


@transaction.atomic
def rewrite_answer(answer: Answer, text: str, *, by: Person) -> None:
    """Change an answer, as a post is changed."""
    post, answer = lock_answer(answer)
    now, text = clock.now(), clean(text)
    if text == answer.text:
        return
    answer.text, answer.html, answer.edited_at = text, html(text), now
    answer.standing = _standing(answer.standing, by)
    answer.save(update_fields=["text", "html", "standing", "edited_at"])
    adopt(post, text, by=by)
    happened(post, "answer_changed", by=by, at=now)
    recount(post)
    index(post)


def _standing(standing: str, by: Person) -> str:
    """Return how a changed text stands: a colleague changes the words and nothing else."""
    is_left = access.is_moderator(by) or standing == Standing.HIDDEN
    return standing if is_left else first_standing(by)
