import pytest
from django.utils import timezone

from okno.desk.search.finding import find
from okno.desk.search.language import parse


@pytest.fixture
def numbers(boris, run_jobs):
    """What Boris (or somebody else) finds once the jobs have run: the numbers of tickets in their order."""

    def found(text, *, reader=boris):
        run_jobs()
        return [ticket.number for ticket in find(reader, parse(text, timezone.localdate())).tickets]

    return found
