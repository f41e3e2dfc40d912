"""Articles beside a ticket: what fits, what the requester may be given, and what is missing."""

import pytest
from django.test import Client

from okno.desk.actions.resolve import resolve
from okno.desk.models import Ticket
from okno.knowledge import access
from okno.knowledge.markdown import letter
from okno.knowledge.models import Article, Given, Wish
from okno.people.models import Person
from tests import make
from tests.knowledge.making import article


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    return make.ticket(by=anna, subject="Не печатает принтер", text="С утра молчит, кабель на месте")


def test_what_fits_stands_beside_the_ticket_with_what_goes_into_the_reply(
    as_boris: Client, vera: Person, ticket: Ticket
) -> None:
    made = article(vera, "Принтер молчит", "# Раз\n\nПроверьте **кабель**.")
    article(vera, "Отпуск", "Заявление")
    page = as_boris.get(f"/tickets/{ticket.number}/articles/")
    one, *others = page.context["suggested"]
    assert (one.article, others) == (made, [])
    assert one.link.endswith(f"/help/{made.pk}/")
    assert one.letter == "Раз\n\nПроверьте кабель."
    assert "<mark>" in page.content.decode()


def test_sec_14_what_the_requester_may_not_read_is_never_given(
    as_boris: Client, vera: Person, ticket: Ticket
) -> None:
    made = article(vera, "Принтер молчит", "Тайна: кабель под полом", audience="staff")
    page = as_boris.get(f"/tickets/{ticket.number}/articles/")
    assert "data-insert" not in page.content.decode()
    assert as_boris.post(f"/tickets/{ticket.number}/articles/{made.pk}/giving/").status_code == 403
    assert not Given.objects.exists()


def test_which_article_solved_which_ticket_is_a_row(
    as_boris: Client, vera: Person, boris: Person, ticket: Ticket
) -> None:
    made = article(vera, "Принтер молчит", "Проверьте кабель")
    for _time in range(2):
        as_boris.post(f"/tickets/{ticket.number}/articles/{made.pk}/giving/")
    given = Given.objects.get()
    assert (given.article, given.version, given.ticket, given.by) == (made, made.version, ticket, boris)
    assert access.answers_of(made).solved == 0
    ticket.refresh_from_db()
    resolve(ticket, by=boris)
    assert access.answers_of(made).solved == 1
    as_boris.post(f"/tickets/{ticket.number}/articles/{made.pk}/taking-back/")
    assert not Given.objects.exists()


def test_a_missing_article_is_told_to_the_editors_and_written(
    as_boris: Client, boris: Person, ticket: Ticket
) -> None:
    where = f"/tickets/{ticket.number}/articles/wish/"
    assert as_boris.post(where, {"words": " "}).status_code == 422
    as_boris.post(where, {"words": "Как"})
    as_boris.post(where, {"words": "Как проверить кабель"})
    wish = Wish.objects.get()
    assert "Как проверить кабель" in as_boris.get("/knowledge/wishes/").content.decode()
    begun = as_boris.get(f"/knowledge/new/?wish={wish.pk}")
    assert begun.context["form"]["title"].value() == "Как проверить кабель"
    as_boris.post("/knowledge/new/", {"title": "Кабель", "text": "", "audience": "everyone", "language": "ru",
                                      "owner": boris.pk, "seen": 0, "wish": wish.pk})  # fmt: skip
    wish.refresh_from_db()
    assert wish.article == Article.objects.get()
    assert "Как проверить кабель" not in as_boris.get("/knowledge/wishes/").content.decode()


def test_sec_14_a_wish_of_a_closed_team_is_told_to_its_members_alone(
    as_boris: Client, anna: Person, vera: Person
) -> None:
    closed = make.team("Кадры", is_closed=True)
    hidden = make.ticket(by=anna, subject="Увольнение", team=closed)
    Wish.objects.create(ticket=hidden, words="Как уволить", by=vera, at=hidden.created_at)
    assert "Как уволить" not in as_boris.get("/knowledge/wishes/").content.decode()
    assert as_boris.get(f"/knowledge/new/?wish={Wish.objects.get().pk}").status_code == 404


def test_the_fragment_asks_few_statements(
    as_boris: Client, vera: Person, ticket: Ticket, django_assert_max_num_queries
) -> None:
    for number in range(8):
        article(vera, f"Принтер {number}", "Проверьте кабель принтера")
    as_boris.get(f"/tickets/{ticket.number}/articles/")
    with django_assert_max_num_queries(16):
        assert len(as_boris.get(f"/tickets/{ticket.number}/articles/").context["suggested"]) == 4


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. **Бумага.** Откройте `крышку`.", "1. Бумага. Откройте крышку."),
        ("## Дальше\n\n\n\n![экран](/help/pictures/3/)\n\nКонец", "Дальше\n\nКонец"),
        ("Смотрите [здесь](https://a.test/x)", "Смотрите здесь: https://a.test/x"),
    ],
)
def test_in_a_letter_a_text_has_no_marks(text: str, written: str) -> None:
    assert letter(text) == written
