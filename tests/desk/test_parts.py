"""Runs over many tickets are shared by workers: each ticket is looked at once, whoever dies in the middle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections, transaction

from okno.core import clock
from okno.desk.actions import _parts
from okno.desk.actions._parts import claim
from okno.desk.actions.recount_all import _begun, ask_for_recount, recount_all
from okno.desk.actions.rehearse import go_on_rehearsing, rehearse_calendar
from okno.desk.models import Fact, Recount, RecountPart, Rehearsal, Ticket
from okno.people.models import Person
from okno.sla.models import WorkCalendar
from tests import make

COUNT = 7


@pytest.fixture
def tickets(monkeypatch: pytest.MonkeyPatch) -> list[Ticket]:
    monkeypatch.setattr(_parts, "AT_ONCE", 2)
    return [make.ticket() for _ in range(COUNT)]


@pytest.fixture
def run(tickets: list[Ticket]) -> Recount:
    """All hours are others than they were."""
    for calendar in WorkCalendar.objects.filter(is_always=False):
        calendar.week = {"sun": [["02:00", "02:30"]]}
        calendar.version += 1
        calendar.save()
    return ask_for_recount("Другие часы")


def told() -> list[int | None]:
    return sorted(Fact.objects.filter(kind="ticket.recounted").values_list("ticket_id", flat=True))


class Died(Exception):
    """The worker is gone, and its transaction with it."""


def _die() -> None:
    raise Died


def alone(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_run_and_each_ticket_is_told_once(run: Recount, tickets: list[Ticket]) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(alone, [recount_all] * 2):
            pass
    run.refresh_from_db()
    assert (run.total, run.looked, run.later, run.parts.count()) == (COUNT, COUNT, COUNT, 0)
    assert run.ended_at is not None
    assert told() == sorted(one.pk for one in tickets)


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_had_in_hand_when_it_died_is_done_by_another(
    run: Recount, tickets: list[Ticket]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(Died):
            recount_all(help_wanted=_die)
        assert run.parts.count() == 0, "it is parted as a whole, or not at all"
        assert _begun(lambda: None)
        with suppress(Died), transaction.atomic():
            assert claim(RecountPart.objects.all())
            pool.submit(alone, recount_all).result(30)
            _die()
        run.refresh_from_db()
        assert (run.looked, run.ended_at, run.parts.count()) == (COUNT - 2, None, 1)
        pool.submit(alone, recount_all).result(30)
    run.refresh_from_db()
    assert (run.looked, run.ended_at is None, run.parts.count()) == (COUNT, False, 0)
    assert told() == sorted(one.pk for one in tickets)


@pytest.mark.django_db
def test_a_run_without_tickets_ends(db: None) -> None:
    run = ask_for_recount("Нечего считать")
    recount_all()
    run.refresh_from_db()
    assert (run.total, run.looked, run.ended_at is None) == (0, 0, False)


@pytest.mark.django_db
def test_tickets_that_come_while_a_run_goes_on_are_looked_at_in_bounded_turns(run: Recount) -> None:
    RecountPart.objects.create(recount=run, after=0)
    Recount.objects.filter(pk=run.pk).update(begun_at=clock.now())
    recount_all()
    run.refresh_from_db()
    assert (run.looked, run.later, len(told())) == (COUNT, COUNT, COUNT)


@pytest.mark.django_db
def test_help_is_asked_for_once_and_a_rehearsal_in_parts_tells_the_same(
    tickets: list[Ticket], gleb: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, always = (WorkCalendar.objects.filter(is_always=is_always)[0] for is_always in (False, True))
    calls: list[int] = []
    runs = []
    for at_once in (2, 100):
        monkeypatch.setattr(_parts, "AT_ONCE", at_once)
        run = rehearse_calendar(always, usual, months=1, by=gleb)
        go_on_rehearsing(run.pk, help_wanted=lambda: calls.append(1))
        go_on_rehearsing(run.pk, help_wanted=lambda: calls.append(1))
        runs.append(Rehearsal.objects.get(pk=run.pk))
    parted, whole = runs
    assert calls == [1], "one part needs no help"
    assert (parted.looked, parted.promises) == (COUNT, whole.promises)
    assert parted.ended_at
