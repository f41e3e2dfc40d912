"""Articles for tests, made through the verbs."""

from typing import Any

from okno.knowledge.actions.describe import About
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.start import start
from okno.knowledge.models import Article, Form
from okno.people.models import Person


def draft(
    by: Person,
    title: str = "Принтер не печатает",
    text: str = "Проверьте кабель.",
    form: str = Form.TEXT,
    **about: Any,
) -> Article:
    return start(title, text, About(owner=by, **about), by=by, form=form)


def article(
    by: Person, title: str = "Принтер не печатает", text: str = "Проверьте кабель.", **about: Any
) -> Article:
    made = draft(by, title, text, **about)
    publish(made, by=by)
    return Article.objects.get(pk=made.pk)
