"""A rule is tried out on the past: what would go elsewhere is named, and nothing is written."""

import pytest

from okno.automation.actions.keep_rule import keep_rule
from okno.automation.actions.try_out import try_out
from okno.automation.conditions import meant
from okno.automation.models import Rule, Trial
from okno.catalog.models import Matrix, Priority
from okno.core.refusals import BadInput
from okno.desk.actions.assign import assign
from okno.desk.actions.classify import set_kind, set_service
from okno.desk.models import Fact
from okno.people.models import Person
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


def printers(**fields: object) -> Rule:
    of = [{"about": "words", "values": ["принтер"]}]
    return Rule(name="Печать", conditions=meant([{"fits": "all", "of": of}]), **fields)


def tried(rule: Rule, gleb: Person, run_jobs, wanted: int = 200) -> Trial:
    trial = try_out(rule, tags=(), watchers=(), wanted=wanted, by=gleb)
    run_jobs()
    trial.refresh_from_db()
    return trial


def test_what_would_go_elsewhere_is_named_with_where_people_have_brought_it(
    gleb: Person, boris: Person, run_jobs
) -> None:
    team, other = make.team("Принтеры"), make.team("Почта")
    by_hand, stays = make.ticket(), make.ticket(text="Нет почты", subject="Почта")
    elsewhere = make.ticket(text="Принтер и почта")
    assign(by_hand, team=team, by=boris)
    assign(elsewhere, team=other, by=boris)
    facts = Fact.objects.count()
    trial = tried(printers(to_team=team), gleb, run_jobs)
    assert (trial.total, trial.done, trial.fitted, trial.moved, trial.agreed) == (3, 3, 2, 2, 1)
    assert [one["ticket"] for one in trial.found] == [elsewhere.pk, by_hand.pk]
    assert trial.found[0]["parts"] == {"team": {"before": 0, "after": team.pk, "now": other.pk}}
    assert trial.ended_at is not None
    assert (Fact.objects.count(), Rule.objects.count()) == (facts, 0)
    stays.refresh_from_db()
    assert stays.team is None


def test_tickets_are_looked_at_as_they_were_opened(gleb: Person, boris: Person, run_jobs) -> None:
    service = make.service("Печать")
    ticket = make.ticket()
    set_service(ticket, service, by=boris)
    set_kind(ticket, "incident", by=boris)
    of = [{"about": "service", "values": ["—"]}, {"about": "kind", "values": ["—"]}]
    rule = Rule(name="Всё новое", conditions=meant([{"fits": "all", "of": of}]), service=service)
    trial = tried(rule, gleb, run_jobs)
    assert (trial.moved, trial.agreed) == (1, 1)


def test_a_rule_that_is_there_is_compared_with_itself_as_it_was(gleb: Person, run_jobs) -> None:
    here, there = make.team("Здесь"), make.team("Там")
    rule = keep_rule(printers(to_team=here))
    make.ticket()
    rule.to_team = there
    trial = tried(rule, gleb, run_jobs)
    assert trial.found[0]["parts"]["team"] | {"now": 0} == {"before": here.pk, "after": there.pk, "now": 0}
    rule.to_team = here
    assert tried(rule, gleb, run_jobs).moved == 0


def test_a_second_run_of_the_job_finds_the_same(gleb: Person, run_jobs) -> None:
    from okno.automation.actions.try_out import try_on_past

    make.ticket()
    trial = tried(printers(kind="incident"), gleb, run_jobs)
    try_on_past(trial.pk)
    again = Trial.objects.get(pk=trial.pk)
    assert (again.done, again.fitted, again.moved, again.found) == (1, 1, 1, trial.found)


def test_only_so_many_tickets_as_were_wished_are_looked_at(gleb: Person, run_jobs) -> None:
    for _ in range(3):
        make.ticket()
    assert tried(printers(kind="incident"), gleb, run_jobs, wanted=2).done == 2


def test_a_rule_for_later_moments_is_not_tried(gleb: Person) -> None:
    with pytest.raises(BadInput):
        try_out(
            printers(kind="idea", at_opening=False, at_message=True), tags=(), watchers=(), wanted=1, by=gleb
        )


def test_from_the_form_over_the_trial_to_the_switch(gleb: Person, run_jobs) -> None:
    office, team = _logged_in(gleb), make.team("Принтеры")
    ticket = make.ticket()
    Matrix.objects.filter(pk=1).update(one_now=Priority.objects.get(code="critical"))
    form = {"name": "Печать", "order": 10, "at_opening": "on", "to_team": team.pk, "tags": "печать", "count": 200,
            "impact": "one", "urgency": "now",
            "watchers": [gleb.pk], "g0-fits": "all", "g0-0-about": "words", "g0-0-values": "принтеры"}  # fmt: skip
    started = office.post("/settings/rules/trials/", form)
    assert started.status_code == 302
    run_jobs()
    page = office.get(started["Location"]).content.decode()
    assert "Подходит, если: Тема или текст: принтеры" in page
    assert f"№&nbsp;{ticket.number}" in page
    assert "— → <b>Принтеры</b>" in page
    assert f"{ticket.priority.name} → <b>{Priority.objects.get(code='critical').name}</b>" in page
    assert not Rule.objects.exists()
    for _twice in range(2):
        assert office.post(f"{started['Location']}adoption/").status_code == 302
    rule = Rule.objects.get()
    assert (rule.to_team, rule.tags, list(rule.watchers.all())) == (team, ["печать"], [gleb])
    new = make.ticket()
    run_jobs()
    new.refresh_from_db()
    assert (new.team, new.impact, new.priority.code) == (team, "one", "critical")
    assert "selected>одного человека" in office.get(f"/settings/rules/{rule.pk}/").content.decode()


def test_what_is_wrong_stands_in_the_form(gleb: Person) -> None:
    office = _logged_in(gleb)
    answer = office.post("/settings/rules/trials/", {"name": "Печать", "order": 10, "at_opening": "on"})
    assert answer.status_code == 422
    assert "Правило пока ничего не делает" in answer.content.decode()
