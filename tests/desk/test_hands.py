"""In whose hands a ticket may stay: the rule by itself, then the sweep over a real table."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from okno.catalog.actions.found import found
from okno.catalog.models import Priority
from okno.core import clock
from okno.desk import jobs
from okno.desk.actions.assign import assign, take
from okno.desk.actions.classify import set_priority
from okno.desk.actions.note import note
from okno.desk.actions.pass_on import pass_on
from okno.desk.actions.wait import wait
from okno.desk.hands import Care, Held, Verdict, Why, judge
from okno.desk.models import Fact, Ticket
from okno.people.models import Person, Team
from okno.sla.worktime import ALWAYS, WEEKDAYS, Calendar
from okno.staffing.actions.be_away import be_away
from okno.staffing.actions.set_up_shift import set_up_shift
from okno.staffing.models import Attendance, Shift
from okno.staffing.roster import Away, Duty
from tests import make

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = Calendar.from_plain(
    {"zone": "Europe/Moscow", "week": {day: [["09:00", "18:00"]] for day in WEEKDAYS[:5]}}
)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)  # the 23rd is a Monday


SICK = Away("sick", at(11), at(9, day=27))
URGENT = {"rank": 1, "urgent_hours": ALWAYS}
USUAL: dict[str, Any] = {
    "duty": Duty(OFFICE),
    "care": Care(),
    "rank": 4,
    "since": at(10),
    "is_accepted": False,
}


@pytest.mark.parametrize(
    ("held", "now", "verdict"),
    [
        ({}, at(10, 29), Verdict(look_at=at(10, 30))),
        ({}, at(10, 30), Verdict(Why.SILENT)),
        ({"since": at(17, 50)}, at(18, 30), Verdict(look_at=at(9, 20, day=24))),
        ({"is_accepted": True}, at(19), Verdict()),
        ({"care": Care(accept_minutes=None)}, at(17), Verdict()),
        ({"duty": None, "is_accepted": True}, at(12), Verdict(Why.GONE)),
        ({"duty": None, "is_waiting": True}, at(12), Verdict(Why.GONE)),
        ({"is_waiting": True}, at(12), Verdict()),
        ({"duty": Duty(OFFICE, aways=(SICK,)), "is_accepted": True}, at(12), Verdict()),
        ({"duty": Duty(OFFICE, aways=(SICK,))}, at(12), Verdict(Why.AWAY, SICK)),
        (URGENT | {"is_accepted": True}, at(17, 59), Verdict()),
        (URGENT | {"is_accepted": True}, at(18), Verdict(Why.SHIFT_OVER)),
        (URGENT | {"is_accepted": True, "is_waiting": True}, at(18), Verdict()),
        (URGENT | {"is_accepted": True, "care": Care(urgent_rank=0)}, at(18), Verdict()),
        (
            URGENT | {"is_accepted": True, "duty": Duty(OFFICE, aways=(SICK,))},
            at(11),
            Verdict(Why.AWAY, SICK),
        ),
        (URGENT, at(18, 1), Verdict(Why.SHIFT_OVER)),
        (URGENT | {"since": at(22)}, at(22, 29), Verdict(look_at=at(22, 30))),
        (URGENT | {"since": at(22)}, at(22, 30), Verdict(Why.SILENT)),
    ],
)
def test_the_rule(held: dict[str, Any], now: datetime, verdict: Verdict) -> None:
    assert judge(Held(**USUAL | held), now) == verdict


@pytest.fixture
def team(db: None, boris: Person, vera: Person) -> Team:
    found()
    team = make.team("Первая линия")
    for person in (boris, vera):
        team.memberships.create(person=person)
    return team


def ticket(team: Team, code: str = "normal", moment: datetime | None = None) -> Ticket:
    moment = moment or at(10)
    with clock.moved_to(moment):
        return make.ticket(team=team, priority=Priority.objects.get(code=code), at=moment)


def swept(moment: datetime) -> None:
    with clock.moved_to(moment):
        jobs.look_after_hands(0)


def doing(moment: datetime, act: Callable[..., object], *given: Any, **named: Any) -> None:
    with clock.moved_to(moment):
        act(*given, **named)


def owner(ticket: Ticket) -> Person | None:
    ticket.refresh_from_db()
    return ticket.owner


def last(ticket: Ticket) -> Fact:
    return Fact.objects.filter(ticket=ticket).latest("id")


def test_what_the_owner_does_not_accept_goes_back_to_the_team_with_the_reason(
    team: Team, boris: Person, vera: Person
) -> None:
    made = ticket(team)
    doing(at(10), assign, made, owner=boris, team=team, by=vera)
    swept(at(10, 29))
    assert owner(made) == boris
    swept(at(10, 31))
    assert owner(made) is None
    assert made.team == team
    assert last(made).kind == "ticket.passed_on"
    assert "Борис Орлов" in last(made).why
    assert "30" in last(made).why
    before = made.version
    swept(at(10, 40))
    made.refresh_from_db()
    assert made.version == before, "once"


def test_whoever_acts_has_accepted(team: Team, boris: Person, vera: Person) -> None:
    made, taken = ticket(team), ticket(team)
    doing(at(10), assign, made, owner=boris, team=team, by=vera)
    doing(at(10), take, taken, by=boris)
    doing(at(10, 5), note, made, "Смотрю.", by=boris)
    swept(at(17))
    assert (owner(made), owner(taken)) == (boris, boris)


def test_a_team_may_have_no_limit(team: Team, boris: Person, vera: Person) -> None:
    Team.objects.update(accept_minutes=None)
    made = ticket(Team.objects.get())
    doing(at(10), assign, made, owner=boris, team=made.team, by=vera)
    swept(at(17))
    assert owner(made) == boris


def test_when_somebody_falls_ill_the_urgent_goes_to_who_stands_in_and_the_rest_stays(
    team: Team, boris: Person, vera: Person
) -> None:
    urgent, usual = ticket(team, "critical"), ticket(team)
    for made in (urgent, usual):
        doing(at(10), take, made, by=boris)
    swept(at(10, 30))
    doing(at(11), be_away, boris, "sick", by=vera, starts_at=at(11), ends_at=at(0, day=27), substitute=vera)
    swept(at(11, 1))
    assert (owner(urgent), owner(usual)) == (vera, boris)
    assert "26" in last(urgent).why
    assert "Борис Орлов" in last(urgent).why


def test_whoever_says_an_absence_or_a_shift_on_any_road_waits_for_no_sweep(
    team: Team, boris: Person, vera: Person, run_jobs: Callable[..., int]
) -> None:
    """The verb alone causes it: no page stands between."""
    urgent = ticket(team, "critical")
    doing(at(10), take, urgent, by=boris)
    swept(at(10, 30))
    doing(at(11), be_away, boris, "sick", by=boris, starts_at=at(11), ends_at=at(0, day=27), substitute=vera)
    doing(at(11), run_jobs)
    assert owner(urgent) == vera
    night = Shift(name="Ночная", week={"mon": [["22:00", "23:00"]]})
    doing(at(12), set_up_shift, night, people=[vera.email])
    doing(at(12), run_jobs)
    assert owner(urgent) is None


def test_an_absence_that_was_planned_begins_by_itself_and_without_a_substitute_the_team_gets_it(
    team: Team, boris: Person, vera: Person
) -> None:
    urgent = ticket(team, "critical")
    doing(at(10), take, urgent, by=boris)
    doing(at(10), be_away, boris, "holiday", by=boris, starts_at=at(14), ends_at=at(0, day=28))
    swept(at(10, 1))
    swept(at(13, 59))
    assert owner(urgent) == boris
    swept(at(14, 1))
    assert owner(urgent) is None
    assert urgent.team == team


def test_at_the_end_of_a_shift_the_urgent_stays_with_nobody_who_has_gone_home(
    team: Team, boris: Person, vera: Person
) -> None:
    urgent, usual, waits = ticket(team, "critical"), ticket(team), ticket(team, "critical")
    for made in (urgent, usual, waits):
        doing(at(10), take, made, by=boris)
    doing(at(10), wait, waits, "customer", by=boris)
    swept(at(17))
    swept(at(18, 1))
    assert (owner(urgent), owner(usual), owner(waits)) == (None, boris, boris)
    swept(at(18, 2))
    with clock.moved_to(at(20)):
        make.message(by=waits.requester, ticket=waits, at=at(20))
    swept(at(20, 1))
    assert owner(waits) is None, "the customer has answered, and nobody was there"


def test_what_becomes_urgent_at_night_does_not_wait(team: Team, boris: Person, vera: Person) -> None:
    made, own = ticket(team), ticket(team)
    for one in (made, own):
        doing(at(10), take, one, by=boris)
    critical = Priority.objects.get(code="critical")
    doing(at(20), set_priority, made, critical, by=vera)
    doing(at(20), set_priority, own, critical, by=boris)
    swept(at(20, 1))
    assert (owner(made), owner(own)) == (None, boris), "whoever works late keeps what is his"


def test_everything_of_a_dismissed_colleague_goes_to_the_team(
    team: Team, boris: Person, vera: Person
) -> None:
    made = ticket(team)
    doing(at(10), take, made, by=boris)
    swept(at(10, 1))
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    swept(at(10, 2))
    swept(at(10, 3))
    assert owner(made) is None
    assert not Attendance.objects.filter(person=boris).exists()


def test_a_substitute_who_is_away_as_well_stands_in_for_nobody(
    team: Team, boris: Person, vera: Person
) -> None:
    urgent = ticket(team, "critical")
    doing(at(10), take, urgent, by=boris)
    doing(at(10), be_away, vera, "holiday", by=vera, starts_at=at(9))
    doing(at(11), be_away, boris, "sick", by=vera, starts_at=at(11), substitute=vera)
    swept(at(11, 1))
    assert owner(urgent) is None


def test_a_ticket_of_somebody_away_is_passed_on_with_one_press(
    team: Team, boris: Person, vera: Person
) -> None:
    made = ticket(team)
    doing(at(10), take, made, by=boris)
    with clock.moved_to(at(11)):
        assert not pass_on(made, by=vera), "he is here"
        be_away(boris, "sick", by=vera, starts_at=at(11))
        assert pass_on(made, by=vera)
    assert owner(made) is None
    assert last(made).by == vera


def test_the_queue_of_due_hands_costs_statements_for_what_is_due_alone(
    team: Team, boris: Person, django_assert_max_num_queries
) -> None:
    for _number in range(30):
        doing(at(10), take, ticket(team), by=boris)
    swept(at(10, 1))
    with django_assert_max_num_queries(12):
        swept(at(10, 2))


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_pass_everything_on_once(boris: Person, vera: Person) -> None:
    found()
    team = make.team()
    made = [ticket(team) for _number in range(12)]
    for one in made:
        doing(at(10), assign, one, owner=boris, team=team, by=vera)
    start = Barrier(4)

    def sweep() -> None:
        start.wait()
        swept(at(10, 31))
        connection.close()

    hands = [Thread(target=sweep) for _number in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    swept(at(10, 32))
    assert all(owner(one) is None for one in made)
    assert Fact.objects.filter(kind="ticket.passed_on").count() == len(made)
