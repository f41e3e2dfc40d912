"""`matches(rule, seen)`: pure, so that it is asked about hundreds of tickets in no time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okno.automation.abouts import ABOUTS
from okno.automation.matching import _ASKED, Condition, Group, Plan, Value, matches, stands_in
from okno.automation.seen import Seen

SEEN = Seen(
    words={"принтер": (1, 9), "печата": (4,), "счет": (5,)},
    subject={"принтер": (1,)},
    sender="anna@mail.romashka.test",
    address="support@desk.test",
    door="mail",
    service=7,
    kind="incident",
    tags=frozenset({"vip"}),
    fields={"Город": "Омск"},
    minute=23 * 60,
    day="sat",
    names={("service", 7): "Сеть"},
)


def one(about: str, *values: object, is_not: bool = False, name: str = "") -> Condition:
    return Condition(about, tuple(Value(str(value), value) for value in values), is_not=is_not, name=name)


def fits(*conditions: Condition, any_will_do: bool = False) -> bool:
    return matches(Plan(1, "rule", (Group(conditions, any_will_do),)), SEEN).fits


def test_every_question_can_be_asked() -> None:
    assert set(_ASKED) == set(ABOUTS)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (one("words", (("принтер", 0),)), True),
        (one("words", (("принтер", 0), ("печата", 3))), True),
        (one("words", (("принтер", 0), ("печата", 1))), False),
        (one("words", (("печата", 0), ("счет", 1))), True),
        (one("subject", (("счет", 0),)), False),
        (one("sender", "anna@mail.romashka.test"), True),
        (one("sender", "romashka.test"), True),
        (one("sender", "mashka.test"), False),
        (one("sender", "boris@mail.romashka.test"), False),
        (one("service", 7), True),
        (one("service", 0), False),
        (one("team", 0), True),
        (one("team", 0, is_not=True), False),
        (one("kind", "incident", "problem"), True),
        (one("tag", "vip"), True),
        (one("field", "омск", name="Город"), True),
        (one("field", "омск", name="Склад"), False),
        (one("files"), False),
        (one("files", is_not=True), True),
        (one("hour", (22 * 60, 6 * 60)), True),
        (one("hour", (9 * 60, 18 * 60)), False),
        (one("day", "sat", "sun"), True),
    ],
)
def test_a_condition_holds_or_not(condition: Condition, holds: object) -> None:
    assert fits(condition) is holds


def test_a_rule_without_conditions_fits_every_ticket() -> None:
    assert matches(Plan(1, "all"), SEEN).fits


def test_every_group_must_fit_and_the_first_that_does_not_is_told() -> None:
    yes, no, never = one("door", "mail"), one("door", "portal"), one("kind", "idea")
    rule = Plan(1, "rule", (Group((yes, no), any_will_do=True), Group((yes, no)), Group((never,))))
    verdict = matches(rule, SEEN)
    assert not verdict.fits
    assert [[held.holds for held in group] for group in verdict.groups] == [[True, False], [True, False]]


def test_the_verdict_names_what_fitted_and_what_the_ticket_has_instead() -> None:
    verdict = matches(Plan(1, "rule", (Group((one("kind", "incident"), one("service", 8))),)), SEEN)
    assert [held.found for held in verdict.groups[0]] == ["incident", "Сеть"]


words = st.sampled_from("принтер сеть почта бухгалтерия не печатает".split())


@given(st.lists(words, min_size=1, max_size=30), st.integers(0, 29), st.integers(1, 4))
def test_a_part_of_a_text_always_stands_in_it(text: list[str], start: int, length: int) -> None:
    stems: dict[str, tuple[int, ...]] = {}
    for place, word in enumerate(text, start=1):
        stems[word] = (*stems.get(word, ()), place)
    part = text[start % len(text) :][:length]
    assert stands_in(tuple((word, place) for place, word in enumerate(part)), stems)
    assert not stands_in(
        (("чего-то другого", 0), *((word, place) for place, word in enumerate(part, 1))), stems
    )


conditions = st.one_of(
    st.builds(
        lambda value, turn: one("door", value, is_not=turn),
        st.sampled_from(["mail", "portal"]),
        st.booleans(),
    ),
    st.builds(lambda value, turn: one("service", value, is_not=turn), st.integers(0, 8), st.booleans()),
    st.builds(lambda turn: one("files", is_not=turn), st.booleans()),
)


@given(st.lists(conditions, min_size=1, max_size=5))
def test_all_and_any_are_what_logic_says(several: list[Condition]) -> None:
    single = [fits(condition) for condition in several]
    assert fits(*several) is all(single)
    assert fits(*several, any_will_do=True) is any(single)


@given(conditions)
def test_not_turns_every_condition_round(condition: Condition) -> None:
    turned = Condition(condition.about, condition.values, not condition.is_not)
    assert fits(condition) is not fits(turned)
