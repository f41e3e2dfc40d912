"""What a colleague says to the bot: the code that joins him, and that he wants to hear no more."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from okno.channels.messenger.listen import Said, on_said
from okno.notify.actions.join import join, leave
from okno.notify.models import Chat

CODE_AT_MOST = 64


@on_said
def hear(said: Said) -> str:
    """Return the answer to a code or to a farewell; nothing to all else."""
    word, _space, rest = said.text.strip().partition(" ")
    if word == "/stop":
        return _goodbye(said)
    code = rest.strip() if word == "/start" else word
    if not code or len(code) > CODE_AT_MOST:
        return ""
    person = join(code, chat=said.chat, called=said.name)
    if person is None:
        return _("This code is not good, or not any more. Ask for a new one in the desk.") if rest else ""
    with override(person.language):
        words = _("%(name)s, from now on the desk tells you its news here. To hear no more, send /stop.")
        return words % {"name": person.name}


def _goodbye(said: Said) -> str:
    chat = Chat.objects.filter(chat=said.chat).select_related("person").first()
    if chat is None:
        return _("The desk tells you nothing here.")
    leave(by=chat.person)
    with override(chat.person.language):
        return _("The desk tells you nothing here any more.")
