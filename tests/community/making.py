"""Posts for tests, made through the verbs."""

from typing import Any

from okno.community.actions.answer import answer
from okno.community.actions.ask import ask
from okno.community.models import Answer, CommunityPlan, Kind, Post
from okno.community.said import Said
from okno.people.models import Person


def opened(**chosen: Any) -> None:
    """Open the community; nothing is looked at beforehand, unless it is said otherwise."""
    CommunityPlan.objects.update_or_create(pk=1, defaults={"is_open": True, "moderation": "after", **chosen})


def post(
    by: Person, title: str = "Касса не видит сканер", text: str = "Что **проверить**?", **more: Any
) -> Post:
    kind = more.pop("kind", Kind.QUESTION)
    return ask(kind, Said(title=title, text=text, **more), by=by)


def idea(by: Person, title: str = "Тёмная тема в кабинете", **more: Any) -> Post:
    return post(by, title, kind=Kind.IDEA, **more)


def reply(to: Post, by: Person, text: str = "Переткните кабель USB.") -> Answer:
    return answer(to, text, by=by)
