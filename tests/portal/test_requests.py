"""Asking by a form: the catalogue, what a form asks, and what becomes of the answers."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from okno.catalog.models import RequestType
from okno.desk.models import State, Ticket
from okno.people.models import Person, Role
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db
HOSTILE = "\"><script>alert(1)</script>'{{ 7|add:7 }}"
QUESTIONS: list[dict[str, Any]] = [
    {"key": "who", "kind": "person", "label": "Кто выходит", "required": True},
    {"key": "mail", "kind": "text", "label": "Куда ответить", "prefill": "mail"},
    {"key": "needs", "kind": "choice", "label": "Ноутбук", "choices": ["нужен", HOSTILE], "required": True},
    {
        "key": "model",
        "kind": "text",
        "label": "Модель",
        "required": True,
        "when": [{"about": "needs", "values": ["нужен"]}],
    },
    {"key": "paper", "kind": "file", "label": "Приказ"},
]


@pytest.fixture
def kind(gleb: Person) -> RequestType:
    save(setups.CATEGORIES, None, {"name": "Люди"}, by=gleb)
    save(setups.SERVICES, None, {"name": "Кадры", "category": "Люди"}, by=gleb)
    plain: dict[str, Any] = {
        "name": "Новый сотрудник",
        "description": HOSTILE,
        "service": "Кадры",
        "questions": QUESTIONS,
    }
    return save(setups.REQUEST_TYPES, None, plain, by=gleb)[0]


@pytest.fixture
def asks(as_anna: Client, anna: Person) -> Client:
    Person.objects.filter(pk=anna.pk).update(language="en")
    return as_anna


def test_what_may_be_asked_for_stands_on_its_shelf(asks: Client, kind: RequestType) -> None:
    page = asks.get("/ask/").content.decode()
    assert page.index("Люди") < page.index("Новый сотрудник") < page.index("Just write")
    RequestType.objects.update(organisation=make.organisation())
    assert "Новый сотрудник" not in asks.get("/ask/").content.decode()
    assert asks.get(f"/ask/{kind.pk}/").status_code == 404
    assert asks.post(f"/ask/{kind.pk}/", {"a-who": "Иван"}).status_code == 404


def test_a_form_begins_with_what_is_known_and_with_what_its_address_says(
    asks: Client, kind: RequestType
) -> None:
    page = asks.get(f"/ask/{kind.pk}/?who=Иван&needs=нужен").content.decode()
    assert 'value="anna@romashka.test"' in page
    assert 'name="a-who" value="Иван"' in page
    assert 'value="нужен" checked' in page
    assert "Sent now, it is answered by" in page
    assert "Only where “Ноутбук” is “нужен”." in page  # for browsers without scripts


def test_an_object_is_chosen_among_those_of_the_own_organisation(
    asks: Client, anna: Person, kind: RequestType, gleb: Person
) -> None:
    organisation = make.organisation("Ромашка-касса")
    Person.objects.filter(pk=anna.pk).update(organisation=organisation)
    question = {"key": "till", "kind": "object", "label": "Касса", "required": True}
    save(setups.REQUEST_TYPES, kind, {"questions": [question]}, by=gleb)
    assert 'type="text" id="a-till"' in asks.get(f"/ask/{kind.pk}/").content.decode()  # there are none yet
    for owner, name in ((organisation, "Касса 3"), (make.organisation("Север-касса"), "Чужая")):
        save(setups.ASSETS, None, {"organisation": owner.name, "name": name, "place": "Ленина, 5"}, by=gleb)
    page = asks.get(f"/ask/{kind.pk}/?till=Касса 3, Ленина, 5").content.decode()
    assert "<option selected>Касса 3, Ленина, 5</option>" in page
    assert "Чужая" not in page
    assert asks.post(f"/ask/{kind.pk}/", {"a-till": "Чужая, Ленина, 5"}).status_code == 422
    assert asks.post(f"/ask/{kind.pk}/", {"a-till": "Касса 3, Ленина, 5"}).status_code == 302
    assert Ticket.objects.get().subject == "Новый сотрудник: Касса 3, Ленина, 5"


def test_hostile_words_of_a_form_stay_words(asks: Client, kind: RequestType) -> None:
    given = {"a-who": HOSTILE, "a-needs": "неведомое", "a-mail": HOSTILE}
    for answer in (asks.get(f"/ask/{kind.pk}/?who={HOSTILE}"), asks.post(f"/ask/{kind.pk}/", given)):
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "{{ 7|add:7 }}" in page


def test_what_is_wrong_is_told_beside_its_question_and_the_words_stay(
    asks: Client, kind: RequestType
) -> None:
    paper = SimpleUploadedFile("приказ.txt", b"words")
    answer = asks.post(f"/ask/{kind.pk}/", {"a-who": "Иван", "a-needs": "нужен", "attached": paper})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please look at one answer below." in page
    assert re.search(r'id="a-model-error">.*?Please fill this in', page, re.DOTALL)
    assert 'name="a-who" value="Иван"' in page
    assert re.search(r'name="kept" value="[^"]+" checked', page)  # nobody chooses the file again
    assert not Ticket.objects.exists()


def test_a_form_becomes_a_ticket_whose_words_are_the_answers(asks: Client, kind: RequestType) -> None:
    given = {"a-who": "Иван", "a-needs": HOSTILE, "a-model": "не спрошено", "a-unknown": "?"}
    answer = asks.post(f"/ask/{kind.pk}/", given | {"attached": SimpleUploadedFile("приказ.txt", b"words")})
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/my/{ticket.number}/"
    assert ticket.form.answers == {"who": "Иван", "needs": HOSTILE, "paper": ["приказ.txt"]}
    assert [one.name for one in ticket.messages.get().attachments.all()] == ["приказ.txt"]
    around = _logged_in(make.agent()).get(f"/tickets/{ticket.number}/around/").content.decode()
    assert "<dt>Кто выходит</dt><dd>Иван</dd>" in around
    assert "<script>alert" not in around


def test_a_manager_names_people_of_the_own_company_others_are_offered_nobody(
    asks: Client, anna: Person, kind: RequestType
) -> None:
    company = make.organisation()
    Person.objects.filter(pk=anna.pk).update(organisation=company)
    make.person("Нина Ветрова", "nina@nowhere.test", organisation=company)
    assert "Ветрова" not in asks.get(f"/ask/{kind.pk}/").content.decode()
    Person.objects.filter(pk=anna.pk).update(role=Role.MANAGER)
    assert "Нина Ветрова &lt;nina@nowhere.test&gt;" in asks.get(f"/ask/{kind.pk}/").content.decode()


def test_parts_are_told_on_the_page_of_the_whole(asks: Client, kind: RequestType, gleb: Person) -> None:
    make.team("Доступы")
    save(setups.REQUEST_TYPES, kind, {"parts": [{"name": "Учётная запись", "team": "Доступы"}]}, by=gleb)
    asks.post(f"/ask/{kind.pk}/", {"a-who": "Иван", "a-needs": HOSTILE})
    whole, part = Ticket.objects.order_by("pk")
    listed = asks.get("/my/").content.decode()
    assert (f"/my/{whole.number}/" in listed, f"/my/{part.number}/" in listed) == (True, False)
    assert "Учётная запись: Иван" in asks.get(f"/my/{whole.number}/").content.decode()
    Ticket.objects.filter(pk=part.pk).update(state=State.WAITING, waiting_for="customer")
    assert f"/my/{part.number}/" in asks.get("/my/").content.decode()
