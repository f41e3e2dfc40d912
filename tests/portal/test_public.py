"""What machines read: public articles alone, made once, told what a link to them shows."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from okno.knowledge.actions.illustrate import illustrate
from okno.knowledge.actions.publish import archive, publish
from okno.knowledge.actions.write import write
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article, draft
from tests.portal.canary import PICTURE

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    return Client(HTTP_HOST="desk.test")


def secrets(vera: Person) -> None:
    article(vera, "Тайна сотрудников", audience="staff")
    article(vera, "Тайна клиентов", audience="customers")
    article(vera, "Тайна Ромашки", audience="organisation", organisation=make.organisation())
    archive(article(vera, "Тайна архива"), by=vera)
    draft(vera, "Тайна черновика")


def test_sec_11_the_map_and_the_news_name_public_articles_alone(stranger: Client, vera: Person) -> None:
    secrets(vera)
    shown = article(vera, "Принтер <1>", "Проверьте & нажмите.", new_section="Печать")
    known = ET.fromstring(stranger.get("/sitemap.xml").content)
    addresses = [one.text or "" for one in known.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert [one.partition("/help/")[2] for one in addresses] == ["", f"{shown.pk}/"]
    (item,) = ET.fromstring(stranger.get("/help/news.xml").content).iter("item")
    assert (item.findtext("title"), item.findtext("description")) == ("Принтер <1>", "Проверьте & нажмите.")
    assert item.findtext("category") == "Печать"


def test_what_is_known_is_not_sent_again_and_what_is_new_is(stranger: Client, vera: Person) -> None:
    made = article(vera, "Принтер")
    first = stranger.get("/help/news.xml")
    assert stranger.get("/help/news.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304
    write(made, "Принтер гудит", "Иначе", by=vera, seen=0)
    publish(made, by=vera)
    again = stranger.get("/help/news.xml", headers={"If-None-Match": first["ETag"]})
    assert "Принтер гудит" in again.content.decode()


def test_asking_again_costs_one_statement_beside_the_cache(
    stranger: Client, vera: Person, django_assert_max_num_queries
) -> None:
    article(vera, "Принтер")
    stranger.get("/sitemap.xml")
    with django_assert_max_num_queries(4):
        stranger.get("/sitemap.xml")


def test_a_link_to_a_public_article_shows_its_beginning_and_its_picture(
    stranger: Client, vera: Person
) -> None:
    made = article(vera, "Принтер", "Начало")
    picture = illustrate(made, "a.png", PICTURE)
    write(made, "Принтер", f'## Шаг\n\nНажмите "Пуск" ![х](/help/pictures/{picture.pk}/)', by=vera, seen=0)
    publish(made, by=vera)
    page = stranger.get(f"/help/{made.pk}/").content.decode()
    assert '<meta property="og:description" content="Шаг Нажмите &quot;Пуск&quot;">' in page
    assert f'/help/pictures/{picture.pk}/">' in page.partition("og:image")[2]


def test_what_only_some_may_read_tells_nothing_beside_its_page(as_boris: Client, vera: Person) -> None:
    made = article(vera, "Тайна", audience="staff")
    assert "og:" not in as_boris.get(f"/help/{made.pk}/").content.decode()


def test_robots_are_led_to_the_answers_and_to_nothing_else(stranger: Client) -> None:
    told = stranger.get("/robots.txt").content.decode().splitlines()
    assert {"Allow: /help/", "Disallow: /", "Disallow: /help/search/"} <= set(told)
    assert any(line.startswith("Sitemap: http") and line.endswith("/sitemap.xml") for line in told)
