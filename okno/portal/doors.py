"""Who comes into the customer's rooms."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from okno.people.models import Person

P = ParamSpec("P")


def for_people(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever has logged in, and say who it is."""

    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        assert isinstance(request.user, Person)
        return view(request, request.user, *args, **kwargs)

    return login_required(entered)  # type: ignore[return-value] # ParamSpec cannot say «by name, too»
