"""Names in braces that stand in a text which people write: looked up in a table, never evaluated (SEC-43)."""

import re
from collections.abc import Collection, Mapping

PLACE = re.compile(r"\{([^{}\n]{1,60})\}")
_GAP = re.compile(r"\n{3,}")


def name_of(place: re.Match[str]) -> str:
    """Return the name that stands in the braces, however it is spaced and written."""
    return " ".join(place.group(1).split()).casefold()


def unknown(text: str, known: Collection[str]) -> list[str]:
    """Return the names in braces that mean nothing, each once, in their order."""
    names = [name_of(place) for place in PLACE.finditer(text)]
    return list(dict.fromkeys(name for name in names if name not in known))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its names filled in; a line that names what has no value is left out, a strange name stays."""
    lines = []
    for line in text.splitlines():
        places = list(PLACE.finditer(line))
        if all(values.get(name_of(place), "strange") for place in places):
            lines.append(PLACE.sub(lambda place: values.get(name_of(place), place.group()), line).rstrip())
    return _GAP.sub("\n\n", "\n".join(lines)).strip()
