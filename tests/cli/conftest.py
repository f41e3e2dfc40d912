from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.cli.desk import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The one tree of this run; tests that end it let the next one start it again."""
    folder = tmp_path_factory.mktemp("desk")
    folder.chmod(0o711)
    made = Desk(folder)
    yield made
    made.down()


@pytest.fixture
def terminal_language() -> Iterator[None]:
    """A command speaks the language of the terminal; afterwards this thread speaks as before."""
    with translation.override("en"):
        yield
