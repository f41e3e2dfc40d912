"""Long lists, page by page: the address of the next page names the last row's place, sealed (keyset, never an offset)."""

from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from okno.core.refusals import BadInput

_SALT = "okno.workspace.pages."


def sealed(of: str, *place: str | int) -> str:
    """Seal the place of a row in the order of this list, so that an address holds no values of ours to play with."""
    return signing.dumps(place, salt=_SALT + of, compress=True)


def opened(of: str, place: str) -> list[Any]:
    """Return the place of a row again; raises BadInput for what was not sealed for this list."""
    try:
        return list(signing.loads(place, salt=_SALT + of))
    except (signing.BadSignature, ValueError, TypeError):
        raise BadInput(_("This page address is incomplete.")) from None
