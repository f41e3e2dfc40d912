"""The chats themselves: which one a visitor is in, and what of it may be seen. The only way for a face to get one."""

from collections.abc import Mapping, Sequence

from django.core import signing
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from okno.channels.models import Chat, ChatDesk, Visitor
from okno.core.prepared import prepared
from okno.core.refusals import NotFound
from okno.desk import access
from okno.desk.models import Attachment, Message, MessageKind, Ticket
from okno.desk.models.ticket import LIVE_DOORS

DOOR = LIVE_DOORS[0]
SHOWN_AT_MOST = 200  # messages at once
_SALT = "okno.channels.chat.file"
STANDS = 24 * 3600  # seconds for which the address of a file is good


def chat_desk() -> ChatDesk:
    """Return how the desk talks in the chat; a desk that has not set it up does not."""
    return next(iter(_desk()), ChatDesk())


def chat_of(visitor: Visitor) -> Chat | None:
    """Return the latest conversation of the visitor."""
    return latest(visitor.pk)


def open_to(visitor: Visitor) -> Chat:
    """Return the latest conversation of the visitor; raises NotFound where there is none."""
    if (chat := chat_of(visitor)) is None:
        raise NotFound
    return chat


def latest(visitor: int) -> Chat | None:
    """Return the latest conversation of the visitor with this id."""
    return next(iter(_chats(visitor)), None)


def numbers_of(visitors: Sequence[int]) -> dict[int, int]:
    """Return the numbers of the latest conversations of these visitors."""
    latest_ones = Chat.objects.filter(visitor__in=visitors).order_by("visitor", "-id").distinct("visitor")
    return dict(latest_ones.values_list("visitor", "ticket__number"))


def chat_in(ticket: Ticket) -> Chat | None:
    """Return the conversation of which this is the ticket."""
    if ticket.door not in LIVE_DOORS:
        return None
    return next(iter(_of_ticket(ticket.pk)), None)


def said_in(chat: Chat, after: int) -> list[Message]:
    """Return what the visitor may read of his conversation, beyond this id: no notes, nothing that was called back."""
    return [] if chat.ticket.merged_into_id else _said(chat.ticket_id, after)


def files_in(chat: Chat, said: list[Message]) -> Mapping[int | None, list[Attachment]]:
    """Return the files of these messages."""
    return access.files_of(chat.ticket, said)


def files_named(chat: Chat, pks: Sequence[int]) -> list[Attachment]:
    """Return those of these files that the visitor may see in this conversation."""
    files = Attachment.objects.filter(pk__in=pks, message__ticket=chat.ticket_id, redacted_at=None)
    files = files.exclude(message__kind=MessageKind.NOTE).filter(message__undone_at=None)
    return list(files.select_related("file").order_by("pk"))


def sign_of(chat: Chat, file: Attachment) -> str:
    """Return the reference under which the visitor gets a file, for a day."""
    return signing.dumps([chat.pk, file.pk], salt=_SALT)


def file_behind(reference: str) -> Attachment:
    """Return the file of a reference of ours; raises NotFound for all others, and where it was hidden since."""
    try:
        chat_pk, pk = signing.loads(reference, salt=_SALT, max_age=STANDS)
        chat = Chat.objects.select_related("ticket").get(pk=chat_pk)
        file = Attachment.objects.select_related("file", "message").get(
            pk=pk, redacted_at=None, message__ticket=chat.ticket_id
        )
    except (signing.BadSignature, TypeError, ValueError, Chat.DoesNotExist, Attachment.DoesNotExist):
        raise NotFound from None
    if file.message is None or not file.message.is_public:
        raise NotFound
    return file


@prepared
def _desk() -> QuerySet[ChatDesk]:
    return ChatDesk.objects.select_related("team", "calendar")


@prepared
def _chats(visitor: int) -> QuerySet[Chat]:
    chats = Chat.objects.filter(visitor=visitor).select_related(
        "ticket__owner", "visitor__person__merged_into"
    )
    return chats.order_by("-id")[:1]


@prepared
def _of_ticket(ticket: int) -> QuerySet[Chat]:
    return Chat.objects.filter(ticket=ticket).select_related("visitor__person__merged_into", "ticket")


@prepared
def _said(ticket: int, after: int) -> QuerySet[Message]:
    said = Message.objects.filter(ticket=ticket, pk__gt=after, undone_at=None).exclude(kind=MessageKind.NOTE)
    said = said.filter(Q(leaves_at=None) | Q(leaves_at__lte=Now())).select_related("author")
    return said.order_by("-pk")[:SHOWN_AT_MOST]
