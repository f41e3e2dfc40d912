"""A widget is set up on a page: its sites, what it offers, the code for the site, and a secret that is shown once."""

import re

import pytest
from django.test import Client

from okno.channels.models import Widget
from okno.core.sealed import unseal
from okno.people.models import Person
from okno.setup.file import export
from okno.setup.models import Change

pytestmark = pytest.mark.django_db
FILLED = {"name": "Сайт", "origins": "https://Romashka.test\nhttps://www.romashka.test:443", "has_form": "on",
          "links": "Telegram канал https://t.me/romashka", "contexts": "/tills = касса чек\n/ = помощь"}  # fmt: skip


@pytest.fixture
def office(gleb: Person) -> Client:
    client = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    return client


def test_a_widget_is_added_with_its_code_and_its_history(office: Client) -> None:
    assert office.post("/settings/widgets/new/", FILLED).status_code == 302
    widget = Widget.objects.get()
    assert widget.origins == ["https://romashka.test", "https://www.romashka.test"]
    assert widget.links == [{"name": "Telegram канал", "url": "https://t.me/romashka"}]
    assert widget.contexts == [{"page": "/tills", "words": "касса чек"}, {"page": "/", "words": "помощь"}]
    page = office.get(f"/settings/widgets/{widget.pk}/").content.decode()
    assert f'data-widget="{widget.key}"' in page
    assert "Telegram канал https://t.me/romashka" in page
    assert office.get(f"/settings/widgets/{widget.pk}/site/").status_code == 200
    assert Change.objects.get(what="widgets").after["origins"] == widget.origins
    assert widget.key in export()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"origins": "http://romashka.test"}, "origins"), ({"origins": "*"}, "origins"), ({"links": "https://t.me/x"}, "links"),
        ({"contexts": "касса"}, "contexts"), ({"accent": "red"}, "accent"), ({"phone": "звоните"}, "phone"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(office: Client, wrong: dict[str, str], field: str) -> None:
    answer = office.post("/settings/widgets/new/", FILLED | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Widget.objects.exists()


def test_the_secret_is_shown_once_and_kept_sealed(office: Client) -> None:
    office.post("/settings/widgets/new/", FILLED)
    widget = Widget.objects.get()
    shown = office.post(f"/settings/widgets/{widget.pk}/secret/").content.decode()
    widget.refresh_from_db()
    secret = unseal(widget.secret)
    assert len(secret) > 40
    assert re.search(rf"<pre[^>]*>{re.escape(secret)}</pre>", shown)
    assert secret not in office.get(f"/settings/widgets/{widget.pk}/").content.decode() + export()
    assert Change.objects.latest("pk").after == {"secret": "changed"}
    office.post(f"/settings/widgets/{widget.pk}/secret/")
    widget.refresh_from_db()
    assert unseal(widget.secret) != secret
