from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from okno.core import clock
from okno.desk.actions.classify import clean_tags
from okno.desk.refusals import NotAColleague
from okno.knowledge.actions._ground import happened, lock
from okno.knowledge.actions.index import index
from okno.knowledge.actions.shelve import shelve
from okno.knowledge.models import Article, Audience, Language, Section
from okno.knowledge.refusals import WrongAudience
from okno.people.models import STAFF, Organisation, Person

_COLUMNS = ("section", "audience", "organisation", "language", "tags", "owner", "review_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of an article beside its text."""

    owner: Person
    audience: str = Audience.EVERYONE
    organisation: Organisation | None = None
    section: Section | None = None
    new_section: str = ""
    language: str = Language.RUSSIAN
    tags: Sequence[str] = ()
    review_on: date | None = None


@transaction.atomic
def describe(article: Article, about: About, *, by: Person) -> None:
    """Say who may read the article, where it stands and who looks after it; at once for what is published."""
    article = lock(article)
    before = [getattr(article, name) for name in _COLUMNS]
    fit(article, about)
    if before == [getattr(article, name) for name in _COLUMNS]:
        return
    article.save(update_fields=_COLUMNS)
    happened(article, "described", by=by, at=clock.now())
    index([article.pk])


def fit(article: Article, about: About) -> None:
    """Put the values into the row; raises WrongAudience or NotAColleague."""
    if about.owner.role not in STAFF:
        raise NotAColleague(field="owner")
    is_one = about.audience == Audience.ORGANISATION
    if is_one and about.organisation is None:
        raise WrongAudience(field="organisation")
    article.section = shelve(about.new_section) if about.new_section else about.section
    article.owner, article.review_on = about.owner, about.review_on
    article.audience = Audience(about.audience)
    article.organisation = about.organisation if is_one else None
    article.language = Language(about.language)
    article.tags = clean_tags(about.tags)
