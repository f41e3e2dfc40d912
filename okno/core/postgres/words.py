"""The ground speaks before Django is awake: the same catalogue, read by the standard library."""

import gettext
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "locale"


class PostgresError(Exception):
    """The database cannot be found, started, saved or read; the text is for the person at the machine."""


def _(message: str) -> str:
    """Return the message in the language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _catalogue().gettext(message)


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("django", LOCALES, fallback=True)
