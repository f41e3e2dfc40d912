"""A draft of shifts on the past: who met nobody then, who would have, and how the draft is switched on."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from okno.core.refusals import Conflict
from okno.desk.actions.reply import reply
from okno.desk.manning import look_back
from okno.desk.models import Ticket
from okno.people.models import Person, Team
from okno.setup import setups
from okno.setup.actions.save import save
from okno.setup.actions.switch_on_shifts import switch_on_shifts
from okno.staffing.models import Shift
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 9:00 in Moscow
DAYS = ("mon", "tue", "wed", "thu", "fri")


def shift(by: Person, name: str, hours: list[str], *people: Person, **more: object) -> Shift:
    plain = {"name": name, "week": {day: [hours] for day in DAYS}, "people": [one.email for one in people]}
    return save(setups.SHIFTS, None, plain | more, by=by)[0]


@pytest.fixture
def team(boris: Person, vera: Person) -> Team:
    made = make.team("Сеть")
    made.memberships.create(person=boris)
    made.memberships.create(person=vera, is_lead=True)
    return made


@pytest.fixture
def past(anna: Person, boris: Person, team: Team) -> None:
    """Tickets of a Monday: at seven in the morning, at noon, at nine in the evening; the late one was answered on Tuesday."""
    for hour in (7, 12, 21):
        with time_machine.travel(MONDAY + timedelta(hours=hour - 9), tick=False) as now:
            ticket = make.ticket(by=anna, team=team)
            now.shift(timedelta(hours=15 if hour == 21 else 1))
            reply(ticket, "Смотрю.", by=boris)


def test_a_draft_tells_who_would_have_met_nobody_and_which_first_replies_would_have_been_late(
    past: None, team: Team, boris: Person, vera: Person, gleb: Person
) -> None:
    usual = save(setups.PRIORITIES, Ticket.objects.first().priority, {"first_reply_minutes": 60}, by=gleb)[0]
    assert usual.first_reply_minutes == 60
    shift(gleb, "День", ["09:00", "18:00"], boris, vera)
    seen = look_back(team, Ticket.objects.standing(), MONDAY - timedelta(days=3), MONDAY + timedelta(days=3))
    assert (seen.came, seen.was.alone, seen.would.alone) == (3, 2, 2), "without a draft both sides are alike"
    assert seen.was.waits == [timedelta(hours=12), timedelta(hours=2)]
    assert seen.was.hours == {(0, 21): 1, (0, 7): 1}
    shift(gleb, "Вечер", ["14:00", "23:00"], vera, is_draft=True)
    shift(gleb, "Утро", ["08:00", "16:00"], boris, is_draft=True)
    seen = look_back(team, Ticket.objects.standing(), MONDAY - timedelta(days=3), MONDAY + timedelta(days=3))
    assert seen.would.waits == [timedelta(hours=1)]
    assert (seen.was.long, seen.would.long, seen.was.longest) == (2, 0, timedelta(hours=12))


def test_a_draft_is_nobodys_duty_until_it_is_switched_on_and_ends_what_was_worked_before(
    team: Team, boris: Person, vera: Person, gleb: Person
) -> None:
    shift(gleb, "День", ["09:00", "18:00"], boris, vera, gleb)
    draft = shift(gleb, "Вечер", ["14:00", "23:00"], vera, is_draft=True)
    switch_on_shifts([draft], date(2026, 12, 1), by=gleb)
    found = {one.name: one for one in Shift.objects.all()}
    assert (found["День"].ends_on, found["Вечер"].begins_on) == (date(2026, 11, 30), date(2026, 12, 1))
    follows = found["День, с 01.12.2026"]
    assert {one.person for one in follows.stints.all()} == {boris, gleb}
    assert not Shift.objects.filter(is_draft=True).exists()
    with pytest.raises(Conflict):
        switch_on_shifts([], date(2026, 12, 1), by=gleb)


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_a_lead_looks_at_the_plan_and_an_administrator_switches_it_on(
    past: None, team: Team, boris: Person, vera: Person, gleb: Person
) -> None:
    shift(gleb, "Утро", ["06:00", "15:00"], boris, is_draft=True)
    page = _logged_in(vera).get(f"/board/shift-plan/?team={team.pk}&months=1").content.decode()
    assert "Пришли, когда на смене не было никого" in page
    assert "/board/shift-plan/beginning/" not in page
    office = _logged_in(gleb)
    early = office.post("/board/shift-plan/beginning/", {"team": team.pk, "begins_on": "2026-11-24"})
    assert early.status_code == 422
    office.post("/board/shift-plan/beginning/", {"team": team.pk, "begins_on": "2026-12-01"})
    assert Shift.objects.get().begins_on == date(2026, 12, 1)
