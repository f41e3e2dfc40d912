"""What the tests of news share: a ticket in Boris' hands, and something that happens in it."""

from collections.abc import Callable

import pytest

from okno.desk.actions.assign import take
from okno.desk.models import Ticket
from okno.notify.models import News
from okno.people.models import Person
from tests import make


@pytest.fixture
def mine(anna: Person, boris: Person, run_jobs: Callable[..., int]) -> Ticket:
    """Anna's ticket in Boris' hands; what led there is told already."""
    ticket = make.ticket(by=anna, subject="Принтер гудит")
    take(ticket, by=boris)
    run_jobs(only="react")
    return ticket


@pytest.fixture
def writes(anna: Person, run_jobs: Callable[..., int]) -> Callable[..., None]:
    """Anna writes in a ticket, and the reactions have run."""

    def writes(ticket: Ticket, text: str = "Он снова гудит.") -> None:
        make.message(by=anna, ticket=ticket, text=text)
        run_jobs(only="react")

    return writes


@pytest.fixture
def told(run_jobs: Callable[..., int]) -> Callable[[], set[tuple[str, str]]]:
    """Let the reactions run, and return who was told as what since the last time."""
    seen: set[int] = set()

    def told() -> set[tuple[str, str]]:
        run_jobs(only="react")
        run_jobs(only="react_to_article")
        fresh = News.objects.exclude(pk__in=seen).select_related("person")
        found = {(row.person.name.split()[0], row.kind) for row in fresh}
        seen.update(fresh.values_list("pk", flat=True))
        return found

    return told
