"""A request by a form: its answers are kept with the version that was asked, and its parts are tickets of their own."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from okno.catalog.models import RequestType, WhenOpen
from okno.channels.models import Delivery
from okno.core import clock
from okno.desk import access
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.hear import Heard
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.request import request
from okno.desk.actions.resolve import resolve
from okno.desk.models import Fact, State, Ticket
from okno.desk.refusals import OpenParts
from okno.people.models import Person, SupportLevel
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"key": "who", "kind": "person", "label": "Кто выходит", "required": True},
    {"key": "laptop", "kind": "choice", "label": "Ноутбук", "choices": ["нужен", "не нужен"]},
]


@pytest.fixture
def newcomer(gleb: Person) -> RequestType:
    make.service("Кадры", team=make.team("Первая"))
    for name in ("Доступы", "Техника"):
        make.team(name)
    plain: dict[str, Any] = {
        "name": "Новый сотрудник",
        "service": "Кадры",
        "kind": "request",
        "priority": "medium",
        "questions": QUESTIONS,
        "parts": [
            {"name": "Учётная запись", "team": "Доступы"},
            {"name": "Ноутбук", "team": "Техника", "when": [{"about": "laptop", "values": ["нужен"]}]},
        ],
    }
    return save(setups.REQUEST_TYPES, None, plain, by=gleb)[0]


def ask(kind: RequestType, by: Person, key: str = "", **answers: Any) -> Ticket:
    heard = Heard(text="", at=clock.now(), door="portal", key=key)
    return request(kind.versions.latest("number"), answers, heard, by=by).ticket


def test_a_request_has_what_its_type_says_and_its_answers_are_its_words(
    newcomer: RequestType, anna: Person
) -> None:
    ticket = ask(newcomer, anna, who="Иван Петров", laptop="не нужен")
    assert ticket.subject == "Новый сотрудник: Иван Петров"
    assert (ticket.kind, ticket.priority.code, ticket.service.name) == ("request", "medium", "Кадры")
    assert ticket.team.name == "Первая"  # of the service
    assert ticket.messages.get().text == "Кто выходит: Иван Петров\nНоутбук: не нужен"
    assert ticket.form.answers == {"who": "Иван Петров", "laptop": "не нужен"}
    assert [part.team.name for part in ticket.parts.all()] == ["Доступы"]


def test_the_same_form_sent_twice_is_one_request(newcomer: RequestType, anna: Person) -> None:
    first = ask(newcomer, anna, "mark", who="Иван", laptop="нужен")
    assert ask(newcomer, anna, "mark", who="Иван", laptop="нужен") == first
    assert Ticket.objects.count() == 3


def test_an_old_request_keeps_the_form_that_was_asked(
    newcomer: RequestType, anna: Person, gleb: Person
) -> None:
    ticket = ask(newcomer, anna, who="Иван")
    fresh = [{"key": "who", "kind": "text", "label": "Имя и отчество"}]
    save(setups.REQUEST_TYPES, newcomer, {"questions": fresh, "parts": []}, by=gleb)
    assert newcomer.versions.count() == 2
    assert ticket.form.version.questions[0]["label"] == "Кто выходит"
    save(setups.REQUEST_TYPES, newcomer, {"description": "О людях"}, by=gleb)
    assert newcomer.versions.count() == 2  # the form is the same
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        newcomer.versions.update(questions=[])


def test_the_whole_is_solved_with_its_last_part_and_comes_back_with_any(
    newcomer: RequestType, anna: Person, boris: Person, run_jobs: Any
) -> None:
    whole = ask(newcomer, anna, who="Иван", laptop="нужен")
    account, laptop = whole.parts.order_by("pk")
    run_jobs()
    assert [one.ticket for one in Delivery.objects.filter(purpose="acknowledge")] == [whole]
    resolve(account, by=boris)
    run_jobs()
    whole.refresh_from_db()
    assert whole.state == State.NEW
    resolve(laptop, by=boris)
    run_jobs()
    whole.refresh_from_db()
    assert whole.state == State.RESOLVED
    fact = whole.facts.get(kind="ticket.resolved")
    assert (fact.by.is_robot, fact.why) == (True, "Решены все части запроса.")
    assert [one.ticket for one in Delivery.objects.filter(purpose="ask_solved")] == [whole]
    reopen(laptop, by=boris)
    run_jobs()
    whole.refresh_from_db()
    assert whole.state == State.OPEN
    assert str(laptop.number) in whole.facts.get(kind="ticket.reopened").why


def test_other_tickets_ask_for_no_such_job(anna: Person, boris: Person) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    resolve(make.ticket(by=anna), by=boris)
    asked = ProcrastinateJob.objects.filter(args__reaction__contains="follow_the_parts")
    assert not asked.exists()


def test_a_type_is_seen_by_those_for_whom_it_is(newcomer: RequestType, anna: Person, boris: Person) -> None:
    level = SupportLevel.objects.create(name="VIP", rank=1)
    company = make.organisation("ООО «Василёк»", "vasilek.test")
    nina = make.person("Нина", "nina@vasilek.test")
    RequestType.objects.update(organisation=company)
    assert [list(access.request_types_for(one)) for one in (anna, nina, boris)] == [
        [],
        [newcomer],
        [newcomer],
    ]
    RequestType.objects.update(support_level=level)
    assert not access.request_types_for(nina)
    company.support_level = level
    company.save()
    assert access.request_types_for(Person.objects.get(pk=nina.pk)).get() == newcomer


def test_a_team_to_which_a_part_leads_stays_in_use(newcomer: RequestType, gleb: Person) -> None:
    from okno.core.refusals import Conflict
    from okno.people.models import Team

    with pytest.raises(Conflict, match="Новый сотрудник"):
        save(setups.TEAMS, Team.objects.get(name="Техника"), {"is_active": False}, by=gleb)


def test_a_request_with_open_parts_waits_for_them_or_takes_them_along_as_its_type_says(
    newcomer: RequestType, anna: Person, boris: Person
) -> None:
    waits = ask(newcomer, anna, who="Иван", laptop="нужен")
    first, second = waits.parts.order_by("pk")
    for verb in (resolve, close):
        with pytest.raises(OpenParts) as refused:
            verb(waits, by=boris)
        assert f"№ {first.number} (Доступы), № {second.number} (Техника)" in str(refused.value)
    confirm(waits, by=anna)  # the customer says that nothing more is needed
    assert {one.state for one in Ticket.objects.all()} == {State.CLOSED}
    newcomer.open_parts = WhenOpen.ALONG
    newcomer.save()
    goes = ask(newcomer, anna, who="Пётр", laptop="нужен")
    reply(goes, "Не понадобится.", by=boris, then=Then.RESOLVE)
    assert {part.state for part in goes.parts.all()} == {State.RESOLVED}
    close(goes, by=boris)
    told = Fact.objects.filter(ticket__part_of=goes, kind="ticket.resolved").values_list("why", flat=True)
    assert set(told) == {f"Весь запрос № {goes.number} завершён."}
