"""Words as the search compares them: one function for what is written down and for what is asked. Pure.

Everything but letters and digits divides words, so an address, a file name or a code is found by its parts, and as a
whole by its parts in a row. «Ё» is «е». A word with a digit is written in Latin letters where they look the same:
people type «1С» and «0х80070005» on either keyboard.

«ПО» in capitals is a thing, «по» is none: where a short word may be the name of a thing, `spoken` leaves it in capitals.
"""

import re
import unicodedata

LONGEST = 64  # signs; longer ones are encoded bytes, which nobody looks for
SIGN = r"[^\W_]"  # a letter or digit, as Python writes it
SHORT, NAMES_AT_MOST = 2, 4  # letters of a name in capitals, and of those in a line that is not loud
LINE = re.compile(r"[^\n]+")
_STRESSED = frozenset("НЕ НИ НО ДА МЫ ВЫ ОН NO OR ON IF DO IS".split())  # loud words, not names
_WORD = re.compile(f"{SIGN}+")
_LATIN = str.maketrans("авекмнорстух", "abekmhopctyx")
_ALIKE = dict(zip("abekmhopctyx", "авекмнорстух", strict=True))
_CYRILLIC = re.compile("[а-я]")


def words(text: str) -> list[str]:
    """Return the words of a text in their order."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return [_one(word) for word in _WORD.findall(plain) if len(word) <= LONGEST]


def spoken(text: str) -> list[str]:
    """Return the words of a text in their order, short names in capitals."""
    plain = unicodedata.normalize("NFC", text)
    return [word for line in LINE.findall(plain) for word in heard(line, is_loud=is_loud(line))]


def heard(text: str, *, is_loud: bool) -> list[str]:
    """Return the words of a piece of a line; in a line that is loud capitals say nothing."""
    plain = unicodedata.normalize("NFC", text)
    return [
        word
        for token in _WORD.findall(plain)
        for word in ([token] if not is_loud and _is_name(token) else words(token))
    ]


def is_loud(line: str) -> bool:
    """True for a line all in capitals, unless it is made of short names: «ИНСТРУКЦИЯ ПО РАБОТЕ», but not «ПО АТОЛ»."""
    has_small = any(sign.islower() for sign in line)
    return not has_small and any(len(word) > NAMES_AT_MOST for word in _WORD.findall(line))


def _is_name(token: str) -> bool:
    return len(token) == SHORT and token.isalpha() and token.isupper() and token not in _STRESSED


def spelling(word: str, *, has_endings: bool = False, goes_on: bool = False) -> str:
    """Return the regular expression of what people may have written for the word.

    A stem `has_endings`; the beginning of a word `goes_on` in any way.
    """
    has_digit = any(sign.isdigit() for sign in word)
    signs = [_either(sign, alike=has_digit) for sign in word]
    if has_endings and word[-1:] == "i":
        signs[-1] = "[iy]"  # the English stem of «happy» is «happi»
    return "".join(signs) + (
        f"{SIGN}*" if goes_on else f"{SIGN}{{0,5}}" if has_endings and not has_digit else ""
    )


def _one(word: str) -> str:
    if not any(sign.isdigit() for sign in word):
        return word
    latin = word.translate(_LATIN)
    return word if _CYRILLIC.search(latin) else latin


def _either(sign: str, *, alike: bool) -> str:
    if alike and sign in _ALIKE:
        return f"[{sign}{_ALIKE[sign]}]"
    return "[её]" if sign == "е" else sign
