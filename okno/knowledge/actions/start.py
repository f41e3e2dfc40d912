from django.db import transaction

from okno.core import clock
from okno.knowledge.actions._ground import clean, happened
from okno.knowledge.actions.describe import About, fit
from okno.knowledge.actions.illustrate import adopt
from okno.knowledge.models import Article, Draft, Form
from okno.people.models import Person


@transaction.atomic
def start(title: str, text: str, about: About, *, by: Person, form: str = Form.TEXT) -> Article:
    """Begin an article; nobody but editors sees it before it is published."""
    now = clock.now()
    title, text = clean(title, text)
    article = Article(created_at=now, changed_at=now, form=form)
    fit(article, about)
    article.save()
    article.draft = Draft.objects.create(article=article, title=title, text=text, by=by, at=now)
    adopt(article, text)
    happened(article, "started", by=by, at=now)
    return article
