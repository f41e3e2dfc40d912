"""Who comes to the addresses of a widget: anybody, as nobody, by a key in use. Which sites may: `okno.portal.foreign`."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from okno.channels.models import Widget
from okno.channels.widget.origins import widget_of
from okno.core.refusals import BadInput, NotFound, Refusal

P = ParamSpec("P")
NOBODY = AnonymousUser()


def at_widget(
    view: Callable[Concatenate[HttpRequest, Widget, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Find the widget of the key, and answer what is refused as the script reads it."""

    @wraps(view)
    def found(request: HttpRequest, widget: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        row = widget_of(widget)
        if row is None:
            raise NotFound
        try:
            return view(request, row, *args, **kwargs)
        except BadInput as refusal:
            return wrong({str(refusal.facts.get("field") or ""): [str(refusal)]})
        except Refusal as refusal:
            return JsonResponse({"title": str(refusal), "status": refusal.status}, status=refusal.status)

    return found  # type: ignore[return-value] # ParamSpec cannot say «by name, too»


def wrong(errors: dict[str, list[str]], status: int = 422) -> JsonResponse:
    """Answer what is wrong at which field."""
    first = next(iter(errors.values()))[0]
    return JsonResponse({"title": first, "status": status, "errors": errors}, status=status)
