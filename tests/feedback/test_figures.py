"""The figures of feedback, against their definitions."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from okno.feedback.figures import csat, nps


def test_nps_is_promoters_less_detractors_in_percent_of_all_who_answered() -> None:
    assert nps(Counter([10, 9, 8, 7, 6, 0, None])).score == 0
    assert nps(Counter([9, 10, 10])).told == "+100"
    assert nps(Counter([6, 6, 10])).told == "−33"
    assert nps(Counter([None, None])).told == "—"
    assert nps(Counter([9, 0])).told == "0"


@given(st.lists(st.one_of(st.none(), st.integers(0, 10))))
def test_every_answer_stands_in_one_group(scores: list[int | None]) -> None:
    figure = nps(Counter(scores))
    assert figure.count == sum(score is not None for score in scores)
    assert figure.score is None or -100 <= figure.score <= 100


def test_csat_counts_four_and_five_stars() -> None:
    assert csat(Counter([5, 4, 3, 1])) == 50
    assert csat(Counter([])) is None
