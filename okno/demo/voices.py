"""How one and the same matter sounds from different people."""

import re
from collections.abc import Mapping
from random import Random

from okno.demo.cast import Part

_GREETED = re.compile(r"(?i)добр|здрав|коллег|привет|уважаем|срочно|help")
_by_speaker = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_by_requester = re.compile(r"<([^<>|]*)\|([^<>|]*)>")

GREETINGS = {
    "polite": ("Добрый день!\n\n", "Здравствуйте!\n\n", "Добрый день, коллеги!\n\n"),
    "warm": ("Добрый день! ", "Коллеги, здравствуйте!\n\n", "Здравствуйте! "),
    "plain": ("Добрый день.\n\n", "", "Здравствуйте. ", ""),
    "short": ("",),
    "phone": ("", "", "здравствуйте, "),
}
FAREWELLS = {
    "polite": (
        "\n\nС уважением,\n{клиент}",
        "\n\nЗаранее благодарю!",
        "\n\nС уважением,\n{клиент}\n{орг}",
        "",
    ),
    "warm": ("\n\nСпасибо вам!", "", "\n\nЗаранее спасибо 🙂", ""),
    "plain": ("", "", "\n\n{клиент}", "\n\nСпасибо."),
    "short": ("", "", "", "\n\n{клиент}"),
    "phone": ("", "", "\n\nОтправлено с телефона"),
}
# Nothing but thanks: such a letter reopens nothing.
THANKS = {
    "polite": (
        "Благодарю за помощь, всё работает.",
        "Спасибо за оперативность!",
        "Спасибо, вопрос решён. Хорошего дня!",
        "Всё получилось, благодарю вас.",
        "Спасибо большое за быстрый ответ!",
    ),
    "warm": (
        "Ура, заработало! Спасибо вам огромное!",
        "Спасибо большое, всё работает!",
        "Супер, спасибо за помощь!",
        "Отлично, помогло! Спасибо вам!",
        "Спасибо! Хорошего вам дня!",
    ),
    "plain": ("Заработало, спасибо.", "Спасибо, помогло.", "Всё работает, спасибо.", "Спасибо, решено."),
    "short": ("Ок, спасибо.", "Работает.", "Спасибо", "Принято, спасибо."),
    "phone": ("спасибо работает", "все ок спасибо", "спс заработало", "Спасибо всё работает"),
}


def fill(text: str, words: Mapping[str, str], *, speaker: Part, requester: Part) -> str:
    """Return the text with the words of this telling, in the gender of who speaks and of who is spoken to."""
    text = _by_speaker.sub(lambda forms: forms.group(2 if speaker.is_woman else 1), text)
    text = _by_requester.sub(lambda forms: forms.group(2 if requester.is_woman else 1), text)
    return text.format_map(words)


def opening(text: str, voice: str, chance: Random) -> str:
    """Return the first letter of somebody with this voice."""
    greeting = "" if _GREETED.match(text) else chance.choice(GREETINGS[voice])
    return greeting + spoken(text, voice) + chance.choice(FAREWELLS[voice])


def spoken(text: str, voice: str) -> str:
    """Return a text as this voice types it: on a phone nobody looks for «ё» or the last full stop."""
    if voice != "phone":
        return text
    text = text.replace("ё", "е").replace("Ё", "Е").removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def thanks(voice: str, chance: Random) -> str:
    """Return words of thanks and no others."""
    return chance.choice(THANKS[voice])
