"""Names in two languages: each reader is shown the own one; answers, conditions, rules and facts know one alone."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from okno.automation.reading import Spoken, see
from okno.catalog.models import Category, RequestType, Service
from okno.desk.actions.classify import set_service
from okno.desk.blanks import render
from okno.desk.kinds import sentence
from okno.desk.models import Blank, Fact, Ticket
from okno.knowledge.actions.index import index
from okno.knowledge.models import Section
from okno.look.tables import table
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.bring_in import bring_in
from okno.setup.actions.save import save
from okno.setup.file import export
from okno.workspace.settings.kit import seen
from tests import make
from tests.cast import _logged_in
from tests.knowledge.making import article

pytestmark = pytest.mark.django_db
QUESTIONS: list[dict[str, Any]] = [
    {"key": "who", "kind": "person", "label": "Кто выходит", "label_en": "Who begins", "required": True},
    {
        "key": "needs",
        "kind": "choice",
        "label": "Что нужно",
        "help": "Одно",
        "help_en": "One of them",
        "choices": ["ноутбук", "телефон"],
        "choices_en": ["laptop", ""],
    },
    {"key": "model", "kind": "text", "label": "Модель", "when": [{"about": "needs", "values": ["ноутбук"]}]},
]


@pytest.fixture
def kind(gleb: Person) -> RequestType:
    shelf = {
        "name": "Люди",
        "name_en": "People",
        "description": "Про людей",
        "description_en": "About people",
    }
    save(setups.CATEGORIES, None, shelf, by=gleb)
    service = {"name": "Кадры", "name_en": "Staff", "category": "Люди", "description": "Приём"}
    save(setups.SERVICES, None, service, by=gleb)
    asked = {"name": "Новый сотрудник", "name_en": "New colleague", "description": "К первому дню",
             "description_en": "By the first day", "service": "Кадры", "questions": QUESTIONS}  # fmt: skip
    return save(setups.REQUEST_TYPES, None, asked, by=gleb)[0]


@pytest.fixture
def boris(db: None) -> Person:
    return make.agent("Борис", "b@desk.test", language="ru")


@pytest.fixture
def asks(as_anna: Client, anna: Person) -> Client:
    Person.objects.filter(pk=anna.pk).update(language="en")
    return as_anna


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_catalogue_speaks_the_readers_language(asks: Client, kind: RequestType, grigory: Person) -> None:
    english = page(asks, "/ask/")
    for words in ("People", "About people", "Staff", "New colleague", "By the first day"):
        assert words in english
    assert "Приём" in english, "what is not said in English is shown as it is"
    for words in ("Люди", "Кадры", "Новый сотрудник", "К первому дню"):
        assert words not in english
    Person.objects.filter(pk=grigory.pk).update(language="ru")
    russian = page(_logged_in(grigory), "/ask/")
    assert "Новый сотрудник" in russian
    assert "New colleague" not in russian


def test_a_form_is_asked_in_one_language_and_its_answer_is_the_same_in_both(
    asks: Client, kind: RequestType, boris: Person
) -> None:
    form = page(asks, f"/ask/{kind.pk}/")
    for words in (
        "New colleague",
        "Who begins",
        "One of them",
        "<span>laptop</span>",
        "<span>телефон</span>",
    ):
        assert words in form
    assert 'value="ноутбук"' in form
    assert "is “laptop”" in form, "a condition names the choice that is read"
    answer = asks.post(f"/ask/{kind.pk}/", {"a-who": "Ivan", "a-needs": "ноутбук", "a-model": "X1"})
    assert answer.status_code == 302
    ticket = Ticket.objects.get(request_type=kind)
    assert ticket.form.answers == {"who": "Ivan", "needs": "ноутбук", "model": "X1"}
    assert ticket.subject == "New colleague: Ivan"
    assert "Who begins: Ivan" in ticket.messages.get().text
    around = f"/tickets/{ticket.number}/around/"
    assert "<dt>Что нужно</dt><dd>ноутбук</dd>" in page(_logged_in(boris), around)
    Person.objects.filter(pk=boris.pk).update(language="en")
    assert "laptop</dd>" in page(_logged_in(boris), around)
    with translation.override("en"):
        (found,) = see([Spoken(ticket, None)], ["answer"])
    assert found.answers["что нужно"] == ("ноутбук",), "a rule compares the first language alone"


def test_the_one_field_finds_by_both_names(asks: Client, kind: RequestType) -> None:
    for words in ("colleague", "сотрудник", "staff", "кадры", "people"):
        offer = asks.get("/help/search/", {"q": words}).context["offer"]
        assert offer.types == (kind,), words


def test_a_form_version_keeps_both_languages(kind: RequestType, gleb: Person) -> None:
    changed = [dict(QUESTIONS[0], label_en="Who is new"), *QUESTIONS[1:]]
    save(setups.REQUEST_TYPES, kind, {"questions": changed}, by=gleb)
    versions = list(kind.versions.order_by("number"))
    assert [one.questions[0]["label_en"] for one in versions] == ["Who begins", "Who is new"]


def test_a_fact_and_a_table_tell_a_service_in_both(kind: RequestType, boris: Person, anna: Person) -> None:
    ticket = make.ticket(by=anna)
    with translation.override("en"):
        set_service(ticket, kind.service, by=boris)
    data = Fact.objects.get(kind="ticket.service_set").data
    assert (data["after"], data["after_en"]) == ("Кадры", "Staff")
    for language, called in (("ru", "Кадры"), ("en", "Staff")):
        with translation.override(language):
            assert called in sentence("ticket.service_set", data)
            assert [called] in list(table([ticket.pk], boris, ["service"]).rows)


def test_lists_show_the_service_in_the_readers_language(
    kind: RequestType, boris: Person, anna: Person
) -> None:
    ticket = make.ticket(by=anna)
    set_service(ticket, kind.service, by=boris)
    Person.objects.filter(pk=boris.pk).update(language="en")
    shown = page(_logged_in(boris), f"/tickets/{ticket.number}/")
    assert "Staff" in shown
    assert "Кадры" not in shown


def test_the_file_of_the_settings_knows_both(kind: RequestType, gleb: Person) -> None:
    section = {"name": "Кассы", "name_en": "Tills", "about": "Про кассы", "about_en": "About tills"}
    save(setups.KNOWLEDGE_SECTIONS, None, section, by=gleb)
    file = export()
    for model in (Category, Service, RequestType, Section):
        model._default_manager.update(name_en="")
    assert json.loads(file)["settings"]["categories"][0]["name_en"] == "People"
    bring_in(file.encode(), by=gleb)
    assert [str(row) for row in (Category.objects.get(), Section.objects.get())] == ["Люди", "Кассы"]
    with translation.override("en"):
        assert [str(row) for row in (Category.objects.get(), Section.objects.get())] == ["People", "Tills"]
    assert RequestType.objects.get().questions[1]["choices_en"] == ["laptop", ""]


def test_the_editor_of_questions_keeps_english_choices_in_their_lines(
    gleb: Person, kind: RequestType
) -> None:
    Person.objects.filter(pk=gleb.pk).update(language="en")
    office = _logged_in(gleb)
    shown = page(office, f"/settings/request-types/{kind.pk}/")
    assert 'value="Who begins"' in shown
    new = {
        "name": "Мебель", "name_en": "Furniture", "service": kind.service.pk, "rank": 10,
        "q0-label": "Что купить", "q0-label_en": "What to buy", "q0-kind": "choice", "q0-key": "what", "q0-place": "1",
        "q0-choices": "стол\n\nстул\nшкаф", "q0-choices_en": "table\n\n\ncupboard",
    }  # fmt: skip
    assert office.post("/settings/request-types/new/", new).status_code == 302
    (question,) = RequestType.objects.get(name="Мебель").questions
    assert question["choices"] == ["стол", "стул", "шкаф"]
    assert question["choices_en"] == ["table", "", "cupboard"]
    more = new | {"name": "Стулья", "q0-choices": "стул", "q0-choices_en": "chair\nsofa"}
    answer = office.post("/settings/request-types/new/", more)
    assert answer.status_code == 422
    assert "more choices in English" in answer.content.decode()


def test_sections_are_set_up_shown_and_found_in_both(gleb: Person, asks: Client, run_jobs: Any) -> None:
    made = article(gleb, "Нет бумаги", "Вставьте рулон.", new_section="Кассы")
    section = Section.objects.get()
    index([made.pk])
    told = {"name": "Кассы", "name_en": "Cashdesks", "about_en": "All about paper", "place": 10,
            "seen": seen(setups.KNOWLEDGE_SECTIONS, section)}  # fmt: skip
    assert _logged_in(gleb).post(f"/settings/knowledge-sections/{section.pk}/", told).status_code == 302
    run_jobs(only="index_section")
    for path in ("/help/", f"/help/{made.pk}/"):
        shown = page(asks, path)
        assert "Cashdesks" in shown
        assert "Кассы" not in shown
    assert "Нет бумаги" in page(asks, "/help/search/?q=cashdesks")
    assert "Нет бумаги" in page(asks, "/help/search/?q=касса")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "x" * 121])
def test_hostile_english_names_stay_words(
    asks: Client, kind: RequestType, gleb: Person, hostile: str
) -> None:
    told = {"name": "Кадры", "name_en": hostile, "description_en": hostile, "category": kind.service.category_id,
            "seen": seen(setups.SERVICES, kind.service)}  # fmt: skip
    answer = _logged_in(gleb).post(f"/settings/services/{kind.service_id}/", told)
    assert answer.status_code == (302 if len(hostile) < 121 else 422)
    assert "<script>alert" not in page(asks, "/ask/")


def test_a_blank_calls_the_service_as_its_reader_does(kind: RequestType, boris: Person, anna: Person) -> None:
    ticket = make.ticket(by=anna)
    set_service(ticket, kind.service, by=boris)
    for language, called in (("en", "Staff"), ("ru", "Кадры")):
        Person.objects.filter(pk=anna.pk).update(language=language)
        with translation.override("ru"):
            assert render(Blank(text="{услуга}"), Ticket.objects.get(pk=ticket.pk), by=boris) == called
