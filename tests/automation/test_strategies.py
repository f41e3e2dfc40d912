"""Who gets a ticket: the pure choice, in many worlds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.automation.strategies import Candidate, choose
from okno.people.models import Strategy

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OTHERS = [one for one in Strategy.values if one != Strategy.BY_HAND]


def chosen(strategy: str, *people: Candidate, wanted: tuple[str, ...] = ()) -> int | None:
    found = choose(strategy, people, wanted)
    return found.pk if found else None


ANNA, BORIS, VERA = Candidate(pk=1, load=3), Candidate(pk=2, load=5), Candidate(pk=3, load=3)


@pytest.mark.parametrize("strategy", OTHERS)
@pytest.mark.parametrize(
    "without",
    [{"is_there": False}, {"is_present": False}, {"has_declined": True}, {"capacity": 3}, {"capacity": 0}],
)
def test_whoever_may_not_get_it_never_does(strategy: str, without: dict[str, object]) -> None:
    strong = {"skills": frozenset({"vpn"}), "knows": 9, "keeps": True}
    assert chosen(strategy, replace(ANNA, **without, **strong), BORIS, wanted=("vpn",)) == BORIS.pk
    assert chosen(strategy, replace(ANNA, **without, **strong)) is None


def test_by_hand_nobody_gets_anything() -> None:
    assert chosen(Strategy.BY_HAND, ANNA, BORIS) is None


def test_in_turn_it_is_whoever_got_one_longest_ago() -> None:
    anna, boris = replace(ANNA, given_at=NOON), replace(BORIS, given_at=NOON - timedelta(hours=1))
    assert chosen(Strategy.ROUND_ROBIN, anna, boris) == boris.pk
    assert chosen(Strategy.ROUND_ROBIN, anna, boris, VERA) == VERA.pk, "who never got one comes first"


def test_whoever_has_least_to_do_and_of_two_alike_whoever_got_one_longer_ago() -> None:
    assert chosen(Strategy.LEAST_LOADED, BORIS, replace(ANNA, given_at=NOON), VERA) == VERA.pk
    found = choose(Strategy.LEAST_LOADED, [BORIS, replace(ANNA, capacity=8)])
    assert found is not None
    assert "3" in found.why
    assert "8" in found.why


def test_by_skill_it_is_whoever_can_most_of_it() -> None:
    some, all_of_it = (
        replace(ANNA, skills=frozenset({"vpn"})),
        replace(BORIS, skills=frozenset({"vpn", "1с", "печать"})),
    )
    assert chosen(Strategy.BY_SKILL, some, all_of_it, VERA, wanted=("vpn", "1с")) == BORIS.pk
    assert chosen(Strategy.BY_SKILL, some, all_of_it, VERA, wanted=("vpn",)) == ANNA.pk, (
        "of two, who has less to do"
    )
    assert chosen(Strategy.BY_SKILL, BORIS, VERA, wanted=("vpn",)) == VERA.pk, (
        "nobody can: who has least to do"
    )


def test_the_one_who_knows_the_customer_and_the_one_who_keeps_the_territory() -> None:
    assert chosen(Strategy.KNOWS_CUSTOMER, ANNA, replace(BORIS, knows=2), replace(VERA, knows=1)) == BORIS.pk
    assert chosen(Strategy.TERRITORY, ANNA, replace(BORIS, keeps=True)) == BORIS.pk
    assert chosen(Strategy.TERRITORY, BORIS, ANNA) == ANNA.pk
    assert chosen(Strategy.KNOWS_CUSTOMER, BORIS, ANNA) == ANNA.pk


people = st.lists(
    st.builds(
        Candidate,
        pk=st.integers(1, 10_000),
        is_there=st.booleans(),
        is_present=st.booleans(),
        has_declined=st.booleans(),
        load=st.integers(0, 9),
        capacity=st.none() | st.integers(0, 9),
        given_at=st.none() | st.integers(0, 99).map(lambda n: NOON + timedelta(minutes=n)),
        skills=st.frozensets(st.sampled_from(["vpn", "1с", "печать"])),
        knows=st.integers(0, 3),
        keeps=st.booleans(),
    ),
    unique_by=lambda one: one.pk,
    max_size=8,
)


@given(people, st.sampled_from(OTHERS), st.frozensets(st.sampled_from(["vpn", "1с", "почта"])), st.randoms())
def test_in_any_world_the_choice_is_fair(people, strategy, wanted, chance) -> None:
    found = choose(strategy, people, wanted)
    able = [one for one in people if one.may_get]
    assert (found is None) == (not able)
    if found is None:
        return
    one = next(one for one in able if one.pk == found.pk)
    assert found.why
    assert one.capacity is None or one.load < one.capacity
    chance.shuffle(people)
    assert choose(strategy, people, wanted) == found, "the order in which people are told does not matter"
    if strategy == Strategy.LEAST_LOADED:
        assert one.load == min(other.load for other in able)
    if strategy == Strategy.BY_SKILL:
        assert len(one.skills & wanted) == max(len(other.skills & wanted) for other in able)
    if strategy == Strategy.ROUND_ROBIN:
        assert all(other.given_at is not None for other in able) or one.given_at is None
