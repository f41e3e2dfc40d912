"""Which policy holds: the most telling one. Properties over random policies and tickets."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from okno.contracts.choosing import CONDITIONS, Rule, Version, choose, terms

DAY = date(2026, 11, 23)
values = some.dictionaries(some.sampled_from(CONDITIONS), some.integers(1, 2), min_size=1)
matters = some.fixed_dictionaries({name: some.integers(1, 2) for name in CONDITIONS})


def rules_of(asked: list[dict[str, int]]) -> list[Rule]:
    """Policies in use: no two ask for the same."""
    distinct = {tuple(sorted(one.items())): one for one in asked}.values()
    begun = [Version(1, DAY, 1, {})]
    return [Rule(pk, f"П{pk}", one, {}, begun) for pk, one in enumerate(distinct)]


@given(some.lists(values, max_size=12), matters, some.randoms())
def test_the_winner_fits_is_the_most_telling_and_does_not_depend_on_the_order(asked, matter, dice) -> None:
    rules = rules_of(asked)
    chosen = choose(rules, matter, DAY)
    fitting = [rule for rule in rules if all(matter[name] == value for name, value in rule.asks.items())]
    assert (chosen is None) == (not fitting)
    if chosen is None:
        return
    assert chosen.rule in fitting
    weights = [rule.weight for rule in fitting]
    assert len(set(weights)) == len(weights), "for one ticket there are never two of the same weight"
    assert chosen.rule.weight == max(weights)
    dice.shuffle(rules)
    again = choose(rules, matter, DAY)
    assert again is not None
    assert (again.rule, again.second) == (chosen.rule, chosen.second)


@given(values, values, matters)
def test_who_asks_for_more_wins_over_who_asks_for_a_part_of_it(part, more, matter) -> None:
    whole = {name: matter[name] for name in {**part, **more}}
    part = {name: matter[name] for name in part}
    chosen = choose(rules_of([part, whole]), matter, DAY)
    assert chosen is not None
    assert chosen.rule.asks == whole


def test_the_version_that_began_last_holds_and_a_later_one_not_yet() -> None:
    versions = [Version(pk, DAY + timedelta(days=more), 1, {}) for pk, more in enumerate((-30, -1, 1))]
    rule = Rule(1, "VIP", {"kind": "incident"}, {}, versions)
    found = [rule.version_on(DAY + timedelta(days=more)) for more in (-31, -30, -1, 0, 1)]
    assert [one and one.pk for one in found] == [None, 0, 1, 1, 2]


def test_what_a_policy_leaves_empty_is_promised_as_by_the_priority_by_the_policys_calendar() -> None:
    version = Version(7, DAY, 5, {"critical": {"reaction": 10, "update": 60}})
    rule = Rule(1, "VIP", {"organisation": 3}, {"organisation": "Ромашка"}, [version])
    chosen = choose([rule], {"organisation": 3}, DAY)
    assert chosen is not None
    promised = terms(chosen, "critical", {"calendar": 1, "reaction": 30, "resolution": 120})
    policy = {
        "name": "VIP",
        "version": 7,
        "from": "2026-11-23",
        "met": {"organisation": "Ромашка"},
        "second": "",
    }
    assert promised == {"calendar": 5, "reaction": 10, "update": 60, "resolution": 120, "policy": policy}
