"""What every test may ask for."""

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from okno.catalog.actions.found import found

pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> None:
    """Static files are served as they lie, so a page can be asked for without collecting them first."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test begins on a desk that was founded: robot, calendars, priorities."""
    with django_db_blocker.unblock():
        found()


@pytest.fixture
def run_jobs(db: None) -> Callable[..., int]:
    """Run the jobs that wait in the queue, visibly; returns how many ran. `also_later` runs those for later times too."""
    from tests.queue import run_waiting

    return run_waiting
