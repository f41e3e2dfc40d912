"""What teams owe to the desk: a clock from each hand-over on, beside the customer's, from the same facts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.contracts.actions.set_up import set_up_agreement
from okno.contracts.models import Agreement
from okno.desk import clockface
from okno.desk.actions.assign import assign, hand_over, take
from okno.desk.actions.classify import set_priority, set_service
from okno.desk.actions.close import reopen
from okno.desk.actions.next_line import send_back, to_next_line
from okno.desk.actions.pass_on import pass_on
from okno.desk.actions.recount_all import ask_for_recount, recount_all
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import resume, wait
from okno.desk.actions.warn import warn
from okno.desk.audit import Audit, audit
from okno.desk.models import Clock, Fact, Ticket
from okno.people.models import Person, Team
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday, 10:00 in Moscow
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False) as now:
        yield now


@pytest.fixture
def engineers() -> Team:
    """A team of line 2, with which two hours are agreed, one for the critical."""
    return agreed(make.team("Инженеры", line=2), normal=120, critical=60)


def agreed(team: Team, **minutes: int) -> Team:
    always = WorkCalendar.objects.get(is_always=True)
    set_up_agreement(Agreement(name=f"OLA: {team}", team=team, calendar=always, minutes=minutes))
    return team


def rounds(ticket: Ticket) -> list[Clock]:
    return list(Clock.objects.filter(ticket=ticket, metric="ola").order_by("started_at"))


def test_the_clock_of_a_team_begins_with_the_hand_over_and_ends_when_the_ticket_goes_back(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna, team=make.team("Диспетчеры"))
    assert rounds(ticket) == []
    monday.shift(HOUR)
    to_next_line(ticket, tried="Перезагрузили", by=boris)
    [first] = rounds(ticket)
    assert (first.started_at, first.due_at, first.team) == (NOW + HOUR, NOW + 3 * HOUR, engineers)
    monday.shift(HOUR)
    send_back(ticket, reason="Не наше", by=boris)
    monday.shift(HOUR)
    hand_over(ticket, tried="Всё же ваше", team=engineers, by=boris)
    first, second = rounds(ticket)
    assert first.stopped_at == NOW + 2 * HOUR
    assert (second.started_at, second.due_at) == (NOW + 3 * HOUR, NOW + 5 * HOUR)
    ticket.refresh_from_db()
    assert ticket.team_due_at == second.due_at
    assert ticket.next_due_at not in (None, second.due_at), "the customer's promise stays the first"
    assert audit() == Audit(agree=1)


def test_one_fact_of_a_hand_over_keeps_what_was_agreed(engineers: Team, anna: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    assign(ticket, team=engineers, by=boris)
    told = Fact.objects.filter(ticket=ticket).exclude(kind="ticket.opened").get()
    assert told.kind == "ticket.assigned"
    assert told.data["promised"]["ola"]["name"] == "OLA: Инженеры"


def test_what_opens_in_the_team_runs_from_the_opening(engineers: Team, anna: Person) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    [clock] = rounds(ticket)
    assert (clock.started_at, clock.team) == (ticket.created_at, engineers)
    assert audit() == Audit(agree=1)


def test_waiting_pauses_it_and_another_owner_of_the_team_does_not(
    engineers: Team, anna: Person, boris: Person, vera: Person, monday
) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    assign(ticket, owner=vera, team=engineers, by=boris)
    take(ticket, by=boris)
    [clock] = rounds(ticket)
    assert clock.due_at == NOW + 2 * HOUR
    wait(ticket, "third_party", by=boris)
    monday.shift(HOUR)
    resume(ticket, by=boris)
    [clock] = rounds(ticket)
    assert clock.due_at == NOW + 3 * HOUR
    assert audit() == Audit(agree=1)


def test_a_ticket_that_is_handed_on_while_it_waits_begins_with_a_pause(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna)
    wait(ticket, "customer", by=boris)
    monday.shift(HOUR)
    assign(ticket, team=engineers, by=boris)
    [clock] = rounds(ticket)
    assert clock.due_at is None
    monday.shift(HOUR)
    resume(ticket, by=boris)
    assert rounds(ticket)[0].due_at == NOW + 4 * HOUR
    assert audit() == Audit(agree=1)


def test_the_solution_ends_it_and_a_reopening_lets_the_same_round_run_on(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    monday.shift(HOUR)
    resolve(ticket, by=boris)
    ticket.refresh_from_db()
    assert ticket.team_due_at is None
    monday.shift(HOUR)
    reopen(ticket, by=boris)
    [clock] = rounds(ticket)
    assert (clock.stopped_at, clock.due_at) == (None, NOW + 3 * HOUR)
    assert audit() == Audit(agree=1)


def test_another_priority_is_a_recount_from_the_same_hand_over(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    monday.shift(HOUR / 2)
    set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    assert rounds(ticket)[0].due_at == NOW + HOUR
    set_priority(ticket, Priority.objects.get(code="medium"), by=boris)
    assert rounds(ticket)[0].cancelled_at is not None, "nothing is agreed for it"
    set_priority(ticket, Priority.objects.get(code="normal"), by=boris)
    assert rounds(ticket)[0].due_at == NOW + 2 * HOUR
    assert audit() == Audit(agree=1)


def test_what_is_agreed_first_by_another_priority_knows_the_hand_over_and_the_pauses(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna, priority=Priority.objects.get(code="medium"))
    assign(ticket, team=engineers, by=boris)
    assert rounds(ticket) == []
    wait(ticket, "planned", until=NOW + HOUR, by=boris)
    monday.shift(HOUR)
    resume(ticket, by=boris)
    set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    assert rounds(ticket)[0].due_at == NOW + 2 * HOUR
    assert audit() == Audit(agree=1)


def test_a_new_agreement_holds_from_now_on_and_one_in_the_archive_withdraws_it(
    anna: Person, boris: Person, monday
) -> None:
    team = make.team("Связь", line=2)
    ticket = make.ticket(by=anna, team=team)
    monday.shift(24 * HOUR)
    deal = Agreement.objects.get(team=agreed(team, normal=60))
    ask_for_recount("Новое соглашение")
    recount_all()
    assert rounds(ticket)[0].due_at == NOW + 25 * HOUR, "nobody is late for what nobody had promised"
    monday.shift(HOUR / 2)
    deal.is_active = False
    set_up_agreement(deal)
    ask_for_recount("Соглашение в архиве")
    recount_all()
    [clock] = rounds(ticket)
    assert (clock.cancelled_at, clock.stopped_at) == (NOW + 24.5 * HOUR, None)
    ticket.refresh_from_db()
    assert ticket.team_due_at is None
    assert audit() == Audit(agree=1)


def test_other_minutes_or_a_service_or_an_absence_move_it_as_they_move_the_ticket(
    engineers: Team, anna: Person, boris: Person, vera: Person, monday
) -> None:
    ticket = make.ticket(by=anna)
    set_service(ticket, make.service("1С", team=engineers), by=boris)
    assert rounds(ticket)[0].due_at == NOW + 2 * HOUR
    deal = Agreement.objects.get(team=engineers)
    deal.minutes = {"normal": 30}
    set_up_agreement(deal)
    ask_for_recount("Соглашение изменилось")
    recount_all()
    assert rounds(ticket)[0].due_at == NOW + HOUR / 2
    other = make.ticket(by=anna)
    make.agent("Нина", teams=(engineers,))
    nina = engineers.members.get()
    assign(other, owner=nina, by=boris)
    type(nina).objects.filter(pk=nina.pk).update(is_active=False)
    assert pass_on(other, by=vera)
    assert rounds(other)[0].team == engineers, "it came to the team of who is gone"
    assert audit() == Audit(agree=2)


def test_two_hand_overs_of_one_moment_are_one_round_of_the_last_team(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    others = agreed(make.team("Связь", line=2), normal=15)
    ticket = make.ticket(by=anna)
    monday.shift(HOUR)
    assign(ticket, team=engineers, by=boris)
    assign(ticket, team=others, by=boris)
    [clock] = rounds(ticket)
    assert (clock.team, clock.due_at) == (others, NOW + HOUR + timedelta(minutes=15))
    assert audit() == Audit(agree=1)


def test_it_is_warned_of_and_missed_like_any_other(
    engineers: Team, anna: Person, boris: Person, monday
) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    monday.shift(1.6 * HOUR)
    warn()
    monday.shift(HOUR)
    warn()
    told = Fact.objects.filter(ticket=ticket, data__metric="ola").order_by("id")
    assert [(one.kind, one.data["share"]) for one in told] == [("clock.warned", 75), ("clock.missed", 100)]


def test_the_customer_hears_nothing_of_it(engineers: Team, anna: Person, as_anna) -> None:
    ticket = make.ticket(by=anna, team=engineers)
    assert [one.metric for one in clockface.standing(clockface.of(ticket))][-1] == "ola"
    page = as_anna.get(f"/my/{ticket.number}/").content.decode()
    assert "Принтер" in page
    assert "OLA" not in page
    assert "Инженеры" not in page
