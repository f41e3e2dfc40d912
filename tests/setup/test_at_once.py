"""Two administrators in the same moment, with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from okno.catalog.models import Priority
from okno.core.refusals import Refusal
from okno.people.models import Person, Role, Team
from okno.setup.actions.save import save
from okno.setup.actions.undo import undo
from okno.setup.models import Change
from okno.setup.setups import COLLEAGUES, PRIORITIES, TEAMS
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Begin all in the same moment; return what each gave, or why it was refused."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(120)
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(results: list[object]) -> int:
    return sum(isinstance(one, Refusal) for one in results)


def test_two_never_take_one_name() -> None:
    by = make.administrator()
    results = at_once(*[lambda: save(TEAMS, None, {"name": "Ночная", "line": 1}, by=by)] * 4)
    assert refused(results) == 3
    assert Team.objects.count() == Change.objects.count() == 1


def test_two_administrators_never_dismiss_each_other() -> None:
    one, other = make.administrator("Первый"), make.administrator("Второй")
    results = at_once(
        lambda: save(COLLEAGUES, other, {"is_active": False}, by=one),
        lambda: save(COLLEAGUES, one, {"is_active": False}, by=other),
    )
    assert refused(results) == 1
    assert Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1


def test_of_two_who_saw_the_same_row_one_is_stopped() -> None:
    by, team = make.administrator(), make.team("Первая")
    seen = TEAMS.shape.plain(team)
    results = at_once(
        lambda: save(TEAMS, team, {"name": "Вторая"}, by=by, seen=seen),
        lambda: save(TEAMS, team, {"name": "Третья"}, by=by, seen=seen),
    )
    assert refused(results) == 1
    assert Change.objects.count() == 1


def test_one_change_is_undone_once() -> None:
    by, team = make.administrator(), make.team("Первая")
    _team, change = save(TEAMS, team, {"name": "Вторая"}, by=by)
    assert change is not None
    assert refused(at_once(*[lambda: undo(change, by=by)] * 3)) == 2
    assert Change.objects.filter(undoes=change).count() == 1


def test_there_is_always_one_usual_priority() -> None:
    by = make.administrator()
    others = list(Priority.objects.filter(is_default=False))
    at_once(*[lambda one=one: save(PRIORITIES, one, {"is_default": True}, by=by) for one in others])
    assert Priority.objects.filter(is_default=True).count() == 1
