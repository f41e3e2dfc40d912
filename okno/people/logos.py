"""The sign of the provider: a small PNG that stands in the row itself, so history, undo and files of settings carry it."""

import base64
import binascii
import hashlib
from functools import lru_cache
from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from okno.core import pictures
from okno.core.refusals import BadInput

BOX: Final = (480, 96)  # twice what a page shows, for fine screens
BYTES_AT_MOST: Final = 24_000
COLOURS: Final = (256, 64, 16)  # fewer and fewer, until it is small enough
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")


class NotALogo(BadInput):
    message = _("This is no picture that can stand at the top of a page: PNG, JPEG, GIF or WebP.")


def drawn(content: bytes) -> str:
    """Return a picture as it is kept: made small, as PNG in base64. Raises NotALogo."""
    if not any(pictures.size(content)) or pictures.is_bomb(content):
        raise NotALogo(field="logo")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotALogo(field="logo") from None
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    small = next((one for one in _ever_smaller(picture) if len(one) <= BYTES_AT_MOST), None)
    if small is None:
        raise NotALogo(field="logo")
    return base64.b64encode(small).decode()


def right_logo(text: str) -> None:
    """Refuse what `drawn` has not made; a file of settings may hold anything."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    width, height = pictures.size(content) if content.startswith(b"\x89PNG") else (0, 0)
    if not (0 < width <= BOX[0] and 0 < height <= BOX[1] and len(content) <= BYTES_AT_MOST):
        raise ValidationError(NotALogo.message)


@lru_cache(maxsize=4)
def mark_of(logo: str) -> str:
    """Return by which word an address names this picture."""
    return hashlib.sha256(logo.encode()).hexdigest()[:16]


def bytes_of(logo: str) -> bytes:
    """Return the PNG."""
    return base64.b64decode(logo)


def _ever_smaller(picture: Image.Image) -> "list[bytes]":
    return [_png(picture), *(_png(picture.quantize(colors)) for colors in COLOURS)]


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
