"""The same keys in the other layout of the keyboard. Pure."""

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_SHIFTED = str.maketrans('{}:"<>~', "[];',.`")  # the same keys with Shift
_SWAP = str.maketrans(_LATIN + _RUSSIAN, _RUSSIAN + _LATIN)


def other_layout(words: str) -> str:
    """Return what the same keys write in the other layout: «ghbynth» is «принтер»."""
    return words.casefold().translate(_SHIFTED).translate(_SWAP)
