"""What erasing somebody would take away, counted before it is done; and what it cannot reach."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet

from okno.channels.models import Inbound
from okno.community.models import Answer, Post
from okno.desk.actions.forget_person import tickets_of
from okno.desk.models import Attachment, Message, MessageKind, Ticket
from okno.people.models import Address, Person
from okno.privacy.actions.erase import open_tickets_of, sought_of
from okno.privacy.models import ErasureRequest

SHOWN: Final = 20
NEEDLES: Final = 12  # names and addresses that are looked for in the words of others


@dataclass
class Preview:
    """The counts, the open tickets, and the messages of others that name the person."""

    people: list[Person]
    addresses: list[str]
    tickets: int
    beside: int
    messages: int
    files: int
    letters: int
    posts: int
    open: list[Ticket] = field(default_factory=list)
    open_count: int = 0
    named: list[Message] = field(default_factory=list)
    named_count: int = 0


def preview(row: ErasureRequest) -> Preview:
    """Count what is there now."""
    gone = sought_of(row)
    everywhere = tickets_of(gone)
    own = Ticket.objects.filter(requester__in=gone.people).count()
    mine = Message.objects.filter(author__in=gone.people, kind=MessageKind.HEARD)
    still_open = open_tickets_of(list(gone.people))
    named = _naming(everywhere, gone.needles).exclude(author__in=gone.people)
    return Preview(
        people=list(Person.objects.filter(pk__in=gone.people).order_by("pk")),
        addresses=list(
            Address.objects.filter(person__in=gone.people)
            .order_by("channel", "pk")
            .values_list("value", flat=True)
        ),
        tickets=own,
        beside=len(everywhere) - own,
        messages=mine.count(),
        files=Attachment.objects.filter(message__in=mine).count(),
        letters=Inbound.objects.filter(message__author__in=gone.people, raw__isnull=False).count(),
        posts=Post.objects.filter(author__in=gone.people).count()
        + Answer.objects.filter(author__in=gone.people).count(),
        open=list(still_open[:SHOWN]),
        open_count=still_open.count(),
        named=list(named.select_related("ticket", "author").order_by("-pk")[:SHOWN]),
        named_count=named.count(),
    )


def _naming(tickets: list[int], needles: tuple[str, ...]) -> QuerySet[Message]:
    """Return the messages in these tickets in which one of the names or addresses stands: a limit that people mend by hand."""
    words = [Q(text__icontains=one) | Q(full_text__icontains=one) for one in needles[:NEEDLES]]
    found = Message.objects.filter(ticket__in=tickets)
    return found.filter(reduce(or_, words)) if words else found.none()
