"""What a telephone asks for to put the desk among its programs (W3C Web Application Manifest): a name, colours, pictures."""

from functools import cache
from io import BytesIO
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from okno.core.refusals import NotFound
from okno.people.provider import ours

SIZES: Final = (180, 192, 512)  # the first is Apple's
FINER: Final = 4  # drawn so many times larger, then made smaller: its edges are smooth
BLUE, WHITE, CANVAS = "#2f62d8", "#ffffff", "#f6f7f9"


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - the same for all
    """Describe the desk as a program of its own, under the name of the provider."""
    icons = [
        {
            "src": reverse("app_icon", args=[size]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES[1:]
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": "/",
        "name": str(ours()),
        "short_name": str(ours())[:12].rstrip(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": CANVAS,
        "theme_color": CANVAS,
        "icons": icons,
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def app_icon(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 - the same for all
    """Give the desk's sign as a picture; raises NotFound for a size that no manifest names."""
    if size not in SIZES:
        raise NotFound
    response = HttpResponse(_drawn(size), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response


@cache
def _drawn(size: int) -> bytes:
    """Draw the window of icon.svg on a full ground, with the margin that a round mask cuts away."""
    unit = size * FINER / 44  # the sign is 32 units wide
    picture = Image.new("RGB", (size * FINER, size * FINER), BLUE)
    pen, line = ImageDraw.Draw(picture), round(2.4 * unit)

    def at(*places: float) -> list[float]:
        return [(place + 6) * unit for place in places]

    pen.rounded_rectangle(at(8, 8, 24, 24), radius=3 * unit, outline=WHITE, width=line)
    pen.line(at(16, 8, 16, 24), fill=WHITE, width=line)
    pen.line(at(8, 16, 24, 16), fill=WHITE, width=line)
    out = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
