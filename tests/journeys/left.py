"""A visitor who closed the window longer ago than the desk waits: python -m tests.journeys.left ADDRESS

The answer that no window has shown is there; its time and that of the window's last word are put back, nothing else.
"""

import sys

import django
from django.db import transaction
from django.db.models import F


@transaction.atomic
def leave(address: str) -> bool:
    """Let the time pass for the chat of this address, as soon as something waits there to be seen."""
    from okno.channels.chat.sending import LEFT_AFTER
    from okno.channels.chat.visitors import person_of
    from okno.channels.models import Chat
    from okno.desk.models import Presence

    chat = Chat.objects.filter(email=address, goes_on_at__isnull=False).first()
    if chat is None:
        return False
    window = Presence.objects.filter(ticket=chat.ticket_id, person=person_of(chat.visitor))
    window.update(seen_at=F("seen_at") - LEFT_AFTER)
    Chat.objects.filter(pk=chat.pk).update(goes_on_at=F("goes_on_at") - LEFT_AFTER)
    return True


if __name__ == "__main__":
    from tests.cli.desk import wait_for

    django.setup()
    wait_for(lambda: leave(sys.argv[1]))
