"""The script itself: small files of one room, put together in their order, with the sheet. It knows no desk and no secret."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

FOLDER: Final = Path(__file__).parent / "script"
ORDER: Final = (
    "tools",
    "frame",
    "home",
    "article",
    "post",
    "files",
    "form",
    "talk",
    "solved",
    "chat",
    "start",
)
SECONDS: Final = 600  # so long a browser need not ask again; then it asks whether there is another one


@dataclass(frozen=True)
class Script:
    """The bytes, plain and compressed, and the mark of their version."""

    plain: bytes
    packed: bytes
    mark: str


@lru_cache(maxsize=1)
def script() -> Script:
    """Return the script; put together once for a process."""
    parts = [(FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in ORDER]
    sheet = json.dumps((FOLDER / "widget.css").read_text(encoding="utf-8"), ensure_ascii=False)
    text = "".join(["(() => {\n'use strict';\n", f"const SHEET = {sheet};\n", *parts, "})();\n"])
    plain = text.encode()
    return Script(plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:16]}"')


@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """Give the script to whatever site asks for it; whether it may show anything there is asked afterwards."""
    made = script()
    if made.mark in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(made.packed, content_type="text/javascript; charset=utf-8")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(made.plain, content_type="text/javascript; charset=utf-8")
    response.headers["ETag"] = made.mark
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
