"""Pages of the tests of `core/pages.py`."""

import threading
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils import translation

from okno.config import urls
from okno.people.models import Person

left: list[str] = []


def plain(request: HttpRequest) -> HttpResponse:
    """Tell which thread this is, which language it found, and what was sent; leave another language behind."""
    spoken, sent = translation.get_language(), len(request.body)
    translation.activate("en" if spoken == "ru" else "ru")
    Person.objects.exists()
    return HttpResponse(f"{threading.current_thread().name} {spoken} {sent}")


async def awaited(_request: HttpRequest) -> HttpResponse:
    """Tell which thread this is."""
    return HttpResponse(threading.current_thread().name)


def broken(_request: HttpRequest) -> HttpResponse:
    """Break."""
    raise ValueError


def endless(_request: HttpRequest) -> HttpResponseBase:
    """Send for ever."""

    def pieces() -> Iterator[bytes]:
        while True:
            yield b"piece"

    class Pieces(StreamingHttpResponse):
        async def __aiter__(self):
            for piece in self.streaming_content:
                yield piece

    response = Pieces(pieces())
    response._resource_closers.append(lambda: left.append("closed"))
    return response


urlpatterns = [
    *urls.urlpatterns,
    path("plain", plain),
    path("awaited", awaited),
    path("broken", broken),
    path("endless", endless),
]
