"""The sites that may use a widget: exact origins as browsers name them (RFC 6454), encrypted or on this very machine."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_noop as _

from okno.channels.models import Widget

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
LONGEST = 255
_USUAL = {"https": 443, "http": 80}

NOT_A_SITE = _("“%(site)s” is no address of a site like https://romashka.ru.")
NO_PATH = _("“%(site)s”: here stands the site alone, without a page.")
NOT_ENCRYPTED = _("“%(site)s” is not encrypted: only https, or localhost while one builds a site.")


class NotASite(ValueError):
    """What was written is no origin; the message is a sentence with the place `site`."""


def normal(site: str) -> str:
    """Return the origin as browsers send it: small letters, punycode, no usual port; raises NotASite."""
    try:
        parts = urlsplit(site.strip())
        host, port = (parts.hostname or ""), parts.port
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise NotASite(NOT_A_SITE) from None
    if parts.scheme not in _USUAL or not name or parts.username or parts.password or len(site) > LONGEST:
        raise NotASite(NOT_A_SITE)
    if not all(sign.isalnum() or sign in "-._:" for sign in name):
        raise NotASite(NOT_A_SITE)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise NotASite(NO_PATH)
    shown = f"[{name}]" if ":" in name else name
    if parts.scheme != "https" and shown not in THIS_MACHINE:
        raise NotASite(NOT_ENCRYPTED)
    return f"{parts.scheme}://{shown}" + (f":{port}" if port and port != _USUAL[parts.scheme] else "")


def widget_of(key: str) -> Widget | None:
    """Return the widget of this key that is in use."""
    return Widget.objects.select_related("calendar").filter(key=key, is_active=True).first()


def may(origin: str, key: str = "") -> bool:
    """Tell whether a page of this origin may use the widget of the key; without a key, any widget."""
    found = Widget.objects.filter(origins__contains=[origin], is_active=True)
    return found.filter(key=key).exists() if key else found.exists()
