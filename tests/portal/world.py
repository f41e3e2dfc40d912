"""The people around one ticket."""

from dataclasses import dataclass

from django.test import Client

from okno.desk.models import Attachment, Ticket
from okno.people.models import Person


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
