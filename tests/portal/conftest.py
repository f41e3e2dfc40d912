"""A ticket of Anna's with everything in it that she must not see, and the browsers of those who might look."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache

from okno.core import clock, files
from okno.desk import links
from okno.desk.actions.hear import NewFile
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.reply import reply
from okno.desk.actions.undo_send import undo_send
from okno.people.models import Organisation, Person, Role
from tests import make
from tests.portal.canary import CANARY, PICTURE
from tests.portal.world import World


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def romashka(db: None) -> Organisation:
    return make.organisation("ООО «Ромашка»", "romashka.test")


@pytest.fixture
def world(romashka: Organisation, anna: Person, boris: Person, grigory: Person) -> World:
    Person.objects.filter(pk__in=[anna.pk, boris.pk, grigory.pk]).update(language="en")
    anna.refresh_from_db()
    people = {
        "requester": anna,
        "other customer": grigory,
        "same organisation": make.person("Нина", "nina@romashka.test", language="en"),
        "manager": make.person("Пётр", "petr@romashka.test", role=Role.MANAGER, language="en"),
        "participant": make.person("Олег", "oleg@partner.test", language="en"),
        "agent": boris,
        "disabled": make.person("Ушедшая", "gone@romashka.test", language="en"),
    }
    early = clock.now() - timedelta(hours=2)
    picture = NewFile(file=files.keep(PICTURE), name="экран.png")
    said = make.message(
        by=anna, text="Касса молчит\nhttps://romashka.test/log?a=1&b=2.", at=early, files=[picture]
    )
    ticket = said.ticket
    paper = NewFile(file=files.keep(CANARY.encode()), name=f"{CANARY}.txt")
    noted = note(ticket, f"Между нами: {CANARY}", by=boris, files=[paper])
    add_participant(ticket, people["participant"], by=boris)
    undone = reply(ticket, f"Поспешил: {CANARY}", by=boris)
    undo_send(undone, by=boris)
    reply(ticket, f"Ещё не ушло: {CANARY}", by=boris)
    for name in ("disabled",):
        add_participant(ticket, people[name], by=boris)
        Person.objects.filter(pk=people[name].pk).update(is_active=False)
    ticket.refresh_from_db()
    token = links.make(ticket, anna).rstrip("/").rpartition("/")[2]
    return World(ticket, token, said.attachments.get(), noted.attachments.get(), people)


@pytest.fixture
def link_of(world: World) -> Callable[[str], str]:
    """Return the path of the signed link of this person."""

    def path(name: str) -> str:
        return "/t/" + links.make(world.ticket, world.people[name]).rstrip("/").rpartition("/")[2] + "/"

    return path
