"""A page with a stream, for the tests of live nudges: everybody hears everything."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from okno.core.asking import ask
from okno.core.live import Nudge, stream
from okno.people.models import Person


def events(request: HttpRequest) -> HttpResponseBase:
    Person.objects.exists()  # a view of ours looks into the database before it streams

    async def still_allowed() -> bool:
        return await ask(Person.objects.exists) or True

    def hears(_nudge: Nudge) -> bool:
        return True

    return stream(hears, still_allowed, lambda nudge: nudge)


urlpatterns = [path("events", events)]
