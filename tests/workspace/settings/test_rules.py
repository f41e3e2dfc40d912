"""The editor of rules: plain rows, so that it works without scripts too."""

import pytest
from django.test import Client

from okno.automation.models import Rule
from okno.people.models import Person
from okno.setup.setups import RULES
from okno.workspace.settings.conditions import sentence
from okno.workspace.settings.forms.rules import RuleForm
from okno.workspace.settings.kit import seen
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
NEW = "/settings/rules/new/"


@pytest.fixture
def office(gleb: Person) -> Client:
    return _logged_in(gleb)


def filled(*rows: tuple[str, str, str], fits: str = "all", **fields: object) -> dict[str, object]:
    form: dict[str, object] = {"name": "Печать", "order": 10, "at_opening": "on", "g0-fits": fits}
    for place, (about, is_not, values) in enumerate(rows):
        form |= {f"g0-{place}-about": about, f"g0-{place}-not": is_not, f"g0-{place}-values": values}
    return form | fields


def test_a_rule_is_made_of_rows_and_shown_again(office: Client, gleb: Person) -> None:
    team = make.team("Печать")
    organisation = make.organisation("Ромашка, ООО")
    rows = [("words", "", "принтер, картридж"), ("organisation", "1", organisation.name), ("door", "", "почта"),
            ("files", "1", ""), ("", "", "")]  # fmt: skip
    answer = office.post(NEW, filled(*rows, to_team=team.pk, tags="а, б"), headers={"Accept-Language": "ru"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    rule = Rule.objects.get()
    assert rule.conditions == [{"fits": "all", "of": [
        {"about": "words", "is_not": False, "values": ["принтер", "картридж"]},
        {"about": "organisation", "is_not": True, "values": [organisation.pk]},
        {"about": "door", "is_not": False, "values": ["mail"]},
        {"about": "files", "is_not": True, "values": []},
    ]}]  # fmt: skip
    page = office.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert 'value="принтер, картридж"' in page
    assert 'value="Ромашка, ООО"' in page
    form = RuleForm(instance=rule, by=gleb)
    shown = [
        (row["about"], "1" if row["is_not"] else "", row["values"]) for row in form.shown_groups()[0]["of"]
    ]
    again = office.post(
        f"/settings/rules/{rule.pk}/", filled(*shown, to_team=team.pk, seen=seen(RULES, rule))
    )
    assert again.status_code == 302
    assert Rule.objects.get().conditions == rule.conditions


def test_a_wrong_row_is_named_and_all_that_was_written_stays(office: Client) -> None:
    answer = office.post(NEW, filled(("words", "", "принтер"), ("service", "", "Нет такой"), tags="а"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Группа 1, условие 2: здесь нет «Нет такой»." in page
    assert 'value="принтер"' in page


def test_a_rule_that_does_nothing_is_told_so(office: Client) -> None:
    answer = office.post(NEW, filled(("words", "", "принтер")))
    assert "Правило пока ничего не делает" in answer.content.decode()


def test_conditions_read_as_one_sentence() -> None:
    plain = [
        {"fits": "any", "of": [{"about": "words", "is_not": False, "values": ["сеть", "wi-fi"]},
                               {"about": "door", "is_not": True, "values": ["mail"]}]},
        {"fits": "all", "of": [{"about": "field", "name": "Город", "is_not": False, "values": ["омск"]}]},
    ]  # fmt: skip
    assert sentence(plain) == "(Тема или текст: сеть, wi-fi или не «Канал: почта») и Город: омск"
    assert sentence([]) == "любое обращение"
