"""A ticket of Anna's with everything in it that she must not see, and the browsers of those who might look."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from okno.catalog.actions.found import found
from okno.catalog.models import Priority
from okno.desk import links
from okno.people.models import Person
from tests.portal.world import World, build


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make the world once for a file, in a transaction that is rolled back; each test lives in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Priority.objects.exists():
            found()  # a test with real commits has emptied the desk
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(town: World, db: None) -> World:
    """Return the world as it was made."""
    return deepcopy(town)


@pytest.fixture
def boris(world: World) -> Person:
    """The agent of this world."""
    return world.people["agent"]


@pytest.fixture
def link_of(world: World) -> Callable[[str], str]:
    """Return the path of the signed link of this person."""

    def path(name: str) -> str:
        return "/t/" + links.make(world.ticket, world.people[name]).rstrip("/").rpartition("/")[2] + "/"

    return path
