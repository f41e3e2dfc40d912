"""The lines before a Markdown text that say what is known of it: names with a value or a list. Pure.

Of YAML only what front matter needs is understood, so that no file can build more than it is long (no aliases, no types);
what is not understood is left out. Values are written as JSON where their signs could mean something.
"""

import json
import re
from collections.abc import Mapping, Sequence

LINES_AT_MOST = 100
_NAME = re.compile(r"([A-Za-z_][\w-]{0,40})\s*:\s*(.*)$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
_PLAIN = re.compile(r"[^\W_][\w .,()«»/+–—-]*", re.UNICODE)
_PARTS = re.compile(r'\s*"(?:[^"\\]|\\.)*"|\s*\'(?:[^\']|\'\')*\'|[^,]+')

Known = dict[str, str | list[str]]


def parted(text: str) -> tuple[Known, str]:
    """Return what the front matter says, its names in small letters, and the text after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}, text
    end = next(
        (at for at, line in enumerate(lines[1 : LINES_AT_MOST + 2], 1) if line.rstrip() in {"---", "..."}), 0
    )
    if not end:
        return {}, text
    known: Known = {}
    name = ""
    for line in lines[1:end]:
        if found := _NAME.match(line):
            name = found[1].lower()
            known[name] = _value(found[2].strip())
        elif (found := _ITEM.match(line)) and name:
            before = known[name]
            known[name] = [*(before if isinstance(before, list) else []), _scalar(found[1])]
    return known, "\n".join(lines[end + 1 :]).lstrip("\n")


def joined(known: Mapping[str, str | Sequence[str]], text: str) -> str:
    """Return the text with front matter before it; what is empty is left out."""
    lines = [
        f"{name}: {_written(value) if isinstance(value, str) else '[' + ', '.join(map(_written, value)) + ']'}"
        for name, value in known.items()
        if value
    ]
    return "\n".join(["---", *lines, "---", "", text.strip("\n"), ""])


def _value(said: str) -> str | list[str]:
    if said.startswith("[") and said.endswith("]"):
        return [one for one in map(_scalar, _PARTS.findall(said[1:-1])) if one]
    return _scalar(said)


def _scalar(said: str) -> str:
    said = said.strip()
    if said.startswith('"') and said.endswith('"'):
        try:
            told = json.loads(said)
        except ValueError:
            return said.strip('"')
        return str(told)
    if len(said) > 1 and said.startswith("'") and said.endswith("'"):
        return said[1:-1].replace("''", "'")
    return said


def _written(value: str) -> str:
    plain = _PLAIN.fullmatch(value) and "," not in value and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)
