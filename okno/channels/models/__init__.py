from okno.channels.models.delivery import Delivery, DeliveryState
from okno.channels.models.inbound import Inbound, InboundState
from okno.channels.models.mailbox import Mailbox, MailboxCursor

__all__ = ["Delivery", "DeliveryState", "Inbound", "InboundState", "Mailbox", "MailboxCursor"]
