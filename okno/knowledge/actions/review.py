from datetime import date

from django.db import transaction

from okno.core import clock
from okno.core.text import one_line
from okno.knowledge.actions._ground import draft_of, happened, lock
from okno.knowledge.models import Article
from okno.knowledge.refusals import NothingNew, NoWords
from okno.people.models import Person


@transaction.atomic
def ask_review(article: Article, *, by: Person) -> None:
    """Ask somebody who publishes to look at the draft; asking twice changes nothing."""
    article, now = lock(article), clock.now()
    draft = draft_of(article)
    if draft is None:
        raise NothingNew
    if draft.review_asked_at is not None:
        return
    draft.review_asked_at = now
    draft.save(update_fields=["review_asked_at"])
    happened(article, "review_asked", by=by, at=now)


@transaction.atomic
def send_back(article: Article, words: str, *, by: Person) -> None:
    """Give the draft back to its author with words; what nobody asked to review is left alone. Raises NoWords."""
    words = one_line(words, 500)
    if not words:
        raise NoWords
    article = lock(article)
    draft = draft_of(article)
    if draft is None or draft.review_asked_at is None:
        return
    draft.review_asked_at = None
    draft.save(update_fields=["review_asked_at"])
    happened(article, "sent_back", by=by, at=clock.now(), words=words)


@transaction.atomic
def look_through(article: Article, *, by: Person, next_on: date | None) -> None:
    """Say that the article still holds, and when it is to be looked through again."""
    article = lock(article)
    article.review_on = next_on
    article.save(update_fields=["review_on"])
    happened(article, "looked_through", by=by, at=clock.now())
