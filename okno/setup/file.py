"""The configuration of a desk as one file, and how one of unknown origin is read. See docs/configuration.md."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from okno.core import clock
from okno.core.refusals import BadInput, TooMuch
from okno.setup.setups import BY_NAME, NO_SUCH, SETUPS
from okno.setup.shape import Plain

FORMAT: Final = "okno configuration"
VERSION: Final = 1
BYTES_AT_MOST: Final = 2 * 2**20
ROWS_AT_MOST: Final = 5000

Rows = list[tuple[str, Plain]]


class NotAConfiguration(BadInput):
    """The file cannot be read as a configuration."""


def export() -> str:
    """Return the whole configuration: rows by their names, no ids, no secrets, nothing that belongs to one person alone."""
    found = {
        setup.name: [setup.shape.plain(row) for row in setup.rows()] for setup in SETUPS if setup.is_in_file
    }
    head = {
        "format": FORMAT,
        "version": VERSION,
        "desk": settings.BASE_URL,
        "made_at": clock.now().isoformat(timespec="seconds"),
    }
    return json.dumps(head | {"settings": found}, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes) -> Rows:
    """Return the rows of a file in the order in which they are brought in; raises NotAConfiguration or TooMuch in words."""
    if len(content) > BYTES_AT_MOST:
        raise TooMuch(
            _("A configuration is never larger than %(size)d MB.") % {"size": BYTES_AT_MOST // 2**20}
        )
    whole = _parsed(content)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotAConfiguration(_("This is not a configuration of the desk."))
    version = whole.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise NotAConfiguration(_("The file does not tell its version."))
    if version > VERSION:
        raise NotAConfiguration(
            _("The file was made by a newer version of the desk; bring this one up to date first.")
        )
    parts = whole.get("settings")
    if not isinstance(parts, dict):
        raise NotAConfiguration(_("There are no settings in the file."))
    for name in parts:
        if name not in BY_NAME:
            raise NotAConfiguration(f"«{str(name)[:60]}»: {NO_SUCH}")
    rows = [(setup.name, row) for setup in SETUPS for row in _rows(setup.name, parts.get(setup.name, []))]
    if len(rows) > ROWS_AT_MOST:
        raise TooMuch(_("More than %(count)d rows are too many for one file.") % {"count": ROWS_AT_MOST})
    return rows


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_never)
    except UnicodeDecodeError:
        raise NotAConfiguration(_("This is not a text file in UTF-8.")) from None
    except json.JSONDecodeError as error:
        words = _("The file is damaged or cut off: it cannot be read from line %(line)d on.")
        raise NotAConfiguration(words % {"line": error.lineno}) from None
    except (ValueError, RecursionError):
        raise NotAConfiguration(_("The file is built otherwise than a configuration.")) from None


def _rows(name: str, rows: Any) -> list[Plain]:
    """Return the rows of one part; each names itself, and each once."""
    keys = BY_NAME[name].shape.keys
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotAConfiguration(_("The file is built otherwise than a configuration."))
    for key in keys:
        for one in (row.get(key) for row in rows):
            if not isinstance(one, str) or not one.strip():
                words = _("A row in “%(part)s” does not tell its name (%(key)s).")
                raise NotAConfiguration(words % {"part": name, "key": key})
    counted = Counter(names_of(row, keys) for row in rows)
    for names, times in counted.items():
        if times > 1:
            raise NotAConfiguration(_("“%(name)s” stands in the file twice.") % {"name": names[-1][:100]})
    return rows


def names_of(row: Plain, keys: Sequence[str]) -> tuple[str, ...]:
    """Return by what a row of a file is called."""
    return tuple(str(row[key]).strip() for key in keys)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _never(_word: str) -> Any:
    raise ValueError("no number")
