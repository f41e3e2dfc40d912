"""The frequent questions among the answers: who puts them there, who sees them, and where they stand."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.community.actions.accept import accept, take_acceptance_back
from okno.community.actions.feature import feature, take_down
from okno.community.actions.look import hide, show
from okno.community.actions.turn import to_article
from okno.community.actions.vote import vote
from okno.community.models import Helped, Post
from okno.community.refusals import NothingAccepted
from okno.knowledge.actions.describe import About, describe
from okno.knowledge.actions.publish import publish
from okno.knowledge.models import Article, Audience
from okno.people.models import Person
from okno.portal import frequent
from tests.community.making import idea, opened, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def anybody() -> Client:
    return Client(HTTP_HOST="desk.test")


def solved(by: Person, helper: Person, title: str = "Касса не видит сканер") -> Post:
    made = post(by, title)
    accept(reply(made, helper, f"Переткните **кабель** ({title})."), by=by)
    return Post.objects.get(pk=made.pk)


def page(client: Client, address: str = "/help/") -> str:
    return client.get(address).content.decode()


def test_a_frequent_question_stands_folded_below_the_answers_with_its_accepted_answer(
    anna: Person, boris: Person, grigory: Person, as_boris: Client, as_anna: Client, anybody: Client
) -> None:
    opened()
    made = solved(anna, grigory)
    assert "faq-" not in page(anybody)
    way = f"/moderation/{made.pk}/frequency/"
    for _time in range(2):
        assert as_boris.post(way).status_code == 302
    for address in ("/help/", "/help/questions/"):
        told = page(anybody, address)
        assert f'<details class="faq" id="faq-{made.pk}"' in told
        assert "Переткните <strong>кабель</strong>" in told
        assert f'href="/community/{made.pk}/"' in told
        assert f'action="/community/{made.pk}/helped/"' in told
    assert f'action="/community/{made.pk}/helped/"' not in page(as_anna)  # she has asked it
    assert [one.kind for one in made.happenings.all()].count("faq") == 1
    assert as_boris.post(way, {"back": "1"}).status_code == 302
    assert "faq-" not in page(anybody)


def test_it_helped_is_said_from_there(anna: Person, boris: Person, grigory: Person, anybody: Client) -> None:
    opened()
    made = solved(anna, grigory)
    feature(made, by=boris)
    anybody.post(f"/community/{made.pk}/helped/", {"helped": "yes", "key": "visit"})
    assert Helped.objects.get(post=made).is_yes


def test_only_a_question_with_an_accepted_answer_comes_there(
    anna: Person, boris: Person, grigory: Person, as_anna: Client, as_boris: Client
) -> None:
    opened()
    bare, wish = post(anna), idea(anna)
    for one in (bare, wish):
        with pytest.raises(NothingAccepted):
            feature(one, by=boris)
    assert as_boris.post(f"/moderation/{bare.pk}/frequency/").status_code == 409
    assert as_anna.post(f"/moderation/{bare.pk}/frequency/").status_code == 404


def test_nobody_reads_there_what_he_may_not(
    anna: Person, boris: Person, grigory: Person, as_grigory: Client, anybody: Client
) -> None:
    opened(readers="customers")
    made = solved(anna, grigory)
    feature(made, by=boris)
    assert f"faq-{made.pk}" in page(as_grigory)
    assert "faq-" not in page(anybody)
    assert anybody.get("/help/questions/").status_code == 404
    assert "/help/questions/" not in page(anybody, "/sitemap.xml")
    hide(made, "спам", by=boris)
    assert f"faq-{made.pk}" not in page(as_grigory)
    show(made, by=boris)
    assert f"faq-{made.pk}" in page(as_grigory)
    hide(made.answers.get(), "спам", by=boris)
    assert f"faq-{made.pk}" not in page(as_grigory)
    opened(is_open=False)
    assert as_grigory.get("/help/questions/").status_code == 404


def test_without_its_acceptance_it_leaves_and_the_map_of_the_site_names_the_page(
    anna: Person, boris: Person, grigory: Person, anybody: Client
) -> None:
    opened()
    made = solved(anna, grigory)
    assert "/help/questions/" not in page(anybody, "/sitemap.xml")
    feature(made, by=boris)
    assert "/help/questions/" in page(anybody, "/sitemap.xml")
    take_acceptance_back(made, by=anna)
    assert "faq-" not in page(anybody, "/help/questions/")
    assert "/help/questions/" not in page(anybody, "/sitemap.xml")
    take_down(made, by=boris)
    assert Post.objects.get(pk=made.pk).faq_at is None


def test_once_it_is_an_article_that_one_may_read_the_article_stands_for_it(
    anna: Person, boris: Person, grigory: Person, anybody: Client, as_boris: Client
) -> None:
    opened()
    made = solved(anna, grigory)
    feature(made, by=boris)
    written = to_article(made, by=boris)
    assert f"faq-{made.pk}" in page(anybody)
    describe(written, About(owner=boris, audience=Audience.STAFF), by=boris)
    publish(Article.objects.get(pk=written.pk), by=boris)
    assert f"faq-{made.pk}" in page(anybody)
    assert f"faq-{made.pk}" not in page(as_boris)
    describe(Article.objects.get(pk=written.pk), About(owner=boris), by=boris)
    assert f"faq-{made.pk}" not in page(anybody)


def test_those_with_most_votes_come_first_and_pages_lose_none(
    anna: Person, boris: Person, grigory: Person, anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    made = [solved(anna, grigory, f"Вопрос {number}") for number in range(4)]
    for one in made:
        feature(one, by=boris)
    vote(made[1], by=grigory)
    monkeypatch.setattr(frequent, "ROWS", 3)
    monkeypatch.setattr(frequent, "FIRST", 3)
    first = anybody.get("/help/questions/")
    rest = anybody.get("/help/questions/", {"before": first.context["before"]})
    order = [one["post"].pk for answer in (first, rest) for one in answer.context["questions"]]
    assert order == [made[1].pk, made[3].pk, made[2].pk, made[0].pk]
    assert "/help/questions/" in page(anybody)
    assert anybody.get("/help/questions/?before=99999999999999999999").status_code == 200
    with CaptureQueriesContext(connection) as asked:
        anybody.get("/help/questions/")
    assert len(asked) <= 8, "\n".join(row["sql"] for row in asked)
