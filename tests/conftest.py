"""What every test may ask for, and who begins."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as settings_of_hypothesis
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from okno.catalog import fields
from okno.catalog.actions.found import found
from okno.catalog.models import Priority
from okno.channels.chat import waiting
from okno.community.access import lately
from okno.desk import forecast
from okno.people import provider
from okno.sla import clocks
from tests import founded
from tests.emptying import empty

if TYPE_CHECKING:
    from tests.channels.fake_smtp import FakeSmtp

# Time is measured by bin/bench alone; a busy machine must not fail a test.
settings_of_hypothesis.register_profile("okno", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings_of_hypothesis.load_profile("okno")

pytest_plugins = ["tests.cast", "tests.browser"]
# A few processes share the work by files; what takes longest begins, so that all end at about the same time.
LONGEST = """
    look/test_accessible core/test_postgres_crash core/test_postgres
    security/test_rooms security/test_letter_scripts core/test_bucket cli/test_tree
    channels/mail_in/test_imap workspace/tickets/test_composer_journey channels/outgoing/test_outbox
    channels/mail/understand/test_poison sla/test_worktime_properties channels/mail/understand/test_quotes
    workspace/search/test_views cli/test_sla cli/test_commands core/test_backup workspace/tickets/test_deeds
    core/test_outside cli/test_worker login/test_guessing channels/outgoing/test_workers setup/test_save
""".split()
# What walks through one world stays in one process, whose start takes its time.
JOURNEYS, CRAWL = TOGETHER = ("tests/journeys/", "tests/security/crawl/")
BEHIND = 10  # of twenty steps: the journeys are the longest way of all and wait for pages, so they go before the rest
LAST = f"{JOURNEYS}test_many.py"  # leaves the worker of the desk with much to do; what ends with the desk hinders nobody


def pytest_configure(config: pytest.Config) -> None:
    """Where several processes share the work, the first of them makes the database for all."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        founded.begin(config.stash[blocking_manager_key])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand the work out by files, and as one what belongs together."""
    from xdist.scheduler import LoadFileScheduling

    class ByFiles(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next(filter(nodeid.startswith, TOGETHER), None) or super()._split_scope(nodeid)

    return ByFiles(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded by now stays; the collector need not look through it again and again."""
    gathered = yield
    gc.freeze()
    gc.enable()
    return gathered


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, the journeys before them all, the others as they fell."""
    places = {f"tests/{name}.py": place for place, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> int:
        file = item.nodeid.partition("::")[0]
        if file.startswith(JOURNEYS):
            return -2 if file == LAST else -3
        if file.startswith(CRAWL):
            return -1
        return places.get(file, len(places))

    items.sort(key=place)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where several processes share the processors, leave them to the journeys first."""
    if "PYTEST_XDIST_WORKER" in os.environ and not os.nice(0) and not item.nodeid.startswith(JOURNEYS):
        os.nice(BEHIND)


@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> None:
    """Static files are served as they lie, so a page can be asked for without collecting them first.

    Passwords are hashed by the same hasher with the least work: the tests ask for rights, not for the price of guessing.
    """
    provider.ours.seconds = float("inf")  # no page asks for it by the way, so statements can be counted
    for cost, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        setattr(Argon2PasswordHasher, cost, least)
    TransactionTestCase._fixture_teardown = lambda _test: empty()
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A database begins as a desk that was founded: robot, calendars, priorities.

    The whole cluster is thrown away afterwards; nothing waits for a connection that some thread still holds.
    """
    with django_db_blocker.unblock():
        founded.work_in_a_copy()


@pytest.fixture(autouse=True)
def nobody_speaks() -> Iterator[None]:
    """A page of the last test spoke its reader's language; the next test begins with the desk's own."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def no_hours_of_others() -> None:
    """Calendars are prepared once for an id and a version; another test may have given both to other hours."""
    clocks._prepared.clear()
    forecast.past.forget()
    waiting.forget()
    lately.forget()
    fields.defined.forget()


@pytest.fixture(autouse=True)
def founded_desk(request: pytest.FixtureRequest) -> None:
    """A test with real commits empties every table after itself: found the desk anew."""
    marker = request.node.get_closest_marker("django_db")
    real_commits = "transactional_db" in request.fixturenames or bool(
        marker and marker.kwargs.get("transaction")
    )
    if real_commits:
        request.getfixturevalue("transactional_db")
    elif marker or "db" in request.fixturenames:
        request.getfixturevalue("db")
    else:
        return
    if not Priority.objects.exists():
        found()


@pytest.fixture
def run_jobs(db: None) -> Callable[..., int]:
    """Run the jobs that wait in the queue, visibly; returns how many ran. `also_later` runs those for later times too."""
    from tests.queue import run_waiting

    return run_waiting


@pytest.fixture
def smtp(settings: Any) -> Iterator["FakeSmtp"]:
    """The relay of the settings: a server on this machine that remembers; answers leave at once."""
    from tests.channels.fake_smtp import serving

    settings.UNDO_SEND_SECONDS = 0
    with serving() as fake:
        settings.SMTP_URL = fake.url
        yield fake
