"""What the tests of outgoing letters share: a mail server that remembers, and letters on their way."""

from collections.abc import Callable

import pytest

from okno.channels.models import Delivery, Mailbox
from okno.desk.models import Message, Ticket
from okno.people.models import Person
from tests import make


@pytest.fixture
def asked(anna: Person) -> Ticket:
    """Anna's ticket, come by a letter to a mailbox that confirms no receipt."""
    Mailbox.objects.create(address="support@desk.test", name="Поддержка", acknowledges=False)
    return make.ticket(
        by=anna,
        our_address="support@desk.test",
        rfc_message_id="first@romashka.test",
        text="Принтер гудит.\nИ не печатает.",
    )


@pytest.fixture
def answer(asked: Ticket, boris: Person, run_jobs: Callable[..., int]) -> Callable[..., Message]:
    """Boris answers; with `go`, the letter leaves as well."""
    from okno.desk.actions.reply import reply

    def answer(text: str = "Замените картридж, пожалуйста.", *, go: bool = True, **fields) -> Message:
        message = reply(fields.pop("ticket", asked), text, by=fields.pop("by", boris), **fields)
        if go:
            run_jobs()
        return message

    return answer


def only(message: Message | None = None) -> Delivery:
    """The one delivery there is."""
    rows = (
        Delivery.objects.filter(purpose="reply")
        if message is None
        else Delivery.objects.filter(message=message)
    )
    return rows.get()
