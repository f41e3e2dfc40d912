"""«Check» of the messenger: really ask who the bot is, and tell each step in words. Only the name is shown of what it says."""

from collections.abc import Iterator
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from okno.channels.mail.check import Step
from okno.channels.messenger.line import api_of, learn_name, token_of
from okno.channels.models import Bot
from okno.core import botapi

TOKEN = gettext_lazy("The token")
ANSWERS = gettext_lazy("The messenger knows the bot")
HEARS = gettext_lazy("The desk hears what is written to the bot")
NOBODYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


def asked(bot: Bot) -> Iterator[Step]:
    """Try what the bot is for."""
    if not token_of(bot):
        none = _("There is none.")
        lost = _("It cannot be opened with the key of this desk; enter it once more.")
        yield Step(TOKEN, False, lost if bot.secret else none)
        return
    try:
        name = learn_name(bot)
        yield Step(ANSWERS, bool(name), f"@{name}" if name else "")
        told = api_of(bot).ask("getWebhookInfo")
        is_led_away = isinstance(told, dict) and bool(told.get("url"))
        words = _(
            "Another program gets what is written to this bot (a webhook). Take a bot of its own for the desk."
        )
        yield Step(HEARS, not is_led_away, words if is_led_away else "")
    except botapi.Silent:
        yield Step(ANSWERS, False, _("The server does not answer, or not in time."))
    except botapi.Refused as no:
        words = (
            _("The server does not know this token.")
            if no.code in NOBODYS
            else _("The server refuses; it said %(code)s.")
        )
        yield Step(ANSWERS, False, words % {"code": no.code})
