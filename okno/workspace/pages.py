"""Long lists: what is looked for in them; their pages, whose addresses name the last row, sealed (keyset, never an offset)."""

from typing import Any

from django.core import signing
from django.db.models import CharField, F, Func, Value
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput

LONGEST_WORDS = 100
_SALT = "okno.workspace.pages."


def words_of(asked: str) -> str:
    """Return the words of a search in a list: one line of bearable length."""
    return " ".join(asked.replace("\x00", "").split())[:LONGEST_WORDS]


def labels(column: str) -> Func:
    """Return the tags of a row as one text: a word of a search may be a part of one, or one of several words."""
    return Func(F(column), Value(" "), function="array_to_string", output_field=CharField())


def sealed(of: str, *place: str | int) -> str:
    """Seal the place of a row in the order of this list, so that an address holds no values of ours to play with."""
    return signing.dumps(place, salt=_SALT + of, compress=True)


def opened(of: str, place: str) -> list[Any]:
    """Return the place of a row again; raises BadInput for what was not sealed for this list."""
    try:
        return list(signing.loads(place, salt=_SALT + of))
    except (signing.BadSignature, ValueError, TypeError):
        raise BadInput(_("This page address is incomplete.")) from None
