"""Rules at work: a ticket goes where they say, each fact says why, and what people decide stays."""

import pytest

from okno.automation.actions.keep_rule import keep_rule
from okno.automation.actions.route import route
from okno.automation.conditions import BadCondition, meant, told
from okno.automation.matching import Moment
from okno.automation.models import Rule, Trace
from okno.catalog.models import FormVersion, Matrix, Priority, RequestType
from okno.core.refusals import Refusal
from okno.desk.actions.assess import assess
from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_priority, set_service, set_tags
from okno.desk.models import Fact, FilledForm, Ticket, Watch
from okno.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def when(about: str, *values: str, is_not: bool = False, **more: str) -> dict:
    return {"about": about, "values": list(values), "is_not": is_not, **more}


def rule(
    name: str, *of: dict, fits: str = "all", tags: tuple = (), watchers: tuple = (), **fields: object
) -> Rule:
    groups = meant([{"fits": fits, "of": list(of)}]) if of else []
    return keep_rule(Rule(name=name, conditions=groups, **fields), tags=tags, watchers=watchers)


def routed(ticket: Ticket, moment: Moment = Moment.OPENING) -> Ticket:
    route(Fact.objects.filter(ticket=ticket).latest("id"), moment)
    ticket.refresh_from_db()
    return ticket


def test_a_letter_goes_where_its_words_lead_in_whatever_form(boris: Person) -> None:
    team, service = make.team("Печать"), make.service("Принтеры")
    rule("Печать", when("words", "принтеры", "картридж"), to_team=team, service=service, kind="incident",
         priority=Priority.objects.get(code="major"), tags=("печать",), watchers=(boris.email,))  # fmt: skip
    ticket = routed(make.ticket(text="С принтером на третьем этаже беда", subject="Не печатает"))
    assert (ticket.team, ticket.service, ticket.kind, ticket.priority.code) == (
        team,
        service,
        "incident",
        "major",
    )
    assert ticket.tags == ["печать"]
    assert Watch.objects.filter(ticket=ticket, person=boris).exists()
    facts = Fact.objects.filter(ticket=ticket).exclude(kind="ticket.opened")
    assert {fact.by.role for fact in facts} == {"robot"}
    assert {fact.why for fact in facts} == {"rule “Печать”"} or {fact.why for fact in facts} == {
        "правило «Печать»"
    }


def test_a_ticket_that_fits_nothing_stays_and_its_trace_says_what_was_looked_at() -> None:
    rule("Печать", when("words", "принтер"), to_team=make.team())
    ticket = routed(make.ticket(text="Не приходит почта", subject="Почта"))
    trace = Trace.objects.get(ticket=ticket)
    assert (ticket.team, trace.looked_at, trace.steps[0]["fits"]) == (None, 1, False)
    assert trace.steps[0]["held"][0]["values"] == ["принтер"]


def test_the_trace_tells_the_value_that_fitted_and_what_was_done() -> None:
    rule("Наши", when("sender", "romashka.test"), to_team=make.team("Ромашка"))
    ticket = routed(make.ticket(by=make.person(email="vera@romashka.test")))
    (step,) = Trace.objects.get(ticket=ticket).steps
    assert step["held"][0]["found"] == "romashka.test"
    assert step["did"] == [{"deed": "hand", "value": "Ромашка", "came": "done"}]


def test_routing_twice_for_one_fact_changes_nothing() -> None:
    rule("Всем", tags=("новое",))
    ticket = make.ticket()
    fact = Fact.objects.get(ticket=ticket)
    route(fact, Moment.OPENING)
    version = Ticket.objects.get(pk=ticket.pk).version
    assert route(fact, Moment.OPENING) is None
    assert Ticket.objects.get(pk=ticket.pk).version == version
    assert Trace.objects.filter(ticket=ticket).count() == 1


def test_later_rules_see_what_earlier_ones_did_and_stop_means_stop() -> None:
    first, second, service = make.team("А"), make.team("Б"), make.service("Сеть")
    rule("Услуга", when("words", "принтер"), service=service, order=1)
    rule("Команда", when("service", "Сеть"), to_team=first, order=2, stops=True)
    rule("Уже нет", to_team=second, order=3)
    ticket = routed(make.ticket())
    assert ticket.team == first
    assert [step["name"] for step in Trace.objects.get(ticket=ticket).steps] == ["Услуга", "Команда"]


def test_what_a_person_has_decided_stays(boris: Person) -> None:
    mine, theirs, service = make.team("Моя"), make.team("Чужая"), make.service("Сеть")
    rule("Всё", to_team=theirs, service=make.service("Почта"), tags=("вип", "срочно"), at_message=True)
    ticket = make.ticket()
    assign(ticket, team=mine, by=boris)
    set_service(ticket, service, by=boris)
    set_tags(ticket, ["срочно"], by=boris)
    set_tags(ticket, [], by=boris)
    fact = Fact.objects.filter(ticket=ticket, kind="ticket.opened").get()
    route(fact, Moment.OPENING)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.service, ticket.tags) == (mine, service, ["вип"])
    came = [did["came"] for did in Trace.objects.get(fact=fact).steps[0]["did"]]
    assert came == ["kept", "kept", "done", "kept"]


def test_sec_30_what_a_rule_does_sets_no_rule_in_motion(boris: Person, run_jobs) -> None:
    high, low = Priority.objects.get(code="major"), Priority.objects.get(code="medium")
    rule("Вверх", when("tag", "вверх"), priority=high, at_change=True, at_opening=False, order=1)
    rule("Вниз", when("tag", "вниз"), priority=low, at_change=True, at_opening=False, order=2)
    ticket = make.ticket()
    run_jobs()
    set_tags(ticket, ["вверх", "вниз"], by=boris)
    set_service(ticket, make.service(), by=boris)
    run_jobs()
    told = [
        (fact.data["after"], fact.by.role)
        for fact in Fact.objects.filter(ticket=ticket, kind="ticket.priority_set")
    ]
    assert len(told) == 2
    assert Trace.objects.filter(ticket=ticket).count() == 1


def test_a_rule_goes_by_its_moments(boris: Person, run_jobs) -> None:
    team = make.team("Бухгалтерия")
    rule("Счёт", when("words", "счёт"), to_team=team, at_opening=False, at_message=True)
    ticket = make.ticket(text="Пришлите счёт")
    run_jobs()
    ticket.refresh_from_db()
    assert ticket.team is None
    make.message(by=ticket.requester, ticket=ticket, text="Ещё раз про счета")
    run_jobs()
    ticket.refresh_from_db()
    assert ticket.team == team


def test_a_line_is_the_team_of_the_service_there() -> None:
    network = make.team("Сеть", line=2)
    make.team("Почта", line=2)
    rule("Вторая", to_line=2, order=2)
    rule("Сеть", when("words", "сеть"), service=make.service("Сеть", team=network), order=1)
    assert routed(make.ticket(text="Сеть упала")).team == network
    lost = routed(make.ticket(text="Что-то другое", subject="Другое"))
    assert lost.team is None
    assert Trace.objects.get(ticket=lost).steps[1]["did"][0]["came"] == "refused"


def test_a_changed_rule_is_read_anew(boris: Person) -> None:
    first = rule("Команда", to_team=make.team("А"))
    assert routed(make.ticket()).team == first.to_team
    first.to_team = make.team("Б")
    keep_rule(first)
    assert routed(make.ticket()).team == first.to_team
    first.is_active = False
    keep_rule(first)
    assert routed(make.ticket()).team is None


def test_nothing_is_asked_of_a_ticket_where_there_are_no_rules(django_assert_num_queries) -> None:
    fact = Fact.objects.get(ticket=make.ticket())
    with django_assert_num_queries(3):  # the stamp, in a transaction of its own
        assert route(fact, Moment.OPENING) is None


def test_sec_30_rules_that_send_a_ticket_in_a_circle_are_refused_by_their_names() -> None:
    here, there = make.team("Здесь"), make.team("Там")
    rule("Туда", when("team", "Здесь"), to_team=there)
    with pytest.raises(Refusal, match=r"“Туда”.*“Обратно”|«Туда».*«Обратно»"):
        rule("Обратно", when("team", "Там"), to_team=here)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ([when("service", "Нет такой")], "Нет такой"),
        ([when("door", "mail"), when("hour", "25:00–26:00")], "2"),
        ([when("words")], "1"),
        ([when("field", "да")], "1"),
        ([when("чего", "да")], "1"),
    ],
)
def test_a_condition_that_means_nothing_is_refused_with_its_place(of: list, words: str) -> None:
    with pytest.raises(BadCondition, match=words):
        meant([{"fits": "all", "of": of}])


def test_conditions_come_back_as_they_were_told() -> None:
    make.service("Сеть")
    make.organisation("ООО «Ромашка»")
    plain = [
        {
            "fits": "any",
            "of": [when("service", "Сеть", "—"), when("organisation", "ООО «Ромашка»", is_not=True)],
        },
        {
            "fits": "all",
            "of": [when("hour", "22:00–06:00"), when("field", "омск", name="Город"), when("files")],
        },
    ]
    assert told(meant(plain)) == plain


def test_a_word_that_is_everywhere_is_refused() -> None:
    with pytest.raises(Refusal, match="не"):
        rule("Не", when("words", "не"), tags=("не",))


def test_a_rule_that_does_nothing_is_refused() -> None:
    with pytest.raises(Refusal):
        rule("Пустое")


def test_a_colleague_who_is_gone_is_left_out(boris: Person) -> None:
    rule("Борису", to_person=boris)
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    ticket = routed(make.ticket())
    assert ticket.owner is None
    assert Trace.objects.get(ticket=ticket).steps[0]["did"][0]["came"] == "refused"


def test_a_ticket_that_is_over_is_left_alone(boris: Person) -> None:
    rule("Всё", tags=("новое",))
    ticket = make.ticket()
    fact = Fact.objects.get(ticket=ticket)
    Ticket.objects.filter(pk=ticket.pk).update(state="resolved")
    assert route(fact, Moment.OPENING) is None


def test_a_priority_that_a_colleague_chose_stays(boris: Person) -> None:
    rule("Выше", priority=Priority.objects.get(code="critical"))
    ticket = make.ticket()
    fact = Fact.objects.get(ticket=ticket)
    set_priority(ticket, Priority.objects.get(code="medium"), by=boris)
    route(fact, Moment.OPENING)
    ticket.refresh_from_db()
    assert ticket.priority.code == "medium"


def test_a_rule_says_impact_and_urgency_and_the_matrix_the_priority(boris: Person) -> None:
    Matrix.objects.filter(pk=1).update(wide_now=Priority.objects.get(code="critical"))
    rule("Касса стоит", when("words", "касса"), impact="wide", urgency="now")
    ticket = routed(make.ticket(text="Касса не работает"))
    assert (ticket.impact, ticket.urgency, ticket.priority.code) == ("wide", "now", "critical")
    weighed = make.ticket(text="Касса мигает")
    assess(weighed, impact="one", urgency="later", by=boris)
    assert (routed(weighed).impact, routed(weighed).urgency) == ("one", "later")


def test_a_rule_asks_in_whose_hands_a_ticket_is_and_what_was_answered_in_its_form(boris: Person) -> None:
    team = make.team()
    ticket, asked = make.ticket(), make.ticket()
    assign(ticket, owner=boris, by=boris)
    kind = RequestType.objects.create(
        name="Доступ", service=make.service(), questions=[{"key": "q1", "label": "Город", "kind": "text"}]
    )
    version = FormVersion.objects.create(
        request_type=kind, number=1, questions=kind.questions, at=asked.created_at
    )
    FilledForm.objects.create(
        ticket=asked, version=version, answers={"q1": "омск"}, by=asked.requester, at=asked.created_at
    )
    rule("С рук", when("owner", boris.email), when("state", "open"), tags=("с рук",))
    rule("Новичок", when("request", "Доступ"), when("answer", "Омск", name="Город"), to_team=team)
    assert routed(ticket).tags == ["с рук"]
    assert routed(asked).team == team
