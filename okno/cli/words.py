"""Words to the person at the terminal, before Django is awake: the desk's catalogue, read by the standard library."""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[1] / "locale"


def _(message: str) -> str:
    """Return the message in the language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _catalogue().gettext(message)


def language() -> str:
    """Return ru or en: the language of the terminal."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in {"C", "POSIX"} and not value.startswith("C."):
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("django", LOCALES, fallback=True)
