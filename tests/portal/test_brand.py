import pytest
from django.test import Client

from okno.people import provider
from okno.people.models import Provider

pytestmark = pytest.mark.django_db


def test_customers_see_the_colour_of_the_provider_and_only_a_colour() -> None:
    visitor = Client(HTTP_HOST="desk.test")
    assert "/brand/" not in visitor.get("/login/").content.decode()
    Provider.objects.update(accent="#2B6CB0")
    provider.ours.forget()
    page = visitor.get("/login/").content.decode()
    provider.ours.forget()
    assert 'href="/brand/2b6cb0.css"' in page
    sheet = visitor.get("/brand/2b6cb0.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert "--accent:" in sheet.content.decode()
    assert visitor.get("/brand/red.css").status_code == 404
