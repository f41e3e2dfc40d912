"""How the provider looks: the sheet of its colour. Its address says all that is in it, so a browser keeps it for ever."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from okno.core.refusals import NotFound
from okno.look.colours import sheet
from okno.people.logos import bytes_of, mark_of
from okno.people.provider import ours


@require_safe
def logo(request: HttpRequest, mark: str) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Give the provider's sign; one that was taken down does not exist any more."""
    kept = ours().logo
    if not kept or mark_of(kept) != mark:
        raise NotFound
    response = HttpResponse(bytes_of(kept), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def accent(request: HttpRequest, colour: str) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Give the tokens of a colour; anything else than six hexadecimal digits does not exist."""
    try:
        text = sheet(colour)
    except ValueError:
        raise NotFound from None
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
