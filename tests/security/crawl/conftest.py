"""One world for all who walk through every address, and what was seen on the way: each thing is asked once."""

from collections.abc import Iterator
from typing import Protocol

import pytest
from pytest_django import DjangoDbBlocker

from tests.security.asking import Answer, ask
from tests.security.conftest import built
from tests.security.world import World


class Seen(Protocol):
    """Tells what somebody gets at an address, by GET where no other way is named."""

    def __call__(self, role: str, path: str, way: str = "GET") -> Answer: ...


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Open a transaction for all files of this folder, and roll it back."""
    yield from built(django_db_blocker)


@pytest.fixture(scope="package")
def seen(world: World) -> Seen:
    """Tell what somebody gets at an address; since nothing of an asking stays, the answer is always the same."""
    answers: dict[tuple[str, str, str], Answer] = {}

    def see(role: str, path: str, way: str = "GET") -> Answer:
        if (role, path, way) not in answers:
            answers[role, path, way] = ask(world.client(role), way, path)
        return answers[role, path, way]

    return see
