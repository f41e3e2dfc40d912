from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from okno.core import clock
from okno.core.refusals import BadInput
from okno.notify.models import Browser
from okno.notify.webpush.encrypt import WrongKeys, keys
from okno.people.models import Person

BROWSERS_AT_MOST = 20  # of one person; the one named longest ago gives way
ENDPOINT_AT_MOST = 1000


class NoSuchBrowser(BadInput):
    message = _("The browser has given no address to which the desk could push.")


@transaction.atomic
def name_browser(
    *, by: Person, session_key: str, endpoint: str, public_key: str, secret: str, agent: str = ""
) -> None:
    """Remember a browser for pushes until its session ends; naming it again renews it, whoever named it before.

    The address is a stranger's word: it is only looked at here, and asked through `core/outside.py` alone.
    """
    parts = urlsplit(endpoint) if endpoint.isascii() and len(endpoint) <= ENDPOINT_AT_MOST else urlsplit("")
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise NoSuchBrowser
    try:
        keys(public_key, secret)
    except WrongKeys:
        raise NoSuchBrowser from None
    Browser.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "person": by,
            "session_key": session_key,
            "public_key": public_key,
            "secret": secret,
            "agent": agent[:300],
            "named_at": clock.now(),
        },
    )
    kept = Browser.objects.filter(person=by).order_by("-named_at", "-pk").values("pk")[:BROWSERS_AT_MOST]
    Browser.objects.filter(person=by).exclude(pk__in=kept).delete()


@transaction.atomic
def forget_browser(*, by: Person, pk: int | None = None, endpoint: str = "") -> bool:
    """Push to one of the person's browsers no longer; it is named by its row, or by itself."""
    mine = Browser.objects.filter(person=by)
    found = mine.filter(pk=pk) if pk is not None else mine.filter(endpoint=endpoint)
    return bool(found.delete()[0])
