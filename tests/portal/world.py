"""The people around one ticket."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from okno.core import clock, files
from okno.desk import links
from okno.desk.actions.hear import NewFile
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.reply import reply
from okno.desk.actions.undo_send import undo_send
from okno.desk.models import Attachment, Ticket
from okno.people.models import Person, Role
from tests import make
from tests.portal.canary import CANARY, PICTURE

HOUR = 3600  # seconds; longer than a file of tests takes


@dataclass
class World:
    """The people around one ticket, and what lies in it."""

    ticket: Ticket
    token: str
    public: Attachment
    secret: Attachment
    people: dict[str, Person]

    def client(self, name: str) -> Client:
        """Return the browser of this person; «anonymous» has logged in nowhere."""
        visitor = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
        if name != "anonymous":
            visitor.force_login(self.people[name], backend="okno.login.backends.ByMailAddress")
        return visitor


def build() -> World:
    """Make a ticket of Anna's with everything in it that she must not see."""
    make.organisation("ООО «Ромашка»", "romashka.test")
    people = {
        "requester": make.person("Анна Белова", "anna@romashka.test", language="en"),
        "other customer": make.person("Григорий Чужой", "grigory@other.test", language="en"),
        "same organisation": make.person("Нина", "nina@romashka.test", language="en"),
        "manager": make.person("Пётр", "petr@romashka.test", role=Role.MANAGER, language="en"),
        "participant": make.person("Олег", "oleg@partner.test", language="en"),
        "agent": make.agent("Борис Орлов", "boris@desk.test", language="en"),
        "disabled": make.person("Ушедшая", "gone@romashka.test", language="en"),
    }
    anna, boris, gone = people["requester"], people["agent"], people["disabled"]
    picture = NewFile(file=files.keep(PICTURE), name="экран.png")
    early = clock.now() - timedelta(hours=2)
    text = "Касса молчит\nhttps://romashka.test/log?a=1&b=2."
    said = make.message(by=anna, text=text, at=early, files=[picture])
    ticket = said.ticket
    paper = NewFile(file=files.keep(CANARY.encode()), name=f"{CANARY}.txt")
    noted = note(ticket, f"Между нами: {CANARY}", by=boris, files=[paper])
    add_participant(ticket, people["participant"], by=boris)
    undo_send(reply(ticket, f"Поспешил: {CANARY}", by=boris), by=boris)
    reply(ticket, f"Ещё не ушло: {CANARY}", by=boris, undo_seconds=HOUR)
    add_participant(ticket, gone, by=boris)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    ticket.refresh_from_db()
    token = links.make(ticket, anna).rstrip("/").rpartition("/")[2]
    return World(ticket, token, said.attachments.get(), noted.attachments.get(), people)
