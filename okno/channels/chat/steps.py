"""What becomes of a request that was made in the chat: the window shows it; whoever has left gets a letter where he said to."""

from okno.channels import deliveries
from okno.channels.chat import book, sending
from okno.core import clock
from okno.desk.models import Fact, Occasion


def tell(fact: Fact, occasion: Occasion) -> bool:
    """Tell the visitor of a step, in the window or by letter; False where the ticket is not of a chat.

    Whether it is solved is asked once more by letter when the window closes without an answer.
    """
    assert fact.ticket is not None, "steps are those of tickets"
    chat = book.chat_in(fact.ticket)
    if chat is None:
        return False
    if not sending.is_here(chat, clock.now()):
        deliveries.queue_told(fact, occasion, address=sending.address_of(chat))
    elif occasion == Occasion.SOLVED:
        sending.look_later(chat.pk)
    return True
