"""Several deeds to one ticket, alone or together with a message: all of them happen, or nothing does; or each for itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from okno.core.refusals import Refusal
from okno.desk.actions._ground import lock, said_before
from okno.desk.deeds import Deed, joined
from okno.desk.journal import together, told_of
from okno.desk.models import Message, Ticket
from okno.desk.pictures import changed, picture
from okno.desk.refusals import NotNow, OpenParts
from okno.people.models import Person


@transaction.atomic
def do_deeds(ticket: Ticket, deeds: Sequence[Deed], *, by: Person) -> None:
    """Do them one after the other, each by its verb; one that is refused takes the others along, and says which it was."""
    for deed in joined(deeds):
        try:
            deed.do(lock(ticket), by=by)
        except OpenParts:
            raise
        except NotNow:
            words = _("“%(deed)s” cannot be done with the ticket in its present state. Nothing was changed.")
            raise NotNow(words % {"deed": deed.words}) from None


def say_and_do(
    ticket: Ticket,
    say: Callable[[], Message],
    *,
    by: Person,
    before: Sequence[Deed] = (),
    after: Sequence[Deed] = (),
    key: str = "",
) -> Message:
    """Say the words by their own verb, and do the deeds around them; the same key says and does once (REL-22).

    The message keeps what all of it has changed: whoever calls an answer back takes that back too.
    """
    if not before and not after:
        return say()
    return _say_among(ticket, say, by=by, before=before, after=after, key=key)


@transaction.atomic
def _say_among(
    ticket: Ticket,
    say: Callable[[], Message],
    *,
    by: Person,
    before: Sequence[Deed],
    after: Sequence[Deed],
    key: str,
) -> Message:
    was = picture(lock(ticket))
    if known := said_before(by, key):
        return known
    since = _last_fact(ticket)
    do_deeds(ticket, before, by=by)
    message = say()
    do_deeds(ticket, after, by=by)
    message.moved = {"changed": changed(was, picture(lock(ticket))), "facts": [since, _last_fact(ticket)]}
    message.save(update_fields=["moved"])
    return message


@contextmanager
def as_one_run() -> Iterator[None]:
    """Let the deeds of this block, all in one transaction, be written into the journal together at its end."""
    with together():
        yield


def try_deed(ticket: Ticket, deed: Deed, *, by: Person) -> str:
    """Do a deed where it can be done; return why it cannot in words, else nothing. What is refused takes nothing along."""
    if why_not := deed.why_not(ticket):
        return why_not
    try:
        with transaction.atomic():
            deed.do(ticket, by=by)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _last_fact(ticket: Ticket) -> int:
    return told_of(ticket)[-1].pk
