from okno.channels.models.bot import Bot
from okno.channels.models.chat import Chat, ChatDesk, Visitor
from okno.channels.models.delivery import Delivery, DeliveryState
from okno.channels.models.inbound import Inbound, InboundState
from okno.channels.models.mailbox import Mailbox, MailboxCursor
from okno.channels.models.widget import Widget

__all__ = [
    "Bot",
    "Chat",
    "ChatDesk",
    "Delivery",
    "DeliveryState",
    "Inbound",
    "InboundState",
    "Mailbox",
    "MailboxCursor",
    "Visitor",
    "Widget",
]
