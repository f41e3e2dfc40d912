from datetime import timedelta

import pytest
from django.db import connection

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk import access, jobs
from okno.desk.actions import bulk
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import set_priority, set_tags
from okno.desk.actions.close import close
from okno.desk.actions.keep_blank import keep_blank
from okno.desk.actions.note import note
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.desk.models import Blank, BulkRun, Reason, State, Ticket
from okno.desk.refusals import NothingToUndo, TooLateToUndo
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def ran(deed, tickets, by, value=""):
    """Begin a run over these tickets, and do it."""
    run = bulk.begin(deed, str(value), [ticket.number for ticket in tickets], by=by)
    bulk.go_on(run)
    run.refresh_from_db()
    return run


def undone(run, by):
    """Take a run back."""
    bulk.go_on(bulk.undo(run, by=by))
    run.refresh_from_db()
    return run


def outcomes(run):
    """Return outcome and reason by ticket, in the order in which they had their turn."""
    return [(item.outcome, item.reason) for item in run.items.order_by("ticket_id")]


def test_each_ticket_gets_a_verb_of_its_own_and_refusals_stop_nobody(anna, boris):
    tickets = [make.ticket(by=anna) for _ in range(3)]
    close(tickets[1], by=boris)
    take(tickets[2], by=boris)
    run = ran("take", tickets, boris)
    assert outcomes(run) == [("done", ""), ("refused", Reason.OVER), ("same", "")]
    tickets[0].refresh_from_db()
    assert tickets[0].owner == boris
    assert tickets[0].facts.filter(kind="ticket.taken", by=boris).count() == 1
    assert run.ended_at is not None


@pytest.mark.parametrize(
    "deed", ["owner", "team", "priority", "service", "kind", "wait", "resolve", "close", "reopen", "tag"]
)
def test_what_was_done_is_taken_back_by_verbs(deed, anna, boris, vera):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    set_tags(ticket, ["vpn"], by=boris)
    if deed == "reopen":
        close(ticket, by=boris)
    ticket.refresh_from_db()
    values = {"owner": vera.pk, "team": make.team().pk, "wait": "customer", "tag": "срочно", "kind": "idea",
              "service": make.service(team=make.team()).pk,
              "priority": Priority.objects.exclude(pk=ticket.priority_id).order_by("rank").first().pk}  # fmt: skip
    keeps = (
        "state",
        "owner_id",
        "team_id",
        "priority_id",
        "service_id",
        "kind",
        "tags",
        "waiting_for",
        "waiting_until",
    )
    before = [getattr(ticket, name) for name in keeps]
    run = ran(deed, [ticket], boris, values.get(deed, ""))
    ticket.refresh_from_db()
    assert [getattr(ticket, name) for name in keeps] != before
    assert outcomes(undone(run, boris)) == [("undone", "")]
    ticket.refresh_from_db()
    assert [getattr(ticket, name) for name in keeps] == before


KEEPS = ("state", "owner_id", "team_id", "priority_id", "service_id", "kind", "tags", "waiting_for")


def test_a_macro_does_all_of_it_to_each_and_all_of_it_is_taken_back(anna, boris):
    service = make.service(team=make.team())
    macro = keep_blank(Blank(name="Разобрано", priority=Priority.objects.get(rank=1), service=service, kind="idea",
                             to_team=make.team(), to_me=True, then="resolve"), tags=["vpn"])  # fmt: skip
    tickets = [make.ticket(by=anna) for _ in range(4)]
    close(tickets[1], by=boris)
    wait(tickets[2], "third_party", by=boris)
    take(tickets[3], by=boris)
    before = [[getattr(fresh(ticket), name) for name in KEEPS] for ticket in tickets]
    run = ran("macro", tickets, boris, macro.pk)
    assert outcomes(run) == [("done", ""), ("refused", Reason.OVER), ("done", ""), ("done", "")]
    changed = fresh(tickets[0])
    assert (changed.state, changed.owner, changed.team, changed.kind) == (
        State.RESOLVED,
        boris,
        macro.to_team,
        "idea",
    )
    assert {fact.why for fact in changed.facts.filter(by=boris)} == {"макрос «Разобрано»"}
    assert outcomes(undone(run, boris)) == [
        ("undone", ""),
        ("refused", Reason.OVER),
        ("undone", ""),
        ("undone", ""),
    ]
    assert [[getattr(fresh(ticket), name) for name in KEEPS] for ticket in tickets] == before


def test_a_macro_that_is_gone_does_nothing_and_what_it_did_can_still_be_taken_back(anna, boris):
    macro = keep_blank(Blank(name="Спам", then="close"))
    done, later = (
        bulk.begin("macro", str(macro.pk), [make.ticket(by=anna).number], by=boris) for _ in range(2)
    )
    bulk.go_on(done)
    Blank.objects.update(is_active=False)
    bulk.go_on(later)
    assert outcomes(later) == [("refused", Reason.INPUT)]
    assert outcomes(undone(done, boris)) == [("undone", "")]


def fresh(ticket):
    """Return the ticket as it is now."""
    return Ticket.objects.get(pk=ticket.pk)


def test_a_wait_with_a_date_comes_back_with_its_date(anna, boris):
    ticket = make.ticket(by=anna)
    until = clock.now() + timedelta(days=2)
    wait(ticket, "planned", until=until, by=boris)
    undone(ran("close", [ticket], boris), boris)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.waiting_for, ticket.waiting_until) == (State.WAITING, "planned", until)


def test_whoever_was_changed_since_is_left_and_told(anna, boris, vera):
    tickets = [make.ticket(by=anna) for _ in range(3)]
    resolve(tickets[2], by=boris)
    run = ran("close", tickets, boris)
    note(tickets[0], "Звонил, всё работает.", by=vera)
    run = undone(run, boris)
    assert outcomes(run) == [("kept", Reason.CHANGED), ("undone", ""), ("undone", "")]
    for ticket, state in zip(tickets, (State.CLOSED, State.NEW, State.RESOLVED), strict=True):
        ticket.refresh_from_db()
        assert ticket.state == state


def test_a_run_is_taken_back_once_and_for_ten_minutes(anna, boris):
    run = ran("take", [make.ticket(by=anna)], boris)
    BulkRun.objects.filter(pk=run.pk).update(ended_at=clock.now() - timedelta(minutes=11))
    with pytest.raises(TooLateToUndo):
        bulk.undo(run, by=boris)
    BulkRun.objects.filter(pk=run.pk).update(ended_at=clock.now() - timedelta(minutes=9))
    bulk.undo(run, by=boris)
    with pytest.raises(NothingToUndo):
        bulk.undo(run, by=boris)


def test_undoing_in_the_middle_stops_what_has_not_had_its_turn(anna, boris):
    tickets = [make.ticket(by=anna) for _ in range(3)]
    run = bulk.begin("take", "", [ticket.number for ticket in tickets], by=boris)
    assert bulk._next(run)
    assert outcomes(undone(run, boris)) == [("undone", ""), ("skipped", ""), ("skipped", "")]


def test_a_run_of_a_killed_process_goes_on_where_it_stopped(anna, boris):
    tickets = [make.ticket(by=anna) for _ in range(3)]
    run = bulk.begin("take", "", [ticket.number for ticket in tickets], by=boris)
    assert bulk._next(run)  # and here the process is killed
    jobs.go_on_with_runs(0)
    assert BulkRun.objects.get(pk=run.pk).ended_at is None, "it may still be at work"
    BulkRun.objects.filter(pk=run.pk).update(begun_at=clock.now() - timedelta(minutes=2))
    jobs.go_on_with_runs(0)
    assert outcomes(run) == [("done", "")] * 3
    assert all(ticket.facts.filter(kind="ticket.taken").count() == 1 for ticket in tickets)


def test_sec_15_rights_are_asked_again_for_each_ticket_at_its_turn(anna, boris):
    closed = make.team(is_closed=True)
    tickets = [make.ticket(by=anna) for _ in range(3)]
    run = bulk.begin("take", "", [ticket.number for ticket in tickets], by=boris)
    assert bulk._next(run)
    assign(tickets[1], team=closed, by=make.administrator())
    assert bulk._next(run)
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    bulk.go_on(run)
    assert outcomes(run) == [("done", ""), ("refused", Reason.HIDDEN), ("refused", Reason.HIDDEN)]


def test_sec_14_hidden_tickets_are_counted_and_not_named(anna, boris):
    hidden = make.ticket(by=anna, team=make.team(is_closed=True))
    run = ran("take", [hidden, make.ticket(by=anna)], boris)
    assert run.missing == 1
    assert run.items.count() == 1


def test_a_thousand_at_most_and_at_least_one(anna, boris):
    with pytest.raises(bulk.TooMany):
        bulk.begin("take", "", range(1, 1002), by=boris)
    with pytest.raises(bulk.NoneChosen):
        bulk.begin("take", "", [], by=boris)


def test_a_fault_at_one_ticket_is_told_and_stops_nobody(anna, boris):
    tickets = [make.ticket(by=anna) for _ in range(2)]
    # A colleague who was deleted between the wish and its turn.
    run = ran("owner", tickets, boris, value=987_654_321)
    assert outcomes(run) == [("refused", Reason.FAULT)] * 2
    assert run.ended_at is not None


def test_only_the_person_hears_of_the_progress(boris, vera, gleb):
    told = {"bulk": 5, "to": boris.pk}
    assert [access.hears(person)(told) for person in (boris, vera, gleb)] == [True, False, False]
    assert access.shown(told) == {"bulk": 5}


def test_a_priority_that_is_the_same_changes_nothing(anna, boris):
    ticket = make.ticket(by=anna)
    set_priority(ticket, Priority.objects.order_by("rank").first(), by=boris)
    ticket.refresh_from_db()
    assert outcomes(ran("priority", [ticket], boris, ticket.priority_id)) == [("same", "")]


def test_a_wish_for_many_goes_before_the_reports_of_a_flood(anna, boris, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    numbers = [make.ticket(by=anna).number for _ in range(2)]
    bulk.start("take", "", numbers, by=boris)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY priority DESC, id"
        )
        waiting = [name for (name,) in cursor.fetchall()]
    assert waiting[0] == "bulk"
    assert "react" in waiting
