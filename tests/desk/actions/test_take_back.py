"""What is taken back has never been: the ticket, its hands and its clocks are as before, and the facts alone say the same."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk.actions import bulk
from okno.desk.actions.assign import assign, take
from okno.desk.actions.close import close, reopen
from okno.desk.actions.do_deeds import say_and_do
from okno.desk.actions.hear import hear
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.undo_send import undo_send
from okno.desk.actions.wait import wait
from okno.desk.audit import Audit, audit
from okno.desk.courses import account
from okno.desk.deeds import Deed, around_reply, named
from okno.desk.models import Closure, Message, State, Ticket
from okno.desk.pictures import picture
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def standing(ticket: Ticket) -> tuple[dict[str, Any], list[tuple[str, Any]], datetime | None]:
    """Return how the ticket stands, and all that decides about its clocks."""
    ticket = Ticket.objects.get(pk=ticket.pk)
    return (
        picture(ticket),
        [(one.metric, account(one)) for one in ticket.clocks.order_by("pk")],
        ticket.next_due_at,
    )


def agreed() -> bool:
    """True where the clocks that are kept are those of the facts, for every ticket."""
    return audit() == Audit(agree=Ticket.objects.count())


@pytest.mark.parametrize("deed", ["take", "resolve", "close", "wait", "owner"])
def test_many_new_tickets_that_were_taken_by_mistake_are_new_again_and_wait_to_be_taken(
    deed: str, anna: Person, boris: Person, vera: Person
) -> None:
    with time_machine.travel(START, tick=False) as now:
        fresh, robots = make.ticket(by=anna), make.ticket(by=anna)
        assign(robots, owner=boris, by=vera)
        before = standing(fresh), standing(robots)
        now.shift(timedelta(minutes=20))
        value = {"wait": "customer", "owner": str(vera.pk)}.get(deed, "")
        run = bulk.start(deed, value, [fresh.number, robots.number], by=boris)
        assert standing(fresh) != before[0]
        now.shift(timedelta(minutes=3))
        bulk.start_undo(run, by=boris)
        assert (standing(fresh), standing(robots)) == before
        assert agreed()


def test_what_was_waiting_to_be_confirmed_waits_for_it_again_and_nobody_is_asked_twice(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    before = standing(ticket)
    for deed in ("close", "reopen"):
        bulk.start_undo(bulk.start(deed, "", [ticket.number], by=boris), by=boris)
        assert standing(ticket) == before
        closure = Closure.objects.get(ticket=ticket)
        assert (closure.closed_at, closure.reopened_at) == (None, None)
    assert ticket.facts.filter(kind="ticket.resolved").count() == 1
    assert agreed()


@pytest.mark.parametrize("then", list(Then))
@pytest.mark.parametrize("state", ["new", "taken", "waiting", "reopened"])
def test_an_undone_reply_is_no_reply(then: Then, state: str, anna: Person, boris: Person) -> None:
    Priority.objects.update(next_reply_minutes=60, update_minutes=240)
    with time_machine.travel(START, tick=False) as now:
        ticket = make.ticket(by=anna)
        steps = {
            "new": [],
            "taken": [take],
            "waiting": [take, lambda one, *, by: wait(one, "third_party", by=by)],
            "reopened": [resolve, reopen],
        }
        for step in steps[state]:
            now.shift(timedelta(minutes=7))
            step(ticket, by=boris)
        before = standing(ticket)
        now.shift(timedelta(minutes=10))
        message = reply(ticket, "Готово?", by=boris, then=then)
        assert standing(ticket) != before
        now.shift(timedelta(seconds=8))
        undo_send(message, by=boris)
        assert standing(ticket) == before
        assert agreed()
        ticket.refresh_from_db()
        assert ticket.last_words != "Готово?"
        now.shift(timedelta(hours=1))
        reply(ticket, "Готово.", by=boris)
        assert agreed()


def test_what_a_macro_did_with_the_reply_is_taken_back_with_it(anna: Person, boris: Person) -> None:
    service = make.service(team=make.team())
    other = Priority.objects.exclude(is_default=True).order_by("rank").first()
    ticket = make.ticket(by=anna)
    before = standing(ticket)
    deeds = [
        named("priority", str(other and other.pk)),
        named("service", str(service.pk)),
        Deed("tag", "vpn"),
        Deed("take"),
        Deed("close"),
    ]
    first, then, afterwards = around_reply(deeds, Then.STAY)
    say = partial(reply, ticket, "Сделано.", by=boris, then=then)
    message = say_and_do(ticket, say, by=boris, before=first, after=afterwards)
    assert Ticket.objects.get(pk=ticket.pk).state == State.CLOSED
    undo_send(message, by=boris)
    assert standing(ticket) == before
    assert not Closure.objects.filter(ticket=ticket).exists()
    assert agreed()


def test_what_somebody_else_did_since_stays(anna: Person, boris: Person, vera: Person) -> None:
    with time_machine.travel(START, tick=False) as now:
        asked, closed = make.ticket(by=anna), make.ticket(by=anna)
        messages = [reply(one, "Так?", by=boris, then=Then.RESOLVE) for one in (asked, closed)]
        now.shift(timedelta(seconds=3))
        hear(make.said("Всё ещё гудит!", at=clock.now()), by=anna, ticket=asked)
        note(closed, "Закрываю.", by=vera)
        close(closed, by=vera)
        now.shift(timedelta(seconds=3))
        for message in messages:
            undo_send(message, by=boris)
        asked.refresh_from_db()
        closed.refresh_from_db()
        assert (asked.state, closed.state) == (State.OPEN, State.CLOSED)
        first = asked.clocks.get(metric="first_reply")
        assert (first.stopped_at, first.runs) == (None, True)
        assert closed.clocks.get(metric="resolution").stopped_at == closed.closed_at
        assert agreed()


def test_a_reply_from_before_the_desk_kept_what_it_moved_gives_its_clocks_back_all_the_same(
    anna: Person, boris: Person
) -> None:
    ticket = make.ticket(by=anna)
    message = reply(ticket, "Уже смотрим.", by=boris)
    Message.objects.filter(pk=message.pk).update(moved=None)
    undo_send(message, by=boris)
    assert ticket.clocks.get(metric="first_reply").runs
    assert agreed()
