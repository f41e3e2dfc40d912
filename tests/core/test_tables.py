"""The first migrations: all tables of an app at once, and what becomes of desks that took the old steps one by one."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from okno.core.tables import CreateTables

OURS = sorted(app.label for app in apps.get_app_configs() if app.name.startswith("okno."))


@pytest.fixture
def taken(db):
    """The steps that a desk took before each app had one first migration for all its tables."""
    steps = MigrationRecorder.Migration.objects
    steps.filter(app__in=OURS, name="0001_initial").delete()
    return steps


def left_to_do() -> list[str]:
    executor = MigrationExecutor(connection)
    return [
        f"{step.app_label}.{step.name}"
        for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]


def test_a_desk_that_took_all_the_old_steps_has_nothing_left_to_do(taken):
    assert taken.filter(app="desk", name="0033_parts").exists()
    assert left_to_do() == []


def test_a_desk_that_stands_midway_goes_on_by_the_old_steps(taken):
    taken.filter(app="desk", name__gte="0031").delete()
    assert left_to_do()[:3] == ["desk.0031_alike_tickets", "desk.0032_from_when_on_amber", "desk.0033_parts"]
    assert "desk.0001_initial" not in left_to_do()


def test_tables_that_refer_to_each_other_are_made_and_dropped_together(db):
    def table(name: str, other: str) -> CreateModel:
        refers = models.ForeignKey(other, models.CASCADE, null=True, related_name="+")
        return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), ("other", refers)])

    step = CreateTables([table("Left", "core.Right"), table("Right", "core.Left")])
    before, after = ProjectState(), ProjectState()
    assert not before.apps.get_models()
    step.state_forwards("core", after)
    names = {"core_left", "core_right"}
    with connection.schema_editor() as editor:
        step.database_forwards("core", editor, before, after)
    assert names < set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        joined = connection.introspection.get_constraints(cursor, "core_left").values()
    assert [one["foreign_key"] for one in joined if one["foreign_key"]] == [("core_right", "id")]
    with connection.schema_editor() as editor:
        step.database_backwards("core", editor, after, before)
    assert not names & set(connection.introspection.table_names())
