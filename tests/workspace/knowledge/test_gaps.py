"""The page «Из обращений»: what is missing by its price, aside and back, a draft with one click."""

from django.test import Client

from okno.core import clock
from okno.knowledge.actions.gather import gather
from okno.knowledge.models import Article, Gap, Vain
from okno.people.models import Person
from tests.knowledge.test_gaps import solved


def found(client: Client, query: str = "") -> list[Gap]:
    return list(client.get(f"/knowledge/gaps/{query}").context["rows"])


def test_an_editor_makes_a_draft_of_the_dearest_gap(as_boris: Client, boris: Person) -> None:
    ticket, *_others = [solved(boris) for _ in range(3)]
    gather()
    (gap,) = found(as_boris)
    page = as_boris.get(f"/knowledge/gaps/{gap.pk}/").content.decode()
    assert f"/tickets/{ticket.number}/" in page
    answer = as_boris.post(f"/knowledge/gaps/{gap.pk}/article/")
    made = Article.objects.get()
    assert answer["Location"] == f"/knowledge/{made.pk}/"
    assert f"/tickets/{ticket.number}/" in as_boris.get(answer["Location"]).content.decode()
    assert found(as_boris) == []


def test_what_is_not_needed_goes_aside_and_comes_back(as_boris: Client, boris: Person) -> None:
    for _ in range(3):
        solved(boris)
    gather()
    (gap,) = found(as_boris)
    as_boris.post(f"/knowledge/gaps/{gap.pk}/aside/")
    assert found(as_boris) == []
    assert found(as_boris, "?state=aside") == [gap]
    as_boris.post(f"/knowledge/gaps/{gap.pk}/aside/", {"back": "1"})
    assert found(as_boris) == [gap]


def test_the_list_costs_the_same_however_long_it_is(
    as_boris: Client, boris: Person, django_assert_max_num_queries
) -> None:
    for number in range(12):
        Gap.objects.create(
            kind="searches",
            key=f"{number}",
            name=f"{number}",
            times=2,
            minutes=number,
            found_at=clock.now(),
        )
    as_boris.get("/knowledge/gaps/")
    with django_assert_max_num_queries(10):
        assert [gap.minutes for gap in found(as_boris)] == list(range(11, -1, -1))


def test_a_search_without_a_result_and_words_with_which_one_asks_are_counted(as_anna: Client) -> None:
    as_anna.get("/help/search/?q=Квадрокоптер")
    as_anna.get("/help/search/?q=Квадрокоп", headers={"HX-Request": "true"})
    as_anna.get("/ask/?text=Квадрокоптер")
    row = Vain.objects.get()
    assert (row.words, row.empty, row.asked) == ("квадрокоптер", 1, 1)
