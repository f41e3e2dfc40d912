from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from okno.channels.models import Bot
from okno.core import botapi
from okno.core.refusals import BadInput

# Where the token goes: when this changes, it is asked for anew, so that nobody sends it to a server of his own.
ROADS: Final = ("api",)


def the_bot() -> QuerySet[Bot]:
    """Return the one row, made when it is asked for first: a desk without a messenger."""
    Bot.objects.bulk_create([Bot(pk=1)], ignore_conflicts=True)
    return Bot.objects.all()


@transaction.atomic
def set_up_bot(bot: Bot) -> Bot:
    """Save the desk's account in the messenger; a token that was meant for another server is forgotten."""
    bot.name, bot.api = Bot().name, bot.api.rstrip("/")
    if complaint := botapi.complaint_of_address(bot.api):
        raise BadInput(_(complaint), field="api")
    before = Bot.objects.select_for_update().filter(pk=bot.pk).first()
    if before is not None and before.secret == bot.secret and leads_elsewhere(before, bot):
        bot.secret = ""
    if before is not None and before.secret != bot.secret:
        bot.username, bot.offset = "", 0  # perhaps another bot
    bot.save()
    return bot


def leads_elsewhere(before: Bot, after: Bot) -> bool:
    """Tell whether the token would go to another server."""
    return any(getattr(before, name) != getattr(after, name) for name in ROADS)
