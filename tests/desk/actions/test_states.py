from datetime import timedelta

import pytest

from okno.core import clock
from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import DateIsPast, WaitsForWhat, resume, wait
from okno.desk.models import Assignment, Clock, Closure, Fact, State, Ticket
from okno.desk.refusals import EmptyText, NotAColleague, NotNow
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def facts(ticket: Ticket) -> list[str]:
    return list(Fact.objects.filter(ticket=ticket).order_by("id").values_list("kind", flat=True))


def test_taking_stops_the_reaction_and_twice_is_once(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    take(ticket, by=boris)
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.state) == (boris, State.OPEN)
    assert Clock.objects.get(ticket=ticket, metric="reaction").stopped_at is not None
    assert facts(ticket) == ["ticket.opened", "ticket.taken"]


def test_giving_to_a_colleague_does_not_stop_the_reaction(anna: Person, boris: Person, vera: Person) -> None:
    ticket = make.ticket(by=anna)
    assign(ticket, owner=boris, by=vera)
    assert Clock.objects.get(ticket=ticket, metric="reaction").stopped_at is None
    assign(ticket, owner=boris, by=vera)
    assert facts(ticket) == ["ticket.opened", "ticket.assigned"]


def test_hands_are_rows_with_from_and_to(anna: Person, boris: Person, vera: Person) -> None:
    ticket = make.ticket(by=anna, team=make.team())
    take(ticket, by=boris)
    hand_over(ticket, team=make.team(line=3), tried="Перезагрузили, не помогло", by=boris)
    rows = list(Assignment.objects.filter(ticket=ticket).order_by("id"))
    assert [row.ended_at is None for row in rows] == [False, False, True]
    assert [row.ended_at for row in rows[:-1]] == [row.started_at for row in rows[1:]]
    assert (
        Fact.objects.get(ticket=ticket, kind="ticket.handed_over").data["tried"]
        == "Перезагрузили, не помогло"
    )


def test_handing_over_without_what_was_tried_is_refused(anna: Person, boris: Person) -> None:
    with pytest.raises(EmptyText):
        hand_over(make.ticket(by=anna), team=make.team(), tried="  ", by=boris)


def test_a_customer_cannot_take_a_ticket(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    with pytest.raises(NotAColleague):
        take(ticket, by=anna)
    with pytest.raises(NotAColleague):
        assign(ticket, owner=anna, by=boris)


def test_waiting_needs_a_reason_and_a_moment_to_come(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    with pytest.raises(WaitsForWhat):
        wait(ticket, "", by=boris)
    with pytest.raises(WaitsForWhat):
        wait(ticket, "planned", by=boris)
    with pytest.raises(DateIsPast):
        wait(ticket, "planned", by=boris, until=clock.now() - timedelta(seconds=1))


def test_waiting_twice_is_once_and_going_on_sums_the_pause(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    until = clock.now() + timedelta(days=2)
    wait(ticket, "planned", by=boris, until=until)
    wait(ticket, "planned", by=boris, until=until)
    resume(ticket, by=boris)
    resume(ticket, by=boris)
    assert facts(ticket) == ["ticket.opened", "ticket.waiting", "ticket.resumed"]
    row = Clock.objects.get(ticket=ticket, metric="resolution")
    assert len(row.pauses) == 1
    assert row.due_at is not None


def test_rel_33_a_snooze_never_wakes_a_closed_ticket(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    wait(ticket, "planned", by=boris, until=clock.now() + timedelta(minutes=1))
    close(ticket, by=boris)
    resume(ticket, by=boris)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.waiting_until) == (State.CLOSED, None)


def test_the_circle_is_closed_by_the_requester(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    resolve(ticket, by=boris)
    confirm(ticket, by=anna)
    confirm(ticket, by=anna)
    ticket.refresh_from_db()
    closure = Closure.objects.get(ticket=ticket)
    assert ticket.state == State.CLOSED
    assert (closure.resolved_by, closure.confirmed_by) == (boris, anna)
    assert facts(ticket) == ["ticket.opened", "ticket.resolved", "ticket.confirmed"]


def test_the_requester_may_say_solved_before_anybody_offers_it(anna: Person) -> None:
    ticket = make.ticket(by=anna)
    confirm(ticket, by=anna)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.next_due_at) == (State.CLOSED, None)
    assert Closure.objects.get(ticket=ticket).confirmed_by == anna


def test_what_is_closed_is_not_put_on_hold(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    close(ticket, by=boris)
    with pytest.raises(NotNow):
        wait(ticket, "customer", by=boris)


def test_reopening_lets_the_resolution_run_on_without_the_time_between(anna: Person, boris: Person) -> None:
    start = clock.now() - timedelta(days=20)
    ticket = make.ticket(by=anna, at=start)
    before = Clock.objects.get(ticket=ticket, metric="resolution").due_at
    resolve(ticket, by=boris, at=start + timedelta(minutes=1))
    reopen(ticket, by=anna, at=start + timedelta(days=10))
    reopen(ticket, by=anna)
    row = Clock.objects.get(ticket=ticket, metric="resolution")
    assert row.stopped_at is None
    assert row.due_at is not None
    assert before is not None
    assert row.due_at > before
    ticket.refresh_from_db()
    assert ticket.next_due_at == row.due_at


def test_closing_twice_changes_nothing(anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    close(ticket, by=boris)
    version = Ticket.objects.get(pk=ticket.pk).version
    close(ticket, by=boris)
    assert Ticket.objects.get(pk=ticket.pk).version == version
