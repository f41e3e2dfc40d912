"""The editor of request types: plain rows, so that it works without scripts too; a preview of what is written."""

import pytest
from django.test import Client

from okno.catalog import approvals
from okno.catalog.models import RequestType
from okno.people.models import Person
from okno.setup import setups
from okno.workspace.settings.forms.requests import RequestTypeForm
from okno.workspace.settings.kit import seen
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
NEW = "/settings/request-types/new/"


@pytest.fixture
def office(gleb: Person) -> Client:
    Person.objects.filter(pk=gleb.pk).update(language="en")
    return _logged_in(gleb)


def filled(**fields: object) -> dict[str, object]:
    rows = {
        "q0-label": "Что купить", "q0-kind": "choice", "q0-key": "what", "q0-place": "2", "q0-choices": "стол\nстул, мягкий",
        "q1-label": "Кому", "q1-kind": "person", "q1-key": "who", "q1-place": "1", "q1-required": "1",
        "q2-label": "Высота", "q2-kind": "number", "q2-key": "high", "q2-place": "3",
        "q2-when0-about": "what", "q2-when0-values": "стол",
        "q3-label": "Лишний", "q3-kind": "text", "q3-key": "gone", "q3-place": "4", "q3-gone": "1",
        "q4-label": "", "q4-kind": "text", "q4-key": "q1", "q4-place": "5",
    }  # fmt: skip
    return {"name": "Мебель", "service": make.service().pk, "rank": 10, **rows, **fields}


def test_a_form_is_made_of_rows_in_their_places_and_shown_again(office: Client, gleb: Person) -> None:
    make.team("Закупки")
    further = {"p0-name": "Купить", "p0-team": "Закупки", "p0-when0-about": "what", "p0-when0-values": "стол"}
    answer = office.post(NEW, filled(**further))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    row = RequestType.objects.get()
    assert [one["label"] for one in row.questions] == ["Кому", "Что купить", "Высота"]
    assert row.questions[1]["choices"] == ["стол", "стул, мягкий"]
    assert row.questions[2]["when"] == [{"about": "what", "is_not": False, "values": ["стол"]}]
    assert row.parts[0]["when"] == row.questions[2]["when"]
    page = office.get(f"/settings/request-types/{row.pk}/").content.decode()
    assert "стул, мягкий" in page
    form = RequestTypeForm(instance=row, by=gleb)
    again = {
        "name": row.name, "service": row.service_id, "rank": row.rank, "seen": seen(setups.REQUEST_TYPES, row),
        "p0-name": "Купить", "p0-team": "Закупки", "p0-when0-about": "what", "p0-when0-values": "стол",
    }  # fmt: skip
    for shown in form.question_rows():
        name = shown["field"]
        again |= {f"{name}-{part}": shown[part] for part in ("key", "kind", "label", "place", "choices")}
        again |= {f"{name}-required": "1"} if shown["required"] else {}
        for number, when in enumerate(shown["when"]):
            again |= {f"{name}-when{number}-{part}": when[part] for part in ("about", "values")}
    assert office.post(f"/settings/request-types/{row.pk}/", again).status_code == 302
    assert RequestType.objects.get().questions == row.questions
    assert row.versions.count() == 1


def test_a_question_that_is_moved_above_what_it_rests_on_is_refused_and_nothing_is_lost(
    office: Client,
) -> None:
    answer = office.post(NEW, filled(**{"q2-place": "0"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Question 1: its condition speaks of “Что купить”, which stands later; move it up." in page
    assert 'value="Высота"' in page
    assert not RequestType.objects.exists()


def test_the_preview_shows_what_is_written_and_says_what_is_wrong(office: Client) -> None:
    page = office.post("/settings/request-types/preview/", filled()).content.decode()
    assert page.index("Кому") < page.index("Что купить") < page.index("Высота")
    assert "Лишний" not in page
    wrong = office.post("/settings/request-types/preview/", filled(**{"q0-choices": ""})).content.decode()
    assert "Question 2: there is nothing to choose from." in wrong
    assert not RequestType.objects.exists()


def test_a_form_asks_something(office: Client) -> None:
    answer = office.post(NEW, {"name": "Пустая", "service": make.service().pk, "rank": 1})
    assert answer.status_code == 422
    assert "Ask at least one question" in answer.content.decode()


def test_steps_of_approval_are_rows_with_people_by_address_and_stand_in_the_file(
    office: Client, gleb: Person
) -> None:
    vera = make.lead(email="vera2@desk.test")
    steps = {
        "s0-name": "Director", "s0-whom": ["manager", "owner"], "s0-hours": "8", "s0-late": "substitute",
        "s0-rule": "all", "s0-substitute": "vera2@desk.test", "s0-when0-about": "what", "s0-when0-values": "стол",
        "s1-name": "", "s1-people": "VERA2@desk.test; gleb@desk.test", "s1-rule": "any", "s1-hours": "", "s1-late": "remind",
        "s2-name": "", "s2-people": "",
    }  # fmt: skip
    shown = office.post("/settings/request-types/preview/", filled(**steps)).content.decode()
    assert "Director, within 8 working hours, only where “Что купить” is “стол”" in shown
    assert "Approved by: 2 people" in shown
    assert "vera2@desk.test" not in shown
    assert office.post(NEW, filled(**steps)).status_code == 302
    row = RequestType.objects.get()
    first, second = row.approval
    assert (first["whom"], first["hours"], first["substitute"]) == (["manager", "owner"], 8, vera.pk)
    assert second["people"] == [vera.pk, gleb.pk]
    plain = setups.REQUEST_TYPES.shape.plain(row)["approval"]
    assert plain[1]["people"] == ["vera2@desk.test", "gleb@desk.test"]
    assert approvals.meant(plain) == row.approval  # the file brings in what it gave out
    assert "vera2@desk.test" in office.get(f"/settings/request-types/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"s0-name": "Nobody"}, "Step 1: say who is asked."),
        ({"s0-name": "", "s0-people": "nobody@nowhere.test"}, "nobody here has the mail address"),
        ({"s0-name": "", "s0-whom": "manager", "s0-hours": "0"}, ""),
        ({"s0-name": "", "s0-whom": "manager", "s0-hours": "many"}, "from 1 to 400"),
        ({"s0-name": "", "s0-whom": "everybody"}, "there is nobody of this kind to ask"),
        (
            {"s0-name": "", "s0-whom": "manager", "s0-when0-about": "gone", "s0-when0-values": "x"},
            "its condition speaks of a question that is not there",
        ),
    ],
)
def test_a_step_that_cannot_be_asked_is_refused_in_words(
    office: Client, wrong: dict[str, str], words: str
) -> None:
    answer = office.post(NEW, filled(**wrong))
    assert answer.status_code == (422 if words else 302)
    assert words in answer.content.decode()
