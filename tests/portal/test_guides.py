"""A guide on the portal: one page a step, a press counts an avoided ticket, what was tried goes along with the request."""

import pytest
from django.test import Client

from okno.desk.models import Message, MessageKind
from okno.knowledge.actions.publish import publish
from okno.knowledge.actions.write import write
from okno.knowledge.models import Article, Form, Helped
from okno.people.models import Person
from okno.setup import setups
from okno.setup.actions.save import save
from tests import make
from tests.knowledge.making import article
from tests.knowledge.test_guides import TILL

pytestmark = pytest.mark.django_db


def guide(by: Person, text: str = TILL, **about: object) -> Article:
    return article(by, "Не печатает чек", text, form=Form.GUIDE, **about)


def test_each_step_is_a_page_and_the_address_keeps_the_way(vera: Person) -> None:
    made, stranger = guide(vera), Client(HTTP_HOST="desk.test")
    first = stranger.get(f"/help/{made.pk}/").content.decode()
    assert "Касса включена?" in first
    assert f'href="/help/{made.pk}/?v=1&amp;way=1"' in first
    page = stranger.get(f"/help/{made.pk}/?v=1&way=1").content.decode()
    assert "Нажмите кнопку." in page
    stranger.post(f"/help/{made.pk}/answer/", {"helped": "yes", "key": "one"})
    assert Helped.objects.get().is_yes


def test_an_address_of_an_older_version_begins_anew(vera: Person) -> None:
    made, stranger = guide(vera), Client(HTTP_HOST="desk.test")
    write(
        made,
        "Не печатает чек",
        TILL.replace("Питание", "Кнопка").replace("питание", "кнопка"),
        by=vera,
        seen=0,
    )
    publish(made, by=vera)
    for address in ("?v=1&way=1", "?v=2&way=7", "?way=1", "?v=х&way=1"):
        page = stranger.get(f"/help/{made.pk}/{address}").content.decode()
        assert "Эта инструкция изменилась" in page


def test_what_was_tried_goes_along_with_the_request(as_anna: Client, vera: Person, anna: Person) -> None:
    made = guide(vera)
    page = as_anna.get(f"/ask/?guide={made.pk}&v=1&way=1.1").content.decode()
    assert "Касса включена?" in page
    as_anna.post("/ask/", {"text": "Не вышло", "guide": made.pk, "v": "1", "way": "1.1", "key": "k"})
    said = Message.objects.get(text="Не вышло")
    beside = said.ticket.messages.get(kind=MessageKind.NOTE)
    assert (said.text, said.ticket.requester) == ("Не вышло", anna)
    assert "1. Касса включена? — Нет\n2. Питание — Нет" in beside.text
    assert not Helped.objects.get().is_yes


def test_the_end_of_a_way_leads_to_the_form_of_its_request_type(
    as_anna: Client, vera: Person, gleb: Person
) -> None:
    made = guide(vera)
    assert as_anna.get(f"/ask/?guide={made.pk}&v=1&way=1.1").status_code == 200
    questions = [{"kind": "text", "label": "Номер кассы"}]
    kind, _change = save(
        setups.REQUEST_TYPES,
        None,
        {"name": "Ремонт кассы", "service": make.service().name, "questions": questions},
        by=gleb,
    )
    answer = as_anna.get(f"/ask/?guide={made.pk}&v=1&way=1.1")
    assert answer["Location"].startswith(f"/ask/{kind.pk}/?guide={made.pk}")
    assert "Касса включена?" in as_anna.get(answer["Location"]).content.decode()


def test_sec_11_a_guide_that_one_may_not_read_brings_nothing_along(as_anna: Client, vera: Person) -> None:
    made = guide(vera, audience="staff")
    page = as_anna.get(f"/ask/?guide={made.pk}&v=1&way=1").content.decode()
    assert "Касса включена?" not in page
    as_anna.post("/ask/", {"text": "Не вышло", "guide": made.pk, "v": "1", "way": "1", "key": "k"})
    assert not Message.objects.get(text="Не вышло").ticket.messages.filter(kind=MessageKind.NOTE).exists()


def test_a_colleague_goes_through_it_beside_a_ticket(as_boris: Client, vera: Person) -> None:
    made, ticket = guide(vera), make.ticket()
    page = as_boris.get(f"/tickets/{ticket.number}/articles/{made.pk}/steps/?way=1").content.decode()
    assert "Нажмите кнопку." in page
    as_boris.post(f"/tickets/{ticket.number}/articles/{made.pk}/steps/", {"way": "1.0"})
    assert "2. Питание — Заработало" in ticket.messages.get(kind=MessageKind.NOTE).text
    text = article(vera)
    assert as_boris.get(f"/tickets/{ticket.number}/articles/{text.pk}/steps/").status_code == 404


def test_a_guide_is_written_by_an_editor_with_its_faults_beside(as_boris: Client, boris: Person) -> None:
    form = {
        "title": "Чек",
        "text": "# А\n- Да → Б",
        "audience": "everyone",
        "language": "ru",
        "owner": boris.pk,
        "seen": 0,
    }
    as_boris.post("/knowledge/new/", form | {"form": "guide"})
    made = Article.objects.get()
    assert made.is_guide
    (fault,) = as_boris.get(f"/knowledge/{made.pk}/").context["script"].faults
    assert fault.line == 2
    shown = as_boris.post("/knowledge/preview/", {"text": "# А\n- Да → Б", "form": "guide"})
    assert shown.context["script"].faults == [fault]
