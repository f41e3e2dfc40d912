"""One press in a solved ticket begins an article: without personal data, for colleagues alone, once."""

import pytest
from django.test import Client

from okno.desk.actions.reply import Then, reply
from okno.desk.models import Ticket
from okno.knowledge import access
from okno.knowledge.actions.wish import wish
from okno.knowledge.models import Article, Audience, Source, Wish
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article, draft

ANSWER = "Откройте крышку и вставьте ленту до щелчка, потом нажмите кнопку «Пуск»."


@pytest.fixture
def ticket(anna: Person, boris: Person) -> Ticket:
    made = make.ticket(
        by=anna,
        subject="Не печатает чек на кассе",
        text="Здравствуйте! Чек не вышел, звоните +7 912 345-67-89, Анна Белова",
    )
    reply(made, f"Здравствуйте, Анна! {ANSWER}", by=boris, then=Then.RESOLVE, undo_seconds=0)
    return Ticket.objects.get(pk=made.pk)


def pressed(client: Client, ticket: Ticket) -> tuple[int, str]:
    answer = client.post(f"/tickets/{ticket.number}/articles/draft/")
    return answer.status_code, answer.headers.get("Location", "")


def test_a_draft_of_the_question_and_its_answer_is_one_press_away_and_twice_is_once(
    as_boris: Client, boris: Person, anna: Person, ticket: Ticket
) -> None:
    wish(ticket, "Как заменить ленту", by=boris)
    beside = as_boris.get(f"/tickets/{ticket.number}/articles/").content.decode()
    assert f'action="/tickets/{ticket.number}/articles/draft/"' in beside
    first, second = pressed(as_boris, ticket), pressed(as_boris, ticket)
    made = Article.objects.get()
    assert first == second == (302, f"/knowledge/{made.pk}/")
    assert made.draft.title == "Не печатает чек на кассе"
    assert ANSWER in made.draft.text
    assert "912" not in made.draft.text
    assert "Анна" not in made.draft.text
    assert (made.owner, made.draft.by, made.version) == (boris, boris, None)
    assert [one.ticket for one in Source.objects.all()] == [ticket]
    assert Wish.objects.get().article == made
    beside = as_boris.get(f"/tickets/{ticket.number}/articles/").content.decode()
    assert f'href="/knowledge/{made.pk}/"' in beside
    assert "articles/draft/" not in beside


def test_sec_14_one_press_more_publishes_it_to_colleagues_alone(
    as_boris: Client, as_anna: Client, vera: Person, ticket: Ticket
) -> None:
    pressed(as_boris, ticket)
    made = Article.objects.get()
    assert made.audience == Audience.STAFF
    page = as_boris.get(f"/knowledge/{made.pk}/").content.decode()
    assert '<div class="banner">' in page
    assert not access.articles_for(ticket.requester).filter(pk=made.pk).exists()


def test_what_is_not_solved_by_an_answer_and_what_a_closed_team_was_told_begins_nothing(
    as_boris: Client, as_anna: Client, anna: Person, gleb: Person, ticket: Ticket
) -> None:
    live = make.ticket(by=anna)
    assert pressed(as_boris, live)[0] == 409
    assert "articles/draft/" not in as_boris.get(f"/tickets/{live.number}/articles/").content.decode()
    assert pressed(as_anna, ticket)[0] == 404
    Ticket.objects.filter(pk=ticket.pk).update(team=make.team("Тайны", is_closed=True))
    assert pressed(as_boris, ticket)[0] == 404
    office = Client(HTTP_HOST="desk.test")
    office.force_login(gleb)
    assert pressed(office, ticket)[0] == 409
    assert "articles/draft/" not in office.get(f"/tickets/{ticket.number}/articles/").content.decode()
    assert not Article.objects.exists()


def test_an_editor_is_told_of_an_article_with_the_same_title(
    as_boris: Client, vera: Person, boris: Person, ticket: Ticket
) -> None:
    known = article(vera, "Не печатает чек на КАССЕ")
    other = draft(vera, "Совсем другое")
    pressed(as_boris, ticket)
    made = Article.objects.latest("pk")
    page = as_boris.get(f"/knowledge/{made.pk}/")
    assert page.context["namesakes"] == [known]
    assert f'<a href="/knowledge/{known.pk}/">' in page.content.decode()
    assert as_boris.get(f"/knowledge/{known.pk}/").context["namesakes"] == []
    assert as_boris.get(f"/knowledge/{other.pk}/").context["namesakes"] == []
