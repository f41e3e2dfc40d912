"""Policies on tickets: who is promised what, why, and what happens when something changes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from okno.contracts.models import PolicyVersion
from okno.core.refusals import Refusal
from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_kind, set_priority, set_requester, set_service
from okno.desk.actions.hear import Heard
from okno.desk.actions.recount_all import recount_all
from okno.desk.actions.request import request
from okno.desk.audit import Audit, audit
from okno.desk.expecting import expected
from okno.desk.jobs import begin_versions
from okno.desk.models import Clock, Recount, Ticket
from okno.people.models import Organisation, Person
from okno.setup.actions.save import save
from okno.setup.setups import BY_NAME
from okno.setup.shape import Unfit
from tests import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday, 10:00 in Moscow
TABLE = {"normal": {"reaction": 10, "resolution": 100}, "critical": {"next_reply": 5}}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False) as now:
        yield now


@pytest.fixture
def vip(gleb: Person) -> Organisation:
    """An organisation of the level VIP, with a policy for the level."""
    put(gleb, "levels", name="VIP", rank=1)
    organisation = put(gleb, "organisations", name="Ромашка", support_level="VIP", region="Омск")
    policy(gleb, "VIP", {"support_level": "VIP"})
    return organisation


def put(by: Person, what: str, **plain: object):
    return save(BY_NAME[what], None, plain, by=by)[0]


def policy(by: Person, name: str, asks: dict, minutes: dict = TABLE, begins: str | None = "2026-11-23"):
    made = put(by, "policies", name=name, **asks)
    put(
        by,
        "versions",
        name=f"{name} · 1",
        policy=name,
        valid_from=begins,
        calendar="Круглосуточно",
        minutes=minutes,
    )
    return made


def of(organisation: Organisation, **fields: object) -> Ticket:
    return make.ticket(by=make.person(organisation=organisation), **fields)


def due(ticket: Ticket, metric: str = "resolution") -> datetime | None:
    return Clock.objects.get(ticket=ticket, metric=metric, cancelled_at=None).due_at


def test_a_ticket_of_the_level_is_promised_by_the_policy_and_tells_why(
    vip: Organisation, anna: Person
) -> None:
    ticket, other = of(vip), make.ticket(by=anna)
    assert due(ticket) == NOW + timedelta(minutes=100)
    assert ticket.promised["policy"]["met"] == {"support_level": "VIP"}
    assert ticket.promised["first_reply"] == 240, "the priority's own"
    assert "policy" not in other.promised
    assert audit() == Audit(agree=2)


def test_the_more_telling_policy_wins_and_the_second_is_named(vip: Organisation, gleb: Person) -> None:
    policy(gleb, "Ромашка", {"organisation": "Ромашка"}, {"normal": {"resolution": 7}})
    ticket = of(vip)
    assert due(ticket) == NOW + timedelta(minutes=7)
    assert ticket.promised["policy"]["second"] == "VIP"


@pytest.mark.parametrize("asks", ["service", "kind", "priority", "organisation", "team"])
def test_every_change_that_policies_ask_for_is_a_recount_with_a_fact(
    asks: str, gleb: Person, boris: Person
) -> None:
    team, service = make.team("Сеть"), make.service("1С")
    organisation = put(gleb, "organisations", name="Ромашка")
    values = {
        "service": "1С",
        "kind": "incident",
        "priority": "critical",
        "organisation": "Ромашка",
        "team": "Сеть",
    }
    policy(
        gleb, "Особая", {asks: values[asks]}, {"normal": {"resolution": 30}, "critical": {"resolution": 30}}
    )
    ticket = make.ticket()
    assert "policy" not in ticket.promised
    if asks == "service":
        set_service(ticket, service, by=boris)
    elif asks == "kind":
        set_kind(ticket, "incident", by=boris)
    elif asks == "priority":
        from okno.catalog.models import Priority

        set_priority(ticket, Priority.objects.get(code="critical"), by=boris)
    elif asks == "organisation":
        set_requester(ticket, make.person(organisation=organisation), by=boris)
    else:
        assign(ticket, team=team, by=boris)
    assert due(ticket) == NOW + timedelta(minutes=30)
    told = ticket.facts.filter(kind="ticket.promised_anew")
    assert told.exists() == (asks != "priority"), "another priority says so itself"
    assert audit() == Audit(agree=1)


def test_a_version_begins_on_its_day_and_open_tickets_follow(
    vip: Organisation, gleb: Person, anna: Person, monday
) -> None:
    ticket, other = of(vip), make.ticket(by=anna)
    later = {"normal": {"resolution": 200, "next_reply": 20}}
    put(
        gleb,
        "versions",
        name="VIP · 2",
        policy="VIP",
        valid_from="2026-11-24",
        calendar="Круглосуточно",
        minutes=later,
    )
    recount_all()
    assert due(ticket) == NOW + timedelta(minutes=100)
    monday.shift(timedelta(hours=14, minutes=30))  # past midnight in Moscow
    begin_versions(0)
    assert Recount.objects.filter(ended_at=None).count() == 1
    recount_all()
    assert due(ticket) == NOW + timedelta(minutes=200)
    run = Recount.objects.latest("pk")
    assert (run.looked, run.otherwise, run.later, run.earlier) == (2, 1, 1, 0)
    fact = ticket.facts.get(kind="ticket.promised_anew")
    assert "VIP" in fact.why
    assert not other.facts.filter(kind="ticket.promised_anew").exists()
    begin_versions(0)
    assert not Recount.objects.filter(ended_at=None).exists()
    assert audit() == Audit(agree=2)


def test_a_policy_that_goes_into_the_archive_gives_its_tickets_back(vip: Organisation, gleb: Person) -> None:
    ticket = of(vip)
    save(BY_NAME["policies"], BY_NAME["policies"].rows().get(name="VIP"), {"is_active": False}, by=gleb)
    recount_all()
    ticket.refresh_from_db()
    assert "policy" not in ticket.promised
    assert audit() == Audit(agree=1)


def test_another_level_of_the_organisation_is_a_recount(vip: Organisation, gleb: Person) -> None:
    ticket = of(vip)
    save(BY_NAME["organisations"], vip, {"support_level": None}, by=gleb)
    recount_all()
    ticket.refresh_from_db()
    assert "policy" not in ticket.promised


@pytest.mark.parametrize(
    ("what", "plain", "field"),
    [
        ("policies", {"name": "Ещё", "support_level": "VIP"}, "organisation"),
        ("policies", {"name": "Пустая"}, "organisation"),
        ("policies", {"name": "Вид", "kind": "чудо"}, "kind"),
        ("policies", {"name": "Регион", "region": "Марс"}, "region"),
        ("versions", {"valid_from": "2026-11-23"}, "valid_from"),
        ("versions", {"calendar": None}, "calendar"),
        ("versions", {"minutes": {"critical": {"reaction": 0}}}, "minutes"),
        ("versions", {"minutes": {"critical": {"reaction": 600_000}}}, "minutes"),
        ("versions", {"minutes": {"critical": {"reaction": True}}}, "minutes"),
        ("versions", {"minutes": {"critical": {"reaction": 90, "resolution": 30}}}, "minutes"),
        ("versions", {"minutes": {"чудо": {"reaction": 5}}}, "minutes"),
        ("versions", {"minutes": {"critical": {"чудо": 5}}}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(vip: Organisation, gleb: Person, what, plain, field) -> None:
    usual = {"name": "VIP · 2", "policy": "VIP", "calendar": "Круглосуточно", "minutes": {}}
    with pytest.raises(Unfit) as refused:
        put(gleb, what, **((usual | plain) if what == "versions" else plain))
    assert field in refused.value.errors


def test_a_version_in_force_is_followed_and_never_edited(vip: Organisation, gleb: Person) -> None:
    version = PolicyVersion.objects.get()
    for plain in ({"minutes": {}}, {"valid_from": "2026-12-01"}, {"is_active": False}):
        with pytest.raises(Refusal):
            save(BY_NAME["versions"], version, plain, by=gleb)
    draft = put(gleb, "versions", name="VIP · 2", policy="VIP", calendar="Круглосуточно")
    save(BY_NAME["versions"], draft, {"minutes": {"critical": {"reaction": 5}}}, by=gleb)
    assert due(of(vip)) == NOW + timedelta(minutes=100), "a draft promises nothing"


def test_what_is_asked_for_by_a_form_has_promises_of_its_own_which_are_told_beforehand(gleb: Person) -> None:
    service = make.service("Рабочие места")
    asked = put(
        gleb,
        "request-types",
        name="Новый сотрудник",
        service=service.name,
        questions=[{"kind": "text", "label": "Кто"}],
    )
    policy(gleb, "Услуга", {"service": service.name}, {"normal": {"resolution": 500}})
    policy(gleb, "Новичок", {"request_type": "Новый сотрудник"}, {"normal": {"resolution": 100}})
    person = make.person()
    assert expected(asked, person, NOW).solution == NOW + timedelta(minutes=100)
    ticket = request(
        asked.versions.get(), {"kto": "Иван"}, Heard(text="", at=NOW, door="portal"), by=person
    ).ticket
    assert ticket.request_type == asked
    assert due(ticket) == NOW + timedelta(minutes=100)
    assert ticket.promised["policy"]["met"] == {"request_type": "Новый сотрудник"}
    assert due(make.ticket(by=person)) != due(ticket)
