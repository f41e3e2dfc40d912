"""Tags of articles: seen by readers, and a way to more of the same that shows nobody what he may not read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.knowledge.models import Audience, Section
from okno.people.models import Person
from okno.portal import library
from tests.knowledge.making import article
from tests.portal.test_guides import guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody() -> Client:
    return Client(HTTP_HOST="desk.test")


def titles(client: Client, address: str) -> list[str]:
    return [str(one) for one in client.get(address).context["articles"]]


def test_a_tag_of_two_words_leads_to_the_others_that_have_it(vera: Person, anybody: Client) -> None:
    made = article(vera, "Чек", tags=["Касса самообслуживания", "чек"])
    article(vera, "Весы", tags=["касса самообслуживания"])
    article(vera, "Отпуск", tags=["касса"])
    page = anybody.get(f"/help/{made.pk}/").content.decode()
    assert (
        'href="/help/?tag=%D0%BA%D0%B0%D1%81%D1%81%D0%B0%20'
        '%D1%81%D0%B0%D0%BC%D0%BE%D0%BE%D0%B1%D1%81%D0%BB%D1%83%D0%B6%D0%B8%D0%B2%D0%B0%D0%BD%D0%B8%D1%8F"'
    ) in page
    assert titles(anybody, "/help/?tag=касса самообслуживания") == ["Весы", "Чек"]
    assert titles(anybody, "/help/?tag=КАССА") == ["Отпуск"]
    stepwise = guide(vera, tags=["чек"])
    assert "?tag=" in anybody.get(f"/help/{stepwise.pk}/").content.decode()


def test_sec_14_a_tag_shows_nobody_what_he_may_not_read(
    vera: Person, anybody: Client, as_boris: Client
) -> None:
    article(vera, "Тайный", audience=Audience.STAFF, tags=["тайна"], new_section="Кассы")
    article(vera, "Открытый", tags=["чек"], new_section="Кассы")
    section = Section.objects.get().pk
    assert titles(anybody, "/help/?tag=тайна") == []
    assert "тайна" not in anybody.get(f"/help/?section={section}").content.decode()
    assert titles(as_boris, "/help/?tag=тайна") == ["Тайный"]
    assert as_boris.get(f"/help/?section={section}").context["tags"] == ["тайна", "чек"]


def test_a_section_is_narrowed_by_its_tags(vera: Person, anybody: Client) -> None:
    article(vera, "Чек", tags=["касса"], new_section="Кассы")
    article(vera, "Весы", tags=["касса", "весы"], new_section="Кассы")
    article(vera, "Обед", tags=["касса"])
    section = Section.objects.get().pk
    page = anybody.get(f"/help/?section={section}")
    assert page.context["tags"] == ["касса", "весы"]
    assert f'href="/help/?section={section}&amp;tag=' in page.content.decode()
    assert titles(anybody, f"/help/?section={section}&tag=касса") == ["Весы", "Чек"]
    assert titles(anybody, "/help/?section=0&tag=касса") == ["Обед"]


def test_pages_of_a_tag_lose_none_and_cost_little(
    vera: Person, anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        article(vera, "Чек" if number < 3 else f"Чек {number}", tags=["чек"])
    monkeypatch.setattr(library, "TAGGED", 2)
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = anybody.get(f"/help/?tag=чек&after={after}")
        seen += [one.pk for one in page.context["articles"]]
        after = page.context["after"]
    assert len(seen) == len(set(seen)) == 5
    with CaptureQueriesContext(connection) as asked:
        anybody.get("/help/?tag=чек")
    assert len(asked) <= 7, "\n".join(row["sql"] for row in asked)


def test_hostile_tags_find_nothing(vera: Person, anybody: Client) -> None:
    article(vera, tags=["чек"])
    for said in (
        "%00",
        "'%20OR%201=1",
        "{чек}",
        "чек,касса",
        "x" * 500,
        "чек&after=99999999999999999999&section=x",
    ):
        assert anybody.get(f"/help/?tag={said}").status_code == 200
