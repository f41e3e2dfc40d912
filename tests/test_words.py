import re
import string

from babel.messages.catalog import Message

from okno.desk.letter_words import VARIABLES
from tools import words


def _both(message: Message) -> list[tuple[str, str]]:
    """Return every pair of English and Russian form."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[1], form) for form in message.string]


def test_every_text_of_every_screen_is_translated() -> None:
    assert [message.id for message in words.missing()] == []


def test_translations_keep_the_places_for_values() -> None:
    place = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[\w ]*\}")
    named = {f"{{{one.russian}}}": f"{{{one.english}}}" for one in VARIABLES}
    for message in words.kept():
        for english, told in _both(message) if message.id else []:
            russian = place.sub(lambda one: named.get(one.group(), one.group()), told)
            if message.pluralizable and "%(" not in english:
                continue
            assert set(place.findall(russian)) <= set(place.findall(english)), english
            if not message.pluralizable:
                assert sorted(place.findall(russian)) == sorted(place.findall(english)), english


def test_sec_54_translations_bring_no_markup() -> None:
    for message in words.kept():
        for english, russian in _both(message) if message.id else []:
            assert ("<" in russian) <= ("<" in english), english


def test_russian_is_russian() -> None:
    """A sentence of Latin letters alone is one that was forgotten, except names and abbreviations."""
    for message in words.kept():
        for english, russian in _both(message) if message.id else []:
            words_alone = re.sub(r"%\(\w+\)[sdf]", "", english)
            letters = [sign for sign in words_alone if sign in string.ascii_lowercase]
            if len(letters) > 12 and english == russian:
                raise AssertionError(english)
