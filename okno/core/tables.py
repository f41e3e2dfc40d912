"""The tables of a whole app in one step of a migration."""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Create these models together.

    Django renders every model that is anyhow related anew for each model that comes: quadratic work, most of the
    processor time of a new desk's first start. Here the rendered state is laid aside and rendered once.
    """

    def __init__(self, tables: list[CreateModel]) -> None:
        """Take the models in the order in which their tables are made; they may refer to each other."""
        self.tables = tables

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Tell how this step is written."""
        return type(self).__name__, [self.tables], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Let the models be known, none of them rendered yet."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the tables; what refers to another table is joined to it when all are there."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the models."""
        return "Create " + ", ".join(table.name for table in self.tables)
