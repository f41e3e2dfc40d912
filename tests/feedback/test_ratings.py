"""A low rating is a task of the lead, its words a suggestion; both follow the customer's second thoughts."""

from collections.abc import Callable

import pytest
from django.test import Client

from okno.core.refusals import NotAllowed, NotFound
from okno.desk.actions.close import confirm
from okno.desk.actions.rate import rate
from okno.desk.actions.set_up_loop import plan_of_the_loop
from okno.desk.models import Fact, Ticket
from okno.feedback import access
from okno.feedback.actions.look_into import look_into
from okno.feedback.actions.suggest import decide, suggest
from okno.feedback.models import Review, Suggestion, SuggestionState
from okno.feedback.refusals import NoWords
from okno.notify.models import News
from okno.people.models import Membership, Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(anna: Person) -> Ticket:
    ticket = make.ticket(by=anna)
    confirm(ticket, by=anna)
    return ticket


@pytest.fixture
def lead() -> Person:
    return make.lead()


def test_one_star_is_a_task_and_second_thoughts_take_it_back(
    ticket: Ticket, anna: Person, run_jobs: Callable[..., int]
) -> None:
    rate(ticket, 1, by=anna, words="Три дня тишины")
    run_jobs()
    assert Review.objects.get().rating.stars == 1
    assert Suggestion.objects.get().words == "Три дня тишины"
    rate(ticket, 4, by=anna, words="")
    run_jobs()
    assert not Review.objects.exists()
    assert not Suggestion.objects.exists()


def test_what_was_looked_into_and_decided_stays(
    ticket: Ticket, anna: Person, lead: Person, run_jobs: Callable[..., int]
) -> None:
    rate(ticket, 2, by=anna, words="Долго")
    run_jobs()
    look_into(Review.objects.get(), "Позвонили, извинились.", by=lead)
    decide(Suggestion.objects.get(), SuggestionState.PLANNED, "К весне", by=lead)
    rate(ticket, 5, by=anna, words="Спасибо, что позвонили")
    run_jobs()
    assert Review.objects.get().words == "Позвонили, извинились."
    assert Suggestion.objects.get().words == "Долго"


def test_the_ticket_tells_colleagues_what_was_done_once_and_no_answer_becomes_outdated(
    ticket: Ticket, anna: Person, lead: Person, run_jobs: Callable[..., int]
) -> None:
    rate(ticket, 1, by=anna)
    run_jobs()
    version = Ticket.objects.get(pk=ticket.pk).version
    for _ in range(2):
        look_into(Review.objects.get(), "Разобрались", by=lead)
    fact = Fact.objects.get(ticket=ticket, kind="rating.looked_into")
    assert (fact.why, fact.by) == ("Разобрались", lead)
    assert Ticket.objects.get(pk=ticket.pk).version == version
    with pytest.raises(NoWords):
        look_into(Review.objects.get(), " \n", by=lead)


def test_a_lead_looks_into_the_ratings_of_the_own_teams_and_an_administrator_into_all(
    ticket: Ticket, anna: Person, boris: Person, lead: Person, run_jobs: Callable[..., int]
) -> None:
    team = make.team("Кассы")
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    rate(ticket, 1, by=anna)
    run_jobs()
    assert not access.reviews_for(lead).exists()
    Membership.objects.create(team=team, person=lead, is_lead=True)
    assert access.reviews_for(lead).exists()
    assert access.reviews_for(make.administrator()).exists()
    with pytest.raises(NotAllowed):
        access.reviews_for(boris)
    with pytest.raises(NotFound):
        access.reviews_for(anna)


def test_a_colleague_writes_a_suggestion_down_and_the_team_of_the_product_hears_of_it(
    ticket: Ticket, boris: Person, vera: Person, run_jobs: Callable[..., int]
) -> None:
    plan = plan_of_the_loop().get()
    plan.product_team = make.team("Продукт")
    plan.save()
    Membership.objects.create(team=plan.product_team, person=vera)
    for _ in range(2):
        suggest(ticket, "Хочу тёмную тему", by=boris)
    run_jobs()
    row = Suggestion.objects.get()
    assert (row.words, row.by, row.organisation) == (
        "Хочу тёмную тему",
        ticket.requester,
        ticket.organisation,
    )
    assert [one.person for one in News.objects.filter(kind="suggested")] == [vera]
    assert access.may_decide(vera)
    assert not access.may_decide(boris)


def test_a_lead_does_it_in_the_browser(
    ticket: Ticket, anna: Person, lead: Person, run_jobs: Callable[..., int]
) -> None:
    Membership.objects.create(team=make.team("Кассы"), person=lead, is_lead=True)
    rate(ticket, 1, by=anna, words="<b>Плохо</b>")
    run_jobs()
    browser = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    browser.force_login(lead)
    page = browser.get("/feedback/").content.decode()
    assert "&lt;b&gt;Плохо&lt;/b&gt;" in page
    browser.post(f"/feedback/reviews/{Review.objects.get().pk}/", {"words": "Поговорили"})
    assert "Поговорили" in browser.get("/feedback/").content.decode()
    assert browser.get("/feedback/ratings/?stars=1").status_code == 200
    wish = Suggestion.objects.get()
    browser.post(f"/feedback/suggestions/{wish.pk}/", {"state": "declined", "answer": "Не наше"})
    assert "Не наше" in browser.get("/feedback/suggestions/?state=declined").content.decode()
    assert browser.post(f"/feedback/suggestions/{wish.pk}/", {"state": "perhaps"}).status_code == 422
