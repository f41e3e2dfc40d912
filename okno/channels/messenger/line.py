"""The line to the messenger: the bot as it is set up, and words that it says in a chat."""

from okno.channels.models import Bot
from okno.core import botapi, sealed


def bot_at_work() -> Bot | None:
    """Return the bot of the desk, where there is one in use."""
    bot = Bot.objects.filter(is_active=True).exclude(secret="").first()  # the empty secret, not a password
    return bot if bot is not None and token_of(bot) else None


def api_of(bot: Bot) -> botapi.Api:
    """Return where and as whom the bot asks."""
    return botapi.Api(bot.api, token_of(bot))


def token_of(bot: Bot) -> str:
    """Return the token; empty where it was sealed under a lost key."""
    try:
        return sealed.unseal(bot.secret)
    except sealed.CannotOpen:
        return ""


def say(bot: Bot, chat: int, text: str) -> None:
    """Say plain words in a chat; raises botapi.Refused and botapi.Silent."""
    api_of(bot).ask(
        "sendMessage",
        chat_id=chat,
        text=text[: botapi.TEXT_AT_MOST],
        link_preview_options={"is_disabled": True},
    )


def learn_name(bot: Bot) -> str:
    """Ask how the bot is called, and remember it; raises botapi.Refused and botapi.Silent."""
    told = api_of(bot).ask("getMe")
    name = told.get("username") if isinstance(told, dict) else None
    bot.username = name[:64] if isinstance(name, str) else ""
    Bot.objects.filter(pk=bot.pk, secret=bot.secret).update(username=bot.username)
    return bot.username
