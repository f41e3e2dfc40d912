"""Where a conversation is open: behind a login, or behind the signed link of a letter. Both show the same page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse

from okno.desk import links
from okno.desk.models import Attachment, Ticket
from okno.people.models import Person


@dataclass(frozen=True)
class Place:
    """The addresses of one conversation."""

    key: str | int
    is_link: bool = False

    @property
    def page(self) -> str:
        """The conversation itself."""
        return reverse("portal:by_link" if self.is_link else "portal:ticket", args=[self.key])

    @property
    def answers(self) -> str:
        """Where answers are posted."""
        return f"{self.page}answers/"

    @property
    def confirmation(self) -> str:
        """Where «solved» is posted."""
        return f"{self.page}confirmation/"

    @property
    def closure(self) -> str:
        """Where «no longer needed» is posted."""
        return f"{self.page}closure/"

    @property
    def people(self) -> str:
        """Where one lets somebody take part; behind a login alone."""
        return f"{self.page}people/"

    @property
    def reopening(self) -> str:
        """Where «not solved» is posted."""
        return f"{self.page}reopening/"

    @property
    def rating(self) -> str:
        """Where stars are posted."""
        return f"{self.page}rating/"

    @property
    def keeping(self) -> str:
        """Where files are brought while one writes."""
        return f"{self.page}keeping/" if self.is_link else reverse("portal:keeping")

    @property
    def live(self) -> str:
        """The stream of nudges."""
        return f"{self.page}live/" if self.is_link else reverse("live")

    @property
    def language(self) -> str:
        """Where the choice of a language is posted."""
        return f"{self.page}language/" if self.is_link else reverse("set_language")

    def file(self, attachment: Attachment) -> str:
        """Return the address of a file."""
        return f"{self.page}files/{attachment.pk}/"

    def beside(self, ticket: Ticket, person: Person) -> "Place":
        """Return the place of another ticket, opened in the same way."""
        if not self.is_link:
            return Place(ticket.number)
        return Place(urlsplit(links.make(ticket, person)).path.rstrip("/").rpartition("/")[2], is_link=True)
