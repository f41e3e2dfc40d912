"""Approvals: whom a step asks, what an answer does to the ticket and its clocks, and what silence does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from okno.catalog import approvals
from okno.catalog.actions.set_up_request_type import set_up_request_type
from okno.catalog.approvals import DEFAULTS
from okno.catalog.models import RequestType
from okno.core import clock
from okno.core.refusals import NotAllowed
from okno.desk import clockface
from okno.desk.actions.ask_approval import ask_again, ask_for_approval
from okno.desk.actions.close import confirm
from okno.desk.actions.decide import approve, refuse
from okno.desk.actions.delegate import delegate
from okno.desk.actions.hear import Heard
from okno.desk.actions.look_after_approvals import look_after_approvals, remind
from okno.desk.actions.merge_people import merge_people
from okno.desk.actions.request import request
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import WaitsForWhat, wait
from okno.desk.actions.withdraw_approval import withdraw_approval
from okno.desk.journal import told_of
from okno.desk.models import ApprovalQuestion, ApprovalStep, Fact, Ticket
from okno.desk.refusals import ApprovalStands, NoLongerAsked, OwnRequest, WrongDelegate
from okno.desk.replay import replay
from okno.people.models import Organisation, Person, Role
from okno.sla.clocks import is_paused
from okno.staffing.actions.be_away import be_away
from tests import make

pytestmark = pytest.mark.django_db
ASKS = [{"key": "what", "kind": "text", "label": "Что", "required": True}]


@pytest.fixture
def romashka() -> Organisation:
    return make.organisation("ООО «Ромашка»", "romashka.test")


@pytest.fixture
def anna(romashka: Organisation) -> Person:
    return make.person("Анна Белова", "anna@romashka.test")


@pytest.fixture
def petr(romashka: Organisation) -> Person:
    """The manager of Anna's organisation."""
    return make.person("Пётр Ильин", "petr@romashka.test", role=Role.MANAGER)


def step(*people: Person, **fields: Any) -> dict[str, Any]:
    return {**DEFAULTS, "people": [one.pk for one in people], **fields}


def kind_of(*steps: dict[str, Any], **fields: Any) -> RequestType:
    service = fields.pop("service", None) or make.service(owner=fields.pop("owner", None))
    return set_up_request_type(
        RequestType(name="Ноутбук", service=service, questions=ASKS, approval=list(steps), **fields)
    )


def asked(kind: RequestType, by: Person) -> Ticket:
    heard = Heard(text="", at=clock.now(), door="portal", key="once")
    ticket = request(kind.versions.get(), {"what": "Ноутбук"}, heard, by=by).ticket
    return Ticket.objects.get(pk=ticket.pk)


def ask(ticket: Ticket, *steps: dict[str, Any], by: Person, what: str = "Можно?") -> Ticket:
    ask_for_approval(ticket, steps, by=by, what=what)
    return Ticket.objects.get(pk=ticket.pk)


def question(ticket: Ticket, person: Person) -> ApprovalQuestion:
    return ApprovalQuestion.objects.get(step__approval__ticket=ticket, person=person, state="asked")


def who_is_asked(ticket: Ticket) -> set[str]:
    rows = ApprovalQuestion.objects.filter(step__approval__ticket=ticket, state="asked")
    return set(rows.values_list("person__name", flat=True))


def kinds(ticket: Ticket) -> list[str]:
    told = Fact.objects.filter(ticket=ticket, kind__startswith="approval.").order_by("pk")
    return [kind.partition(".")[2] for kind in told.values_list("kind", flat=True)]


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def paused(ticket: Ticket) -> bool:
    """The clock of the solution stands still; the facts alone tell the same."""
    [resolution] = [one for one in clockface.of(ticket) if one.metric == "resolution"]
    retold = [one for one in replay(ticket, told_of(ticket)).promised.values() if one.metric == "resolution"]
    assert [is_paused(one) for one in retold] == [is_paused(resolution)]
    return is_paused(resolution)


def test_a_request_waits_for_each_step_in_turn_and_goes_on_when_all_is_approved(
    anna: Person, petr: Person, vera: Person
) -> None:
    team = make.team()
    kind = kind_of(
        step(whom=["manager"]), step(whom=["owner"]), owner=vera, parts=[{"name": "Учётка", "team": team.pk}]
    )
    ticket = asked(kind, anna)
    assert (ticket.state, ticket.waiting_for, ticket.approval) == ("waiting", "approval", "asked")
    assert who_is_asked(ticket) == {"Пётр Ильин"}
    assert paused(ticket)  # the customer's own side decides
    assert not ticket.parts.exists()  # nothing begins before
    approve(question(ticket, petr), by=petr)
    assert who_is_asked(ticket) == {"Вера Соколова"}
    assert fresh(ticket).waiting_for == "our_approval"
    assert not paused(ticket)  # for our own people no clock stands still
    approve(question(ticket, vera), by=vera)
    done = fresh(ticket)
    assert (done.state, done.waiting_for, done.approval) == ("open", "", "approved")
    assert not paused(ticket)
    assert [part.subject for part in ticket.parts.all()] == ["Учётка: Ноутбук"]
    assert kinds(ticket) == ["asked", "approved", "asked", "approved", "given"]


def test_a_refusal_ends_a_request_that_has_not_begun_with_its_reason(anna: Person, petr: Person) -> None:
    ticket = asked(kind_of(step(whom=["manager"])), anna)
    refuse(question(ticket, petr), by=petr, reason="Нет денег")
    assert (fresh(ticket).state, fresh(ticket).approval) == ("closed", "refused")
    closed = Fact.objects.get(ticket=ticket, kind="ticket.closed")
    assert closed.by.is_robot
    assert "Нет денег" in closed.why
    ask_again(ticket, by=petr)
    assert (fresh(ticket).state, who_is_asked(ticket)) == ("waiting", {"Пётр Ильин"})


def test_a_refusal_of_a_colleagues_question_lets_the_work_go_on_otherwise(
    anna: Person, petr: Person, boris: Person
) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris, what="Купить диск за 12 000 ₽?")
    refuse(question(ticket, petr), by=petr, reason="Дорого")
    assert (fresh(ticket).state, fresh(ticket).approval) == ("open", "refused")


def test_each_deed_is_harmless_when_repeated(anna: Person, petr: Person, boris: Person) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    asked_once = question(ticket, petr)
    ask(ticket, step(petr), by=boris)
    for _turn in range(2):
        approve(asked_once, by=petr)
        withdraw_approval(ticket, by=boris)
    assert kinds(ticket) == ["asked", "approved", "given"]
    with pytest.raises(NoLongerAsked):
        refuse(asked_once, by=petr, reason="Передумал")


def test_another_question_is_not_asked_beside_the_one_that_stands(
    anna: Person, petr: Person, boris: Person
) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    with pytest.raises(ApprovalStands):
        ask(ticket, step(petr), by=boris, what="А ещё вот это?")


def test_nobody_answers_for_another(anna: Person, petr: Person, boris: Person, gleb: Person) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    for stranger in (anna, boris, gleb):
        with pytest.raises(NotAllowed):
            approve(question(ticket, petr), by=stranger)
    assert who_is_asked(ticket) == {"Пётр Ильин"}


def test_all_have_to_agree_where_the_step_says_so_and_any_one_where_it_does_not(
    anna: Person, petr: Person, boris: Person, vera: Person
) -> None:
    both = ask(make.ticket(by=anna), step(petr, vera, rule="all"), by=boris)
    assert both.waiting_for == "our_approval"  # one of ours could answer
    approve(question(both, vera), by=vera)
    assert (who_is_asked(both), fresh(both).approval) == ({"Пётр Ильин"}, "asked")
    approve(question(both, petr), by=petr)
    assert fresh(both).approval == "approved"
    any_one = ask(make.ticket(by=anna), step(petr, vera), by=boris)
    approve(question(any_one, vera), by=vera)
    assert (who_is_asked(any_one), fresh(any_one).approval) == (set(), "approved")


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_in_the_same_moment_begin_the_next_step_once(
    anna: Person, petr: Person, boris: Person, vera: Person
) -> None:
    ticket = ask(make.ticket(by=anna), step(petr, vera), step(boris), by=boris)
    rows = [(question(ticket, one), one) for one in (petr, vera)]

    def answered(row: tuple[ApprovalQuestion, Person]) -> str:
        try:
            approve(row[0], by=row[1])
        except NoLongerAsked:
            return "late"
        finally:
            connections.close_all()
        return "counted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answered, rows)) == ["counted", "late"]
    assert who_is_asked(ticket) == {"Борис Орлов"}
    assert kinds(ticket) == ["asked", "approved", "asked"]


def test_the_manager_who_asks_himself_has_said_yes_by_asking(petr: Person) -> None:
    ticket = asked(kind_of(step(whom=["manager"])), petr)
    assert (ticket.state, ticket.approval) == ("new", "approved")
    assert kinds(ticket) == ["passed", "given"]


def test_nobody_else_approves_his_own_request(anna: Person, vera: Person) -> None:
    service = make.service(owner=anna, team=make.team())
    vera.memberships.create(team=service.team, is_lead=True)
    ticket = asked(kind_of(step(anna, whom=["owner"]), service=service), anna)
    assert who_is_asked(ticket) == {"Вера Соколова"}  # the lead decides where there is nobody else


def test_nor_does_who_was_asked_before_he_became_the_one_who_asks(
    anna: Person, petr: Person, vera: Person, boris: Person
) -> None:
    """Two records turn out to be one human being; the way on is somebody else."""
    ticket = asked(kind_of(step(petr)), anna)
    merge_people(petr, anna, by=vera)
    mine = question(ticket, petr)
    for answer in (lambda: approve(mine, by=anna), lambda: refuse(mine, by=anna, reason="Нет")):
        with pytest.raises(OwnRequest):
            answer()
    with pytest.raises(WrongDelegate):
        delegate(mine, anna, by=anna)
    delegate(mine, boris, by=anna)
    approve(question(ticket, boris), by=boris)
    assert fresh(ticket).approval == "approved"


def test_whoever_is_away_is_substituted_and_so_is_the_substitute(
    anna: Person, boris: Person, vera: Person, gleb: Person
) -> None:
    soon = clock.now() + timedelta(days=9)
    for person, substitute in ((vera, boris), (boris, gleb)):
        be_away(person, "holiday", by=gleb, starts_at=clock.now(), ends_at=soon, substitute=substitute)
    ticket = ask(make.ticket(by=anna), step(vera), by=gleb)
    assert who_is_asked(ticket) == {"Глеб Титов"}
    row = question(ticket, gleb)
    assert (row.instead_of, row.because) == (vera, "away")


def test_who_was_asked_lets_somebody_else_decide(
    anna: Person, petr: Person, boris: Person, vera: Person
) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    first = question(ticket, petr)
    for wrong in (anna, petr):
        with pytest.raises(WrongDelegate):
            delegate(first, wrong, by=petr)
    for _turn in range(2):
        delegate(first, vera, by=petr)
    assert (who_is_asked(ticket), fresh(ticket).waiting_for) == ({"Вера Соколова"}, "our_approval")
    assert not paused(ticket)
    with pytest.raises(NoLongerAsked):
        approve(first, by=petr)
    delegate(question(ticket, vera), petr, by=vera)  # and back
    approve(question(ticket, petr), by=petr)
    assert kinds(ticket) == ["asked", "delegated", "delegated", "approved", "given"]


def after_hours(ticket: Ticket) -> None:
    """Let the sweep look when the hours of the step are over."""
    due = ApprovalStep.objects.get(approval__ticket=ticket, state="asked").due_at
    assert due is not None
    with clock.moved_to(due - timedelta(minutes=1)):
        look_after_approvals()
    before = kinds(ticket)
    with clock.moved_to(due):
        look_after_approvals()
        look_after_approvals()
    assert len(kinds(ticket)) == len(before) + 1


def test_silence_is_reminded_of_three_times_and_then_raised_to_the_lead(
    anna: Person, petr: Person, boris: Person, vera: Person
) -> None:
    team = make.team()
    vera.memberships.create(team=team, is_lead=True)
    ticket = ask(make.ticket(by=anna, team=team), step(petr, hours=4), by=boris)
    for _turn in range(4):
        after_hours(ticket)
    assert kinds(ticket) == ["asked", *["reminded"] * 4]
    assert Fact.objects.get(ticket=ticket, kind="ticket.escalated").data["names"] == "Вера Соколова"
    assert ApprovalStep.objects.get(approval__ticket=ticket).due_at is None  # and no more by itself
    assert who_is_asked(ticket) == {"Пётр Ильин"}


def test_silence_asks_who_was_named_to_stand_in(
    anna: Person, petr: Person, boris: Person, vera: Person
) -> None:
    ticket = ask(make.ticket(by=anna), step(petr, hours=2, late="substitute", substitute=vera.pk), by=boris)
    after_hours(ticket)
    assert who_is_asked(ticket) == {"Пётр Ильин", "Вера Соколова"}
    assert question(ticket, vera).instead_of == petr
    approve(question(ticket, vera), by=vera)
    assert fresh(ticket).approval == "approved"


def test_silence_is_a_refusal_where_the_step_says_so(anna: Person, petr: Person) -> None:
    ticket = asked(kind_of(step(petr, hours=1, late="refuse")), anna)
    after_hours(ticket)
    assert (fresh(ticket).state, fresh(ticket).approval) == ("closed", "refused")
    assert "1" in Fact.objects.get(ticket=ticket, kind="approval.refused").data["reason"]


def test_the_hours_are_working_ones(anna: Person, petr: Person, boris: Person) -> None:
    ticket = make.ticket(by=anna)
    calendar = clockface.calendar_of(ticket, ticket.promised["calendar"])
    ask(ticket, step(petr, hours=8), by=boris)
    row = ApprovalStep.objects.get(approval__ticket=ticket)
    from okno.sla.clocks import calendar_of

    assert row.asked_at is not None
    assert row.due_at == calendar_of(calendar).add(row.asked_at, 8 * 3600)


def test_a_button_pressed_again_sends_no_second_reminder(anna: Person, petr: Person, boris: Person) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    assert not remind(ticket, by=boris)  # asked a moment ago
    with clock.moved_to(clock.now() + timedelta(hours=1)):
        assert remind(ticket, by=boris)
        assert not remind(ticket, by=boris)


def test_what_is_written_meanwhile_approves_nothing(anna: Person, petr: Person, boris: Person) -> None:
    ticket = ask(make.ticket(by=anna), step(petr), by=boris)
    make.message(by=petr, ticket=ticket, text="Да, согласовано")
    assert (fresh(ticket).state, fresh(ticket).approval) == ("waiting", "asked")
    assert paused(ticket)


def test_no_colleague_puts_a_ticket_on_hold_for_an_approval_that_nobody_is_asked_for(
    anna: Person, boris: Person
) -> None:
    with pytest.raises(WaitsForWhat):
        wait(make.ticket(by=anna), "approval", by=boris)


def test_what_is_over_asks_nobody_any_longer(
    anna: Person, petr: Person, boris: Person, run_jobs: Any
) -> None:
    team = make.team()
    ticket = asked(kind_of(step(petr), parts=[{"name": "Учётка", "team": team.pk}]), anna)
    row = question(ticket, petr)
    confirm(ticket, by=anna)  # it is no longer needed
    run_jobs()
    assert (who_is_asked(ticket), fresh(ticket).approval, fresh(ticket).state) == (set(), "", "closed")
    assert not ticket.parts.exists()
    with pytest.raises(NoLongerAsked):
        approve(row, by=petr)
    other = ask(make.ticket(by=anna), step(petr), by=boris)
    resolve(other, by=boris)
    run_jobs()
    assert (fresh(other).state, who_is_asked(other)) == ("resolved", set())


def test_a_withdrawn_question_lets_the_request_begin(anna: Person, petr: Person, boris: Person) -> None:
    team = make.team()
    ticket = asked(kind_of(step(petr), parts=[{"name": "Учётка", "team": team.pk}]), anna)
    withdraw_approval(ticket, by=boris, why="Договорились устно")
    assert (fresh(ticket).state, fresh(ticket).approval, ticket.parts.count()) == ("open", "", 1)
    assert not paused(ticket)


def test_a_step_is_asked_only_where_the_answers_call_for_it(anna: Person, petr: Person) -> None:
    when = [{"about": "what", "is_not": False, "values": ["Сервер"]}]
    assert asked(kind_of(step(petr, when=when)), anna).approval == ""


def test_who_decides_is_not_lost_by_the_next_save_when_he_was_merged(anna: Person, vera: Person) -> None:
    twice = make.person("Аня", "anna.home@mail.test")
    [step] = approvals.meant([{"people": ["anna.home@mail.test"], "substitute": "anna.home@mail.test"}])
    merge_people(twice, anna, by=vera)
    [told] = approvals.told([step])
    assert (told["people"], told["substitute"]) == (["anna@romashka.test"], "anna@romashka.test")
