"""One world for all who walk through every address, and what was seen on the way: each page is asked for once."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.security.asking import Answer, ask
from tests.security.conftest import built
from tests.security.world import World

Seen = Callable[[str, str], Answer]


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Open a transaction for all files of this folder, and roll it back."""
    yield from built(django_db_blocker)


@pytest.fixture(scope="package")
def seen(world: World) -> Seen:
    """Tell what somebody gets at an address by GET; since nothing of an asking stays, the answer is always the same."""
    answers: dict[tuple[str, str], Answer] = {}

    def see(role: str, path: str) -> Answer:
        if (role, path) not in answers:
            answers[role, path] = ask(world.client(role), "GET", path)
        return answers[role, path]

    return see
