from hypothesis import given
from hypothesis import strategies as st

from okno.desk import flow
from okno.desk.models import State

VERBS = sorted(flow.TABLE)


@given(st.lists(st.sampled_from(VERBS), max_size=40))
def test_no_sequence_of_verbs_leads_out_of_the_states(verbs: list[str]) -> None:
    state: str = State.NEW
    for verb in verbs:
        after = flow.leads_to(state, verb)
        state = after or state
        assert state in State.values


@given(st.sampled_from(State.values), st.sampled_from(VERBS))
def test_what_is_offered_is_possible_and_nothing_else(state: str, verb: str) -> None:
    assert (verb in flow.possible(state)) == (flow.leads_to(state, verb) is not None)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {after for moves in flow.TABLE.values() for before, after in moves.items() if before != after}
    left = {before for moves in flow.TABLE.values() for before, after in moves.items() if before != after}
    assert reached == set(State) - {State.NEW}
    assert left == set(State)


def test_a_message_of_the_customer_is_possible_in_every_state() -> None:
    assert set(flow.TABLE["hear"]) == set(flow.TABLE["thank"]) == set(State)


def test_rel_33_going_on_is_possible_from_waiting_alone() -> None:
    assert set(flow.TABLE["resume"]) == {State.WAITING}


def test_nothing_becomes_new_again() -> None:
    assert all(
        before == State.NEW
        for moves in flow.TABLE.values()
        for before, after in moves.items()
        if after == State.NEW
    )
