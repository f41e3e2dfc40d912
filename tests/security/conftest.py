"""The world of the proofs of safety, made once for a file; every asking is undone, so it stays as it was made."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from okno.catalog.actions.found import found
from okno.catalog.models import Priority
from tests.security.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Open a transaction for the whole file, and roll it back."""
    yield from built(django_db_blocker)


def built(blocker: DjangoDbBlocker) -> Iterator[World]:
    """Build the world in a transaction that is rolled back in the end."""
    with blocker.unblock(), transaction.atomic():
        if not Priority.objects.exists():
            found()  # a test with real commits has emptied the desk
        cache.clear()
        yield build()
        transaction.set_rollback(True)
