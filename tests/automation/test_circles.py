"""Rules that undo one another are named before they are saved."""

from hypothesis import given
from hypothesis import strategies as st

from okno.automation.circles import Turn, circle, needs_of
from okno.automation.matching import Condition, Group, Value


def turn(name: str, makes: dict, **needs: object) -> Turn:
    return Turn(name, {about: frozenset(values) for about, values in needs.items()}, makes)


def names(*turns: Turn) -> set[str]:
    return {one.name for one in circle(turns)}


def test_sec_30_two_rules_that_undo_one_another_are_a_circle() -> None:
    there, back = turn("there", {"team": 2}, team={1}), turn("back", {"team": 1}, team={2})
    assert names(there, turn("other", {"team": 3}, team={4}), back) == {"there", "back"}


def test_three_rules_can_be_a_circle_too() -> None:
    ring = [turn(str(team), {"team": (team + 1) % 3}, team={team}) for team in range(3)]
    assert names(*ring) == {"0", "1", "2"}


def test_a_way_that_ends_is_no_circle() -> None:
    assert not names(turn("a", {"team": 2}, team={1}), turn("b", {"team": 3}, team={2}))


def test_rules_that_no_ticket_fits_both_are_no_circle() -> None:
    there, back = (
        turn("there", {"team": 2}, team={1}, door={"mail"}),
        turn("back", {"team": 1}, team={2}, door={"portal"}),
    )
    assert not names(there, back)


def test_what_the_rules_change_themselves_excludes_nothing() -> None:
    there = turn("there", {"team": 2, "kind": "idea"}, team={1}, kind={"incident"})
    back = turn("back", {"team": 1, "kind": "incident"}, team={2}, kind={"idea"})
    assert names(there, back) == {"there", "back"}


def test_only_what_is_asked_for_certain_is_needed() -> None:
    sure = Condition("team", (Value("A", 1), Value("B", 2)))
    perhaps, unlike = (
        Condition("door", (Value("mail", "mail"),)),
        Condition("kind", (Value("idea", "idea"),), is_not=True),
    )
    assert needs_of([Group((sure, unlike)), Group((perhaps, sure), any_will_do=True)]) == {
        "team": frozenset({1, 2})
    }


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_a_circle_is_found_exactly_where_going_round_comes_back(ways: list[tuple[int, int]]) -> None:
    turns = [turn(f"{number}", {"team": after}, team={before}) for number, (before, after) in enumerate(ways)]
    steps = {(before, after) for before, after in ways if before != after}
    reach = set(steps)
    for _ in range(5):
        reach |= {(a, d) for a, b in reach for c, d in steps if b == c}
    assert bool(circle(turns)) is any(a == b for a, b in reach)


def test_rules_that_lead_to_most_others_are_looked_through_in_bounded_time() -> None:
    ways = [turn(str(team), {"team": team}, team=set(range(1, team))) for team in range(2, 60)]
    assert not names(*ways)
    assert "back" in names(*ways, turn("back", {"team": 1}, team={59}))
