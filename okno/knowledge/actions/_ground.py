"""What the verbs of articles share: the locked row, the title of its draft, the row of its history."""

from datetime import datetime
from typing import Any

from okno.core.text import one_line
from okno.knowledge.happenings import HAPPENINGS
from okno.knowledge.models import Article, Draft, Happening
from okno.knowledge.models.article import TEXT_AT_MOST, TITLE_AT_MOST
from okno.knowledge.reacting import enqueue
from okno.knowledge.refusals import NoTitle, TooLong
from okno.people.models import Person


def lock(article: Article) -> Article:
    """Return the row as it is now, held until the verb is done."""
    return Article.objects.select_for_update(of=("self",)).select_related("version").get(pk=article.pk)


def draft_of(article: Article) -> Draft | None:
    """Return the next version, if one is being written."""
    return Draft.objects.filter(article=article).first()


def happened(article: Article, kind: str, *, by: Person, at: datetime, **data: Any) -> None:
    """Write what happened, and that the article has changed."""
    assert kind in HAPPENINGS, kind
    enqueue(Happening.objects.create(article=article, kind=kind, by=by, at=at, data=data))
    Article.objects.filter(pk=article.pk).update(changed_at=at)


def clean(title: str, text: str) -> tuple[str, str]:
    """Return the title in one line and the text without what PostgreSQL cannot keep; raises NoTitle or TooLong."""
    title = one_line(title, TITLE_AT_MOST + 1)
    if not title:
        raise NoTitle(field="title")
    if len(title) > TITLE_AT_MOST:
        raise TooLong(field="title")
    text = text.replace("\x00", "").replace("\r\n", "\n").rstrip()
    if len(text) > TEXT_AT_MOST:
        raise TooLong(field="text")
    return title, text
