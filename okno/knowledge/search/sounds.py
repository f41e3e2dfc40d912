"""How a word sounds, so that a loan-word is found in either alphabet: «плагин» and “plugin” are both “plgn”. Pure."""

import re

FEWEST = 4  # consonants; fewer are everybody's
_RUSSIAN = str.maketrans(
    {
        "щ": "s",
        "ш": "s",
        "ж": "g",
        "ч": "s",
        "ц": "s",
        "х": "h",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "з": "s",
    }
    | {"к": "k", "л": "l", "м": "m", "н": "n", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f"}
)
_ENGLISH = (
    ("sch", "s"), ("sh", "s"), ("ch", "s"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("tion", "sn"), ("x", "ks"),
    ("qu", "k"), ("ce", "se"), ("ci", "si"), ("j", "g"), ("c", "k"), ("z", "s"), ("w", "v"),
)  # fmt: skip
_OTHERS = re.compile("[^bvgdsklmnprtfh]")
_TWICE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return the consonants of a word in Latin letters, "" where they are too few to tell it from others."""
    if any(sign.isdigit() for sign in word):
        return ""
    said = word.translate(_RUSSIAN)
    if said == word:
        for written, heard in _ENGLISH:
            said = said.replace(written, heard)
    said = _TWICE.sub(r"\1", _OTHERS.sub("", said))
    return said if len(said) >= FEWEST else ""
