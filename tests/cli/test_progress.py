"""Long work tells how far it is."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from okno.cli.tree.prepare import _Steps
from okno.desk import audit
from okno.knowledge.actions.bring_in import bring_in
from okno.knowledge.papers.reading import Paper
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> list[tuple[int, int]]:
    return []


def test_the_steps_of_a_migration_are_counted_as_they_end(told: list[tuple[int, int]]) -> None:
    for state in ("0015_one_step", "0016_registration"):  # back and on again; the end of the test undoes both
        told.clear()
        steps = len(MigrationExecutor(connection).migration_plan([("people", state)]))
        heard = _Steps(steps, lambda done, whole: told.append((done, whole)))
        call_command("migrate", "people", state, verbosity=1, interactive=False, no_color=True, stdout=heard)
        assert told == [(done + 1, steps) for done in range(steps)]


def test_tickets_are_counted_while_their_clocks_are_looked_at(
    told: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 2)
    for _each in range(3):
        make.ticket()
    audit.audit(told=lambda done, whole: told.append((done, whole)))
    assert told == [(2, 3), (3, 3)]


def test_files_are_counted_while_they_become_drafts(told: list[tuple[int, int]], vera: Person) -> None:
    papers = [Paper("a.md", "Касса", "Переткните."), Paper("b.md", "Касса", "Ещё раз.")]
    bring_in(papers, by=vera, told=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
