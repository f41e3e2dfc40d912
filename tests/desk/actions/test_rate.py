"""The word of the requester about a closure: given once, changed for a week, remembered as it was."""

from datetime import timedelta

import pytest

from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.rate import RatingIsOver, rate
from okno.desk.kinds import KINDS, Audience, sentence
from okno.desk.models import Fact, Rating
from okno.desk.refusals import NotNow, TextTooLong
from tests import make


@pytest.fixture
def ticket(anna):
    ticket = make.ticket(by=anna)
    confirm(ticket, by=anna)
    return ticket


def rated(ticket):
    return Fact.objects.filter(ticket=ticket, kind="ticket.rated").order_by("pk")


def test_a_rating_is_a_row_and_a_fact_for_colleagues_alone(ticket, anna):
    rate(ticket, 4, by=anna, words="Быстро")
    row = ticket.ratings.get()
    assert (row.stars, row.words, row.by, row.closure) == (4, "Быстро", anna, ticket.closures.get())
    fact = rated(ticket).get()
    assert (fact.data, fact.why, fact.by) == ({"stars": 4}, "Быстро", anna)
    assert KINDS[fact.kind].audience is Audience.STAFF
    assert "4" in sentence(fact.kind, fact.data)


def test_the_same_rating_twice_changes_nothing(ticket, anna):
    for _ in range(2):
        rate(ticket, 5, by=anna)
    assert rated(ticket).count() == 1


def test_words_stay_where_only_the_stars_are_changed_and_go_where_they_are_taken_back(ticket, anna):
    rate(ticket, 5, by=anna, words="Спасибо")
    rate(ticket, 3, by=anna)
    assert (ticket.ratings.get().stars, ticket.ratings.get().words) == (3, "Спасибо")
    rate(ticket, 3, by=anna, words="")
    assert ticket.ratings.get().words == ""
    assert [fact.data["stars"] for fact in rated(ticket)] == [5, 3, 3]


def test_a_rating_is_changed_for_a_week_and_no_longer(ticket, anna):
    start = clock.now()
    rate(ticket, 2, by=anna, at=start)
    rate(ticket, 4, by=anna, at=start + timedelta(days=7))
    with pytest.raises(RatingIsOver):
        rate(ticket, 1, by=anna, at=start + timedelta(days=7, seconds=1))
    assert ticket.ratings.get().stars == 4


def test_a_rating_is_given_within_a_month_of_the_closing(ticket, anna):
    with pytest.raises(RatingIsOver):
        rate(ticket, 4, by=anna, at=clock.now() + timedelta(days=31))
    assert not Rating.objects.exists()


def test_only_what_is_closed_is_rated_in_silence_too(anna, boris):
    ticket = make.ticket(by=anna)
    with pytest.raises(NotNow):
        rate(ticket, 4, by=anna)
    close(ticket, by=boris)
    rate(ticket, 4, by=anna)
    assert ticket.ratings.count() == 1


def test_each_closure_has_a_rating_of_its_own(ticket, anna, boris):
    rate(ticket, 1, by=anna)
    reopen(ticket, by=anna)
    with pytest.raises(NotNow):
        rate(ticket, 5, by=anna)
    close(ticket, by=boris)
    rate(ticket, 5, by=anna)
    assert sorted(ticket.ratings.values_list("stars", flat=True)) == [1, 5]


@pytest.mark.parametrize("stars", [0, 6, -1, 10**9])
def test_there_are_one_to_five_stars(ticket, anna, stars):
    with pytest.raises(BadInput):
        rate(ticket, stars, by=anna)


def test_words_are_bounded(ticket, anna):
    with pytest.raises(TextTooLong):
        rate(ticket, 5, by=anna, words="ы" * 2001)
