"""The desk among the programs of a telephone: what its manifest names is there."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

pytestmark = pytest.mark.django_db


def test_the_manifest_names_pictures_that_are_there_and_every_page_names_the_manifest() -> None:
    browser = Client(HTTP_HOST="desk.test")
    page = browser.get("/login/").content.decode()
    assert '<link rel="manifest" href="/app.webmanifest">' in page
    answer = browser.get("/app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["start_url"], told["display"]) == ("/", "standalone")
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        picture = Image.open(BytesIO(browser.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert len(picture.getcolors(1 << 16) or []) > 2


def test_no_picture_of_another_size_is_drawn() -> None:
    assert Client(HTTP_HOST="desk.test").get("/app-icon-100000.png").status_code == 404
