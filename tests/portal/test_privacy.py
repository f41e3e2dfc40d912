"""Consent by purpose and version, and all that the desk knows about oneself as a file."""

import json
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.db import ProgrammingError, connection, transaction

from okno.channels.actions.set_up_chat import set_up_chat, the_chat_desk
from okno.channels.chat import talk, visitors
from okno.community.actions.vote import vote
from okno.desk.actions.close import confirm
from okno.desk.actions.merge_people import merge_people
from okno.desk.actions.rate import rate
from okno.desk.actions.resolve import resolve
from okno.desk.models import Ticket
from okno.knowledge.actions.tell_helped import tell_helped
from okno.people import consents
from okno.people.actions.drop_address import drop_address
from okno.people.actions.say_consent import say_consent
from okno.people.actions.set_up_purpose import set_up_purpose
from okno.people.actions.write_down_address import write_down_address
from okno.people.models import Consent, Purpose, PurposeText
from tests import make
from tests.community.making import opened, post
from tests.knowledge.making import article
from tests.portal.canary import CANARY, PICTURE
from tests.portal.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def purpose(db: None) -> Purpose:
    return set_up_purpose(Purpose(name="Поддержка", text="Первые слова", is_required=True))


def test_a_request_needs_the_consent_once_and_again_when_the_text_is_another(
    world: World, purpose: Purpose
) -> None:
    visitor, before = world.client("requester"), Ticket.objects.count()
    refused = visitor.post("/ask/", {"text": "Не греет"})
    assert refused.status_code == 422
    assert "Первые слова" in refused.content.decode()
    assert Ticket.objects.count() == before
    text = PurposeText.objects.get()
    visitor.post("/ask/", {"text": "Не греет", f"consent_{text.pk}": "on"})
    visitor.post("/ask/", {"text": "И не варит"})
    assert Ticket.objects.count() == before + 2
    assert Consent.objects.get().text == text
    purpose.text = "Другие слова"
    set_up_purpose(purpose)
    assert visitor.post("/ask/", {"text": "И не сушит"}).status_code == 422


def test_the_same_words_saved_again_are_no_new_version(purpose: Purpose) -> None:
    set_up_purpose(purpose)
    assert [text.number for text in PurposeText.objects.all()] == [1]


def test_a_consent_is_taken_back_by_a_new_row(world: World, purpose: Purpose) -> None:
    visitor, person = world.client("requester"), world.people["requester"]
    text = PurposeText.objects.get()
    for given in ("yes", "yes", "no", "no"):
        visitor.post("/my/privacy/", {"text": text.pk, "given": given})
    assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]
    assert consents.asked_of(person) == [text]
    assert visitor.post("/my/privacy/", {"text": "9" * 30}).status_code == 404


@pytest.mark.parametrize("table", ["people_consent", "people_purposetext"])
@pytest.mark.parametrize("write", ["DELETE FROM {}", "UPDATE {} SET at = now()"])
def test_what_was_read_and_said_is_never_changed(
    world: World, purpose: Purpose, table: str, write: str
) -> None:
    say_consent(PurposeText.objects.get(), by=world.people["requester"], is_given=True)
    with (
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write.format(table))


def test_the_file_of_oneself_holds_ones_own_words_and_nobodys_note(world: World) -> None:
    answer = world.client("requester").get("/my/data.json")
    told = json.loads(answer.content)
    assert told["person"]["email"] == "anna@romashka.test"
    assert told["requests"][0]["number"] == world.ticket.number
    [file] = told["messages"][0]["files"]
    assert file["name"] == "экран.png"
    brought = world.client("requester").get(urlsplit(file["address"]).path)
    assert b"".join(brought.streaming_content) == PICTURE
    assert told["is_whole"]
    assert CANARY not in answer.content.decode()
    assert json.loads(world.client("other customer").get("/my/data.json").content)["messages"] == []


def test_the_file_of_oneself_holds_what_one_thinks_and_where_one_was(world: World) -> None:
    """Ratings, recommendations, chats, votes, log-ins and answers to «did it help?», of whoever was merged into one, too."""
    person, other = world.people["requester"], make.person(email="anna.old@romashka.test")
    boris = world.people["agent"]
    desk = the_chat_desk().get()
    desk.is_active = True
    set_up_chat(desk)
    talk.begin(visitors.logged_in(other), "Есть кто?", key="own-data-1", page="https://romashka.test/till")
    opened()
    vote(post(world.people["other customer"], "Как выключить звук?"), by=person)
    made = article(boris, "Касса", "Переткните.")
    tell_helped(made, is_yes=False, by=person, key=f"person:{person.pk}", asked="касса")
    resolve(world.ticket, by=boris)
    confirm(world.ticket, by=person)
    rate(world.ticket, 2, by=person, words="Долго")
    merge_people(other, person, by=boris)
    home = write_down_address(person, "anna.home@mail.test", by=person)
    drop_address(home, by=boris)
    UserSession.objects.create(user=person, ip="192.0.2.7", session_key="own-data", user_agent="Firefox")
    told = json.loads(world.client("requester").get("/my/data.json").content)
    assert (told["ratings"][0]["stars"], told["ratings"][0]["words"]) == (2, "Долго")
    assert told["chats"][0]["page"] == "https://romashka.test/till"
    assert told["votes"][0]["post"] == "Как выключить звук?"
    assert (told["helped"][0]["is_yes"], told["helped"][0]["asked"]) == (False, "касса")
    assert told["logins"][0]["ip"] == "192.0.2.7"
    assert {(one["what"], one["address"], one["by"]) for one in told["address_changes"]} == {
        ("address added", "anna.home@mail.test", "oneself"),
        ("address removed", "anna.home@mail.test", "agent"),
    }
    assert "own-data" not in json.dumps(told["logins"]), "the key of a session opens it"
