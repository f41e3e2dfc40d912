from django.db import transaction
from django.db.models import Max

from okno.core import clock
from okno.knowledge.actions._ground import draft_of, happened, lock
from okno.knowledge.actions.index import index
from okno.knowledge.guides import read, spoken
from okno.knowledge.markdown import html
from okno.knowledge.models import Article, Version
from okno.knowledge.refusals import BrokenGuide, NoText, NothingNew
from okno.people.models import Person


@transaction.atomic
def publish(article: Article, *, by: Person) -> Version:
    """Make a version of the draft and show it to the readers, in lists and in the search at once."""
    article, now = lock(article), clock.now()
    draft = draft_of(article)
    if draft is None:
        raise NothingNew
    if not draft.text:
        raise NoText(field="text")
    if article.is_guide and (faults := read(draft.text).faults):
        raise BrokenGuide(BrokenGuide.of(faults[0]), field="text")
    last = Version.objects.filter(article=article).aggregate(last=Max("number"))["last"] or 0
    article.version = Version.objects.create(
        article=article,
        number=last + 1,
        title=draft.title,
        text=draft.text,
        html=html(spoken(draft.text) if article.is_guide else draft.text),
        by=by,
        at=now,
    )
    article.archived_at = None
    article.save(update_fields=["version", "archived_at"])
    draft.delete()
    happened(article, "published", by=by, at=now, number=last + 1)
    index([article.pk])
    return article.version


@transaction.atomic
def archive(article: Article, *, by: Person) -> None:
    """Take the article out of readers' sight; archiving twice changes nothing."""
    article, now = lock(article), clock.now()
    if article.archived_at is not None:
        return
    article.archived_at = now
    article.save(update_fields=["archived_at"])
    happened(article, "archived", by=by, at=now)
    index([article.pk])


@transaction.atomic
def bring_back(article: Article, *, by: Person) -> None:
    """Take the article back from the archive as it was; one that is not there stays as it is."""
    article = lock(article)
    if article.archived_at is None:
        return
    article.archived_at = None
    article.save(update_fields=["archived_at"])
    happened(article, "brought_back", by=by, at=clock.now())
    index([article.pk])
