"""What erasing somebody would take away, counted before it is done; and what it cannot reach."""

from dataclasses import dataclass, field
from typing import Final

from okno.channels.models import Inbound
from okno.community.models import Answer, Post
from okno.desk.actions.forget_person import tickets_of
from okno.desk.models import Attachment, Message, MessageKind, Ticket
from okno.people.models import Address, Person
from okno.privacy.actions.erase import open_tickets_of, sought_of
from okno.privacy.models import ErasureRequest
from okno.privacy.naming import may_name, naming

SHOWN: Final = 20


@dataclass
class Preview:
    """The counts, the open tickets, and the messages of others that name the person, or may."""

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
    alike: list[Message] = field(default_factory=list)
    alike_count: int = 0


def preview(row: ErasureRequest) -> Preview:
    """Count what is there now."""
    gone = sought_of(row)
    everywhere = tickets_of(gone)
    own = Ticket.objects.filter(requester__in=gone.people).count()
    mine = Message.objects.filter(author__in=gone.people, kind=MessageKind.HEARD)
    still_open = open_tickets_of(list(gone.people))
    others = Message.objects.filter(ticket__in=everywhere).exclude(author__in=gone.people)
    named = naming(others, gone.needles)
    alike = may_name(others.exclude(pk__in=named.values("pk")), gone.needles).order_by("-pk")
    alike_pks = list(alike.values_list("pk", flat=True))  # each text is read once for the list and the count
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
        alike=list(
            others.filter(pk__in=alike_pks[:SHOWN]).select_related("ticket", "author").order_by("-pk")
        ),
        alike_count=len(alike_pks),
    )
