"""What letters that are read together need to know: read once for all of them, at the beginning of their transaction."""

from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.db import connection

from okno.catalog.models import Priority
from okno.channels.mail.addressees import without_mark
from okno.channels.mail.letter import Letter
from okno.channels.models import Inbound, Mailbox
from okno.people.actions.meet import written_down
from okno.people.models import Address, Channel, normalised

Understood = tuple[Inbound, Letter]
Run = Sequence[Understood]

_FIRST_OF_COPIES = """
SELECT DISTINCT ON (rfc_message_id, body_sha256) rfc_message_id, body_sha256, message_id FROM channels_inbound
WHERE rfc_message_id <> '' AND rfc_message_id = ANY(%s) AND body_sha256 = ANY(%s) AND message_id IS NOT NULL
ORDER BY rfc_message_id, body_sha256, id
"""


class Known:
    """What the desk knows when it begins to read a run of letters, each thing read when it is first asked for."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @cached_property
    def mailboxes(self) -> dict[int | None, Mailbox]:
        """The mailboxes to which the letters came, with their teams."""
        wanted = {inbound.mailbox_id for inbound, _ in self._run if inbound.mailbox_id is not None}
        return {box.pk: box for box in Mailbox.objects.select_related("team").filter(pk__in=wanted)}

    @cached_property
    def our_addresses(self) -> set[str]:
        """Every address at which the desk reads, without marks."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT address FROM channels_mailbox")
            return {without_mark(settings.DESK_ADDRESS), *(without_mark(row[0]) for row in cursor.fetchall())}

    @cached_property
    def priority(self) -> Priority:
        """What a new ticket is promised."""
        return Priority.objects.select_related("calendar").get(is_default=True)

    @cached_property
    def _addresses(self) -> dict[str, Address]:
        return written_down(Channel.MAIL, [letter.from_email for _, letter in self._run])

    @cached_property
    def _messages(self) -> dict[tuple[str, str], int]:
        ids, bodies = zip(*(_mark(inbound) for inbound, _ in self._run), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_FIRST_OF_COPIES, [list(ids), list(bodies)])
            return {(name, body): message for name, body, message in cursor.fetchall()}

    def address(self, value: str) -> Address | None:
        """Return the row of a sender's address; None for a stranger, who may have been met since."""
        return self._addresses.get(normalised(Channel.MAIL, value))

    def message_of(self, inbound: Inbound) -> int | None:
        """Return the message that a letter with the same Message-ID and the same words has become."""
        return self._messages.get(_mark(inbound))

    def remember(self, inbound: Inbound) -> None:
        """Know what a letter of this run has become: the next one may be its copy."""
        if inbound.message_id is not None:
            self._messages.setdefault(_mark(inbound), inbound.message_id)


def _mark(inbound: Inbound) -> tuple[str, str]:
    return inbound.rfc_message_id, inbound.body_sha256
