"""A second step that is demanded: who is led to set it up, what opens until then, and the ways back."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from typer.testing import CliRunner

from okno.cli.commands import application
from okno.login.live import _stands
from okno.people import provider
from okno.people.actions.hire import set_password
from okno.people.actions.reset_second_step import NoSecondStep, OwnSecondStep, reset_second_step
from okno.people.models import Person, PersonFact, Provider
from okno.setup import setups
from okno.setup.actions.save import save
from tests.cast import _logged_in
from tests.login.door import PASSWORD

pytestmark = pytest.mark.django_db
HERE = "/me/factor/"


@pytest.fixture
def demanded(gleb: Person):
    """Return a function that demands it of somebody through the settings."""

    def of(whom: str) -> None:
        save(
            setups.PROVIDER,
            Provider.objects.first() or Provider(zone="Europe/Moscow"),
            {"second_step": whom},
            by=gleb,
        )
        provider.ours.forget()

    yield of
    provider.ours.forget()


def has_app(person: Person) -> str:
    """Give the person an app, and return its secret."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def opens(person: Person) -> bool:
    answer = _logged_in(person).get("/me/sessions/")
    assert answer.status_code == 200 or answer["Location"] == HERE
    return answer.status_code == 200


@pytest.mark.parametrize(
    ("of", "stopped"), [("nobody", ""), ("administrators", "gleb"), ("staff", "boris vera gleb")]
)
def test_it_is_demanded_of_whom_the_settings_say_and_never_of_customers(
    demanded, anna, boris, vera, gleb, of, stopped
):
    demanded(of)
    people = {"anna": anna, "boris": boris, "vera": vera, "gleb": gleb}
    assert [name for name, person in people.items() if not opens(person)] == [
        name for name in people if name in stopped.split()
    ]


def test_whoever_has_an_app_or_a_passkey_goes_on(demanded, boris, vera):
    demanded("staff")
    has_app(boris)
    Authenticator.objects.create(user=vera, type="webauthn", data={})
    assert opens(boris)
    assert opens(vera)


def test_recovery_codes_alone_are_none(demanded, boris):
    demanded("staff")
    RecoveryCodes.activate(boris)
    assert not opens(boris)


def test_until_then_pages_lead_there_deeds_and_streams_are_refused(demanded, as_boris):
    demanded("staff")
    for page in (
        "/",
        "/queues/all/",
        "/me/",
        "/my/",
        "/people/",
        "/help/",
        "/me/password/",
        "/me/factor/codes/",
    ):
        assert as_boris.get(page)["Location"] == HERE, page
    assert as_boris.get("/live/").status_code == 401
    assert as_boris.post("/me/", {"name": "x"}).status_code == 403
    told = as_boris.post("/language/", {"language": "ru", "next": "/me/"})
    assert told.status_code == 302, "the language may be chosen"
    page = as_boris.get(HERE).content.decode()
    assert "banner--near" in page
    assert 'action="/logout/"' in page
    assert as_boris.get("/me/factor/app/").status_code == 200
    assert as_boris.get("/me/passkeys/add/").status_code == 200
    as_boris.post("/logout/")
    assert as_boris.get("/login/").status_code == 200


def test_from_the_log_in_to_the_desk(
    demanded,
    boris: Person,
    visitor: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
):
    set_password(boris, PASSWORD)
    boris.save()
    demanded("staff")
    visitor.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    assert visitor.get("/")["Location"] == HERE
    asked = visitor.get("/me/factor/app/")
    visitor.post(asked["Location"], {"password": PASSWORD, "next": "/me/factor/app/"})
    visitor.get("/me/factor/app/")
    code = code_of(visitor.session["mfa.totp.secret"])
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.post("/me/factor/app/", {"code": code})["Location"] == "/me/factor/codes/"
    assert visitor.get("/me/factor/codes/").content.count(b"<li>") == 10
    assert visitor.get("/me/").status_code == 200


def test_it_is_not_asked_with_every_page_but_again_when_it_was_removed(
    demanded, boris, visitor, django_capture_on_commit_callbacks
):
    set_password(boris, PASSWORD)
    boris.save()
    has_app(boris)
    demanded("staff")
    client = _logged_in(boris)
    assert client.get("/me/").status_code == 200
    assert client.session["okno_second_step"] is True
    asked = client.get("/me/factor/app/remove/")
    client.post(asked["Location"], {"password": PASSWORD, "next": "/me/factor/app/remove/"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/me/factor/app/remove/")
    assert not Authenticator.objects.filter(user=boris, type="totp").exists()
    assert client.get("/me/")["Location"] == HERE


def test_an_open_stream_ends_when_it_is_demanded(demanded, boris):
    client = _logged_in(boris)
    client.get("/me/")
    key = client.session.session_key
    assert _stands(key, boris)
    demanded("staff")
    assert not _stands(key, boris)


def test_without_the_demand_no_page_asks_for_it(as_boris, django_assert_max_num_queries):
    as_boris.get("/me/sessions/")
    with django_assert_max_num_queries(20) as asked:
        as_boris.get("/me/sessions/")
    assert not any("mfa_authenticator" in one["sql"] for one in asked.captured_queries)


# ---- the ways back


def test_an_administrator_sees_who_has_none_and_resets_one(gleb, boris, vera, visitor):
    set_password(boris, PASSWORD)
    boris.save()
    visitor.post("/login/", {"login": "boris@desk.test", "password": PASSWORD})
    has_app(boris)
    RecoveryCodes.activate(boris)
    client = _logged_in(gleb)
    rows = client.get("/settings/people/").content.decode()
    assert rows.count("настроено") == 1
    page = f"/settings/people/{boris.pk}/"
    assert f"{page}second-step/" in client.get(page).content.decode()
    assert (
        f"/settings/people/{vera.pk}/second-step/"
        not in client.get(f"/settings/people/{vera.pk}/").content.decode()
    )
    assert client.post(f"{page}second-step/")["Location"] == page
    assert not Authenticator.objects.filter(user=boris).exists()
    fact = PersonFact.objects.get(person=boris)
    assert (fact.kind, fact.by) == ("second_step.reset", gleb)
    assert mail.outbox[-1].to == ["boris@desk.test"]
    assert visitor.get("/me/")["Location"].startswith("/login/"), "every session is over"
    assert "Глеб Титов" in client.get(page).content.decode()
    assert client.post(f"{page}second-step/").status_code == 409


def test_nobody_resets_his_own_and_only_administrators_another_ones(gleb, vera, boris):
    has_app(gleb)
    has_app(boris)
    with pytest.raises(OwnSecondStep):
        reset_second_step(gleb, by=gleb)
    assert _logged_in(vera).post(f"/settings/people/{boris.pk}/second-step/").status_code == 404
    assert _logged_in(boris).post(f"/settings/people/{gleb.pk}/second-step/").status_code == 404
    assert Authenticator.objects.count() == 2
    with pytest.raises(NoSecondStep):
        reset_second_step(vera, by=gleb)


def test_the_last_administrator_comes_in_again_by_a_command(demanded, gleb):
    has_app(gleb)
    demanded("staff")
    done = CliRunner().invoke(application, ["resetfactor", " GLEB@desk.test "])
    assert done.exit_code == 0, done.output
    assert not Authenticator.objects.filter(user=gleb).exists()
    assert PersonFact.objects.get(person=gleb).by.is_robot
    client = _logged_in(gleb)
    assert client.get("/")["Location"] == HERE
    assert client.get(HERE).status_code == 200


def test_the_command_says_that_it_knows_nobody(db):
    assert CliRunner().invoke(application, ["resetfactor", "nobody@desk.test"]).exit_code != 0


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("totp_activated", "Приложение включено"),
        ("totp_deactivated", "Приложение отключено"),
        ("recovery_codes_generated", "резервные коды"),
        ("webauthn_added", "Ключ доступа добавлен"),
        ("webauthn_removed", "Ключ доступа удалён"),
    ],
)
def test_what_is_switched_on_is_said_in_the_words_of_the_pages(message: str, says: str) -> None:
    with override("ru"):
        assert says in render_to_string(f"mfa/messages/{message}.txt")
