"""Single sign-on is set up on a page: what it asks for, what it keeps sealed, what the check tells."""

from collections.abc import Iterator

import pytest
from django.test import Client

from okno.core.sealed import unseal
from okno.people.models import Entrance, Person
from okno.setup.file import export
from okno.setup.models import Change
from tests.login.identity import Identity, provider

pytestmark = pytest.mark.django_db
FILLED = {"name": "Ромашка ID", "issuer": "https://id.romashka.test", "client_id": "desk", "secret": "тайна",
          "audience": "everybody", "domains": "Romashka.test, кто.рф"}  # fmt: skip


@pytest.fixture
def office(gleb: Person) -> Client:
    client = Client(HTTP_HOST="desk.test", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    return client


@pytest.fixture(scope="module")
def running() -> Iterator[Identity]:
    with provider() as identity:
        yield identity


def test_an_entrance_is_added_with_a_sealed_secret(office: Client) -> None:
    assert office.post("/settings/entrances/new/", FILLED).status_code == 302
    entrance = Entrance.objects.get()
    assert (unseal(entrance.secret), entrance.domains) == ("тайна", ["romashka.test", "xn--j1ail.xn--p1ai"])
    page = office.get(f"/settings/entrances/{entrance.pk}/").content.decode()
    assert f"http://desk.test/login/with/{entrance.pk}/back/" in page
    assert "тайна" not in page + export()
    assert Change.objects.get(what="entrances").after["secret"] == "changed"


def test_a_secret_goes_to_no_other_provider(office: Client) -> None:
    office.post("/settings/entrances/new/", FILLED)
    entrance = Entrance.objects.get()
    path = f"/settings/entrances/{entrance.pk}/"
    seen = office.get(path).context["seen"]
    changed = FILLED | {"issuer": "https://evil.test", "secret": "", "seen": seen}
    answer = office.post(path, changed)
    assert answer.status_code == 422
    assert "secret" in answer.context["form"].errors
    assert office.post(path, changed | {"issuer": FILLED["issuer"], "name": "Другое имя"}).status_code == 302
    entrance.refresh_from_db()
    assert (entrance.name, unseal(entrance.secret)) == ("Другое имя", "тайна")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"issuer": "http://id.romashka.test"}, "issuer"), ({"issuer": "https://a@id.test"}, "issuer"),
        ({"issuer": "javascript:alert(1)"}, "issuer"), ({"domains": ""}, "domains"), ({"domains": "% ' OR 1"}, "domains"),
        ({"audience": "robots"}, "audience"), ({"client_id": ""}, "client_id"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(office: Client, wrong: dict[str, str], field: str) -> None:
    answer = office.post("/settings/entrances/new/", FILLED | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Entrance.objects.exists()


def test_those_who_work_here_are_never_made_by_a_provider(office: Client) -> None:
    office.post("/settings/entrances/new/", FILLED | {"audience": "staff", "makes_people": "on"})
    assert not Entrance.objects.get().makes_people


def test_the_check_really_asks_the_provider(office: Client, running: Identity) -> None:
    address = running.address + "/.well-known/openid-configuration"
    office.post("/settings/entrances/new/", FILLED | {"issuer": address})
    entrance = Entrance.objects.get()
    assert entrance.issuer == running.address
    path = f"/settings/entrances/{entrance.pk}/check/"
    assert [step.is_well for step in office.post(path).context["steps"]] == [True, True, True]
    assert "/keys" in running.asked
    Entrance.objects.update(issuer=running.address + "/elsewhere", secret="")
    steps = office.post(path).context["steps"]
    assert [step.is_well for step in steps] == [False]
    assert "ничего о себе не рассказывает" in steps[0].words
