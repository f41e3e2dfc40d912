"""A draft on the past: what would have been late, by whom, by how much, beside what was."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_service
from okno.desk.actions.rehearse import go_on_rehearsing, rehearse_calendar, rehearse_version
from okno.desk.actions.reply import Then, reply
from okno.desk.models import Clock, Late, Rehearsal, Ticket
from okno.people.models import Person, Team
from okno.setup.actions.save import save
from okno.setup.setups import BY_NAME
from okno.sla.models import WorkCalendar
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 10:00 in Moscow


def put(by: Person, what: str, **plain: object):
    return save(BY_NAME[what], None, plain, by=by)[0]


@pytest.fixture
def team(db: None) -> Team:
    return make.team("Сеть")


@pytest.fixture
def tickets(anna: Person, boris: Person, team: Team) -> list[Ticket]:
    """Four tickets by mail: Boris answered and solved them after 20, 40, 60 and 80 minutes."""
    made = []
    for number in range(4):
        with time_machine.travel(MONDAY, tick=False) as now:
            ticket = make.ticket(by=anna)
            now.shift(timedelta(minutes=20 * (number + 1)))
            assign(ticket, owner=boris, team=team, by=boris)
            reply(ticket, "Готово.", by=boris, then=Then.RESOLVE)
        made.append(ticket)
    return made


def rehearsed(run: Rehearsal) -> Rehearsal:
    go_on_rehearsing(run.pk)
    run.refresh_from_db()
    return run


def late(run: Rehearsal) -> list[tuple[str, int, int]]:
    return sorted(Late.objects.filter(rehearsal=run).values_list("metric", "was", "would"))


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_a_draft_tells_what_would_have_been_late_and_changes_nothing(
    tickets: list[Ticket], boris: Person, gleb: Person, team: Team
) -> None:
    put(gleb, "policies", name="Почта", door="mail")
    minutes = {"normal": {"reaction": 120, "first_reply": 50}}
    draft = put(gleb, "versions", name="Почта · 1", policy="Почта", calendar="Круглосуточно", minutes=minutes)
    before = list(Clock.objects.order_by("id").values())
    run = rehearsed(rehearse_version(draft, months=3, by=gleb))
    assert (run.total, run.looked, run.untold) == (4, 4, 0)
    # Reaction within 60 minutes was missed once by 20; first reply within 240 never, within 50 it would have been twice.
    assert late(run) == [("first_reply", 0, 600), ("first_reply", 0, 1800), ("reaction", 1200, 0)]
    assert run.promises["would"] == {"reaction": 4, "first_reply": 4, "resolution": 4}
    assert set(Late.objects.values_list("team", "owner")) == {(team.pk, boris.pk)}
    assert list(Clock.objects.order_by("id").values()) == before
    assert not go_on_rehearsing(run.pk), "a second run of the job finds nothing to do"
    assert Late.objects.count() == 3


def test_a_draft_is_asked_about_tickets_as_they_were_at_each_moment(
    anna: Person, boris: Person, gleb: Person
) -> None:
    phones, post = make.service("Телефоны"), make.service("Почта")
    put(gleb, "policies", name="Телефоны", service="Телефоны")
    minutes = {"normal": {"next_reply": 10}}
    draft = put(
        gleb, "versions", name="Телефоны · 1", policy="Телефоны", calendar="Круглосуточно", minutes=minutes
    )
    with time_machine.travel(MONDAY, tick=False) as now:
        ticket = make.ticket(by=anna)
        reply(ticket, "Какой номер?", by=boris)
        for service, minutes_later in ((phones, 30), (post, 40)):
            set_service(ticket, service, by=boris)
            now.shift(timedelta(minutes=1))
            make.message(ticket=ticket, text="Ещё вопрос.", by=anna)
            now.shift(timedelta(minutes=minutes_later))
            reply(ticket, "Ответ.", by=boris)
        run = rehearsed(rehearse_version(draft, months=1, by=gleb))
    assert late(run) == [("next_reply", 0, 1200)], "what was said about mail is no matter of phones"
    assert run.promises["would"]["next_reply"] == 1


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_a_calendar_in_the_place_of_another(tickets: list[Ticket], gleb: Person) -> None:
    later = put(gleb, "calendars", name="С обеда", week={"mon": [["13:00", "18:00"]]})
    usual = WorkCalendar.objects.get(name="Рабочие часы")
    run = rehearsed(rehearse_calendar(later, usual, months=1, by=gleb))
    assert late(run) == [("reaction", 1200, 0)], "nothing was to be done before noon"
    same = rehearsed(rehearse_calendar(usual, later, months=1, by=gleb))
    assert all(was == would for _metric, was, would in late(same))


@time_machine.travel(MONDAY + timedelta(days=1), tick=False)
def test_each_figure_opens_its_tickets_and_the_draft_is_switched_on(
    tickets: list[Ticket], gleb: Person
) -> None:
    put(gleb, "policies", name="Почта", door="mail")
    draft = put(
        gleb,
        "versions",
        name="Почта · 1",
        policy="Почта",
        calendar="Круглосуточно",
        minutes={"normal": {"first_reply": 50}},
    )
    office = _logged_in(gleb)
    answer = office.post("/settings/rehearsals/", {"version": draft.pk, "months": 3})
    run = Rehearsal.objects.get()
    assert answer["Location"] == f"/settings/rehearsals/{run.pk}/"
    assert "0 из 0" in office.get(answer["Location"]).content.decode()
    rehearsed(run)
    page = office.get(answer["Location"]).content.decode()
    query = "?metric=first_reply&amp;side=newly"
    assert query in page
    assert "?team=" in page
    shown = office.get(f"{answer['Location']}tickets/{query.replace('&amp;', '&')}").context["rows"]
    assert {row[0] for row in shown} == set(tickets[2:])
    assert office.get(f"{answer['Location']}tickets/?owner=-").context["rows"] == []
    office.post(f"{answer['Location']}beginning/", {"valid_from": "2026-11-25"})
    draft.refresh_from_db()
    assert draft.valid_from.isoformat() == "2026-11-25"
