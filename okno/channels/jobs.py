"""The jobs of the doors, imported so that the queue knows them."""

from okno.channels import outbox
from okno.channels.chat.sending import go_on, look_for_left
from okno.channels.incoming import sweep_letters, understand
from okno.channels.messenger.listen import listen, look_for_said
from okno.channels.oversized import tell_too_large

__all__ = [
    "go_on",
    "listen",
    "look_for_left",
    "look_for_said",
    "outbox",
    "sweep_letters",
    "tell_too_large",
    "understand",
]
