from django.db import transaction

from okno.core import clock
from okno.core.refusals import NotFound
from okno.knowledge.actions._ground import clean, draft_of, happened, lock
from okno.knowledge.models import Article, Draft, Version
from okno.knowledge.refusals import DraftStands, NothingNew, WrittenOtherwise
from okno.people.models import Person


@transaction.atomic
def write(article: Article, title: str, text: str, *, by: Person, seen: int) -> Draft | None:
    """Save the next version; readers go on seeing the present one. The same words change nothing.

    `seen` is the revision of the draft that the editor had before the eyes, 0 where there was none. Raises WrittenOtherwise.
    """
    article, now = lock(article), clock.now()
    title, text = clean(title, text)
    draft = draft_of(article)
    stands = draft or article.version
    if stands is not None and (stands.title, stands.text) == (title, text):
        return draft
    if seen != (draft.revision if draft else 0):
        raise WrittenOtherwise
    if draft is None:
        draft = Draft(article=article, revision=0)
    draft.title, draft.text, draft.by, draft.at = title, text, by, now
    draft.revision += 1
    draft.review_asked_at = None  # what was asked to be looked at is another text now
    draft.save()
    happened(article, "written", by=by, at=now)
    return draft


@transaction.atomic
def restore(article: Article, number: int, *, by: Person) -> Draft:
    """Begin the next version with the words of an old one; readers go on seeing the present one.

    A draft that says the same stays as it is. Raises DraftStands where another one is being written, NothingNew where
    readers see these very words, NotFound where there was no such version.
    """
    article, now = lock(article), clock.now()
    old = Version.objects.filter(article=article, number=number).first()
    if old is None:
        raise NotFound
    draft = draft_of(article)
    if draft is not None:
        if (draft.title, draft.text) == (old.title, old.text):
            return draft
        raise DraftStands
    if article.version is not None and (article.version.title, article.version.text) == (old.title, old.text):
        raise NothingNew
    draft = Draft.objects.create(article=article, title=old.title, text=old.text, by=by, at=now)
    happened(article, "restored", by=by, at=now, number=number)
    return draft


@transaction.atomic
def drop(article: Article, *, by: Person) -> None:
    """Throw the next version away; what was never published has nothing else and stays."""
    article = lock(article)
    draft = draft_of(article)
    if draft is None or article.version is None:
        return
    draft.delete()
    happened(article, "dropped", by=by, at=clock.now())
