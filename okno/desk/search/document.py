"""What a ticket says: its rows read into three texts by weight. Bounded, so that a flood of letters is no flood here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Value, Window
from django.db.models.functions import Left, RowNumber

from okno.desk.models import Attachment, Message, MessageKind, Participant, Ticket
from okno.desk.search.words import words
from okno.people.models import Address

MESSAGES, FILES, ADDRESSES = 300, 300, 20  # of one ticket, of one ticket, of one person; the newest ones
SIGNS_OF_MESSAGE, SIGNS_OF_TICKET = 20_000, 100_000


@dataclass(slots=True)
class Texts:
    """The texts of one ticket, the weightiest first: its name; people, tags and fields; what was said and attached."""

    ticket: int
    version: int
    name: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def as_words(self) -> tuple[str, str, str]:
        """Return the three texts as words with single spaces between them."""
        return _joined(self.name), _joined(self.about), _joined(self.said)


def read(tickets: Sequence[int]) -> list[Texts]:
    """Read what these tickets say now, in seven statements however many they are.

    Messages that were called back and files that were removed say nothing.
    """
    people: dict[int, set[int]] = defaultdict(set)
    found: dict[int, Texts] = {}
    for ticket in Ticket.objects.filter(pk__in=tickets).select_related("requester", "organisation"):
        texts = found[ticket.pk] = Texts(ticket.pk, ticket.version)
        texts.name += [str(ticket.number), ticket.subject]
        texts.about += [ticket.requester.name, ticket.requester.email, *ticket.tags]
        texts.about += [ticket.organisation.name] if ticket.organisation else []
        for name, value in ticket.fields.items():
            texts.about += [name, str(value)]
        people[ticket.requester_id].add(ticket.pk)
    part = Participant.objects.filter(ticket__in=found, removed_at=None).select_related("person")
    for one in part:
        found[one.ticket_id].about += [one.person.name, one.person.email]
        people[one.person_id].add(one.ticket_id)
    _messages(found)
    _files(found)
    for person, value, normal in _addresses(people):
        for pk in people[person]:
            found[pk].about += [value] if value == normal else [value, normal]
    return list(found.values())


def _messages(found: dict[int, Texts]) -> None:
    messages = (
        Message.objects.filter(ticket__in=found, undone_at=None)
        .annotate(
            place=Window(RowNumber(), partition_by="ticket", order_by=[F("at").desc(), F("pk").desc()]),
            words=Left("text", Value(SIGNS_OF_MESSAGE)),
        )
        .filter(place__lte=MESSAGES)
        .order_by("ticket", "place")
        .values_list("ticket", "kind", "subject", "words", "author__name", "author__email")
    )
    authors: set[tuple[int, str, str]] = set()
    for ticket, kind, subject, text, name, email in messages:
        texts = found[ticket]
        texts.said += [text] if subject in texts.name else [subject, text]
        if kind == MessageKind.HEARD and (ticket, name, email) not in authors:
            authors.add((ticket, name, email))
            texts.about += [name, email]


def _files(found: dict[int, Texts]) -> None:
    files = (
        Attachment.objects.filter(message__ticket__in=found, message__undone_at=None, redacted_at=None)
        .annotate(
            place=Window(RowNumber(), partition_by="message__ticket", order_by=F("pk").desc()),
        )
        .filter(place__lte=FILES)
        .values_list("message__ticket", "name")
    )
    for ticket, name in files:
        found[ticket].said.insert(0, name)


def _addresses(people: Iterable[int]) -> list[tuple[int, str, str]]:
    place = Window(RowNumber(), partition_by="person", order_by=F("pk").desc())
    rows = Address.objects.filter(person__in=list(people)).annotate(place=place).filter(place__lte=ADDRESSES)
    return list(rows.values_list("person", "value", "normal"))


def _joined(texts: Iterable[str]) -> str:
    """Join the words of texts until there are enough of them; a tsvector has an end, and places in it too."""
    kept: list[str] = []
    left = SIGNS_OF_TICKET
    for text in texts:
        joined = " ".join(words(text))[:left]
        left -= len(joined) + 1
        if joined:
            kept.append(joined)
        if left <= 0:
            break
    return " ".join(kept)
