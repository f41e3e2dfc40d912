"""Pictures of letters that lie on other servers: the desk fetches them, the reader's browser never does (SEC-07).

The frame of a letter is nobody's: the browser sends no cookie from it. So the address of a picture is itself the right:
signed for one person, one message and one address that stands in its cleaned HTML; the right to the message is asked again.
"""

import asyncio
import hashlib
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from html import unescape
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from okno.core import clock, files, pictures, throttle
from okno.core.asking import ask
from okno.core.refusals import NotFound, Refusal, TooOften
from okno.desk import access
from okno.desk.models import Message
from okno.people.models import Person

SIZE_AT_MOST = 5 * 2**20
SECONDS = 8.0
A_MINUTE = 600  # pictures for one person
AT_ONCE, AT_ONCE_FOR_ONE = 12, 4  # in one process
PATIENCE_SECONDS = 30.0  # until there is a place
HOUR = 3600
_SALT = "okno.workspace.picture"
_REMOTE = re.compile(r'\sdata-remote-src="(https?://[^"]*)"', re.IGNORECASE)
_ACCEPT = "image/webp,image/png,image/jpeg,image/gif"

log = logging.getLogger(__name__)


class NoPicture(Refusal):
    """The other server gave nothing that may be shown, or may not be asked; which of these, is nobody's affair."""

    status = 424
    message = _("This picture cannot be fetched.")


def through_us(html: str, message: Message, reader: Person) -> str:
    """Return the cleaned HTML with the addresses of our own where pictures of other servers stand."""
    # The same within an hour, so that the browser keeps what it has; good for one hour more.
    until = (int(clock.now().timestamp()) // HOUR + 2) * HOUR

    def ours(found: re.Match[str]) -> str:
        about = [message.pk, reader.pk, _digest(unescape(found.group(1))), until]
        reference = signing.Signer(salt=_SALT).sign_object(about)
        return f' src="{reverse("workspace:picture", args=[reference])}"'

    return _REMOTE.sub(ours, html)


@require_safe
async def picture(request: HttpRequest, reference: str) -> HttpResponse:  # noqa: ARG001 - the reference is the right
    """Fetch a picture that a letter names, and give it as our own; no connection to the database is held meanwhile."""
    person, url = await ask(partial(_behind, reference))
    # Here: half a second that most desks never need, spent in the thread just before.
    from okno.core import (
        outside,
    )

    try:
        async with _place(person):
            content = await outside.fetch(url, accept=_ACCEPT, size=SIZE_AT_MOST, seconds=SECONDS)
    except outside.Unreachable as error:
        log.info("a picture of a letter was not fetched: %s", error)
        raise NoPicture from None
    kind = files.kind_of(content)
    if not kind.startswith("image/") or not all(pictures.size(content)) or pictures.is_bomb(content):
        raise NoPicture
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # The frame has no origin, so to the browser it is somebody else; the address alone opens the picture.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "private, max-age=86400"
    response._csp_exempt = True  # type: ignore[attr-defined] # noqa: SLF001 - django-csp's own mark: the header above is stricter
    return response


def _behind(reference: str) -> tuple[Person, str]:
    """Return for whom the reference was made and which address it means; raises NotFound where it means nothing (any more)."""
    try:
        pk, reader, digest, until = signing.Signer(salt=_SALT).unsign_object(reference)
        person = Person.objects.get(pk=reader)
    except (signing.BadSignature, Person.DoesNotExist, TypeError, ValueError):
        raise NotFound from None
    if clock.now().timestamp() > until:
        raise NotFound
    message = access.message_for(access.require_staff(person), pk)
    if message.redacted_at is not None:
        raise NotFound
    standing = (unescape(found) for found in _REMOTE.findall(message.html))
    url = next((url for url in standing if _digest(url) == digest), None)
    if url is None:
        raise NotFound
    throttle.at_most(A_MINUTE, 60, "pictures", str(person.pk))
    from okno.core import outside

    outside.authorities()
    return person, url


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:24]


class _Places:
    """So many fetches at once, and so many of one person; the others wait."""

    def __init__(self) -> None:
        self.all = asyncio.Semaphore(AT_ONCE)
        self.of: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()


_places: WeakKeyDictionary[asyncio.AbstractEventLoop, _Places] = WeakKeyDictionary()


@asynccontextmanager
async def _place(person: Person) -> AsyncIterator[None]:
    """Wait for a place; raises TooOften where none becomes free."""
    here = _places.setdefault(asyncio.get_running_loop(), _Places())
    own = here.of.setdefault(person.pk, asyncio.Semaphore(AT_ONCE_FOR_ONE))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS) as patience, own, here.all:
            patience.reschedule(None)
            yield
    except TimeoutError:
        raise TooOften from None
