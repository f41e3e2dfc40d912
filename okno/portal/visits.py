"""What one visit is, for «did it help?»: a person on one day, a stranger's browser for half a day."""

from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from okno.core import clock
from okno.core.text import one_line
from okno.people.models import Person
from okno.portal.forms import a_key
from okno.staffing import who

COOKIE: Final = "okno_visit"
LASTS: Final = 12 * 3600  # seconds
KEY_AT_MOST: Final = 32

R = TypeVar("R", bound=HttpResponseBase)


def of_person(person: Person) -> str:
    """Return the mark of a person's visit today, by the clocks of the desk."""
    return f"person:{person.pk}:{clock.now().astimezone(who.zone()).date()}"


def of_browser(request: HttpRequest) -> str:
    """Return the mark of a stranger's visit: the one that the browser has kept, else that of the page."""
    told = request.COOKIES.get(COOKIE) or request.POST.get("key", "")
    return one_line(told, KEY_AT_MOST) or a_key()


def kept_with(response: R, key: str) -> R:
    """Let the browser keep the mark: it is made when somebody answers, names nobody and is read for nothing else."""
    response.set_cookie(COOKIE, key, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SECURE)
    return response
