"""The first run through the client: who may open a new desk, what each step keeps, and where one goes on."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client

from okno.catalog.models import Priority
from okno.channels.models import Mailbox
from okno.core.refusals import NotFound
from okno.people import provider
from okno.people.actions.hire import hire
from okno.people.actions.invite import NotHere, password_address
from okno.people.models import Person, Provider, Role, Team
from okno.setup import first_run
from okno.setup.actions.begin import begin
from okno.setup.actions.save import save
from okno.setup.models import Change
from okno.setup.setups import MAILBOXES
from okno.sla.models import WorkCalendar
from tests.cast import _logged_in

GOOD = "тихий омут у реки"
ME = {"name": "Глеб Титов", "email": "gleb@desk.test", "password": GOOD, "again": GOOD}
BEGIN = {
    "email": "gleb@desk.test",
    "name": "Глеб",
    "password": GOOD,
    "language": "ru",
    "next_step": "provider",
}


def stranger() -> Client:
    return Client(HTTP_HOST="desk.test", headers={"accept-language": "ru"})


def path() -> str:
    return first_run.address().removeprefix("http://desk.test")


@pytest.fixture
def office(gleb: Person) -> Client:
    """A browser in which the administrator goes through the steps."""
    return _logged_in(gleb)


@pytest.mark.django_db
def test_sec_a_stranger_cannot_open_a_new_desk():
    client = stranger()
    assert client.get("/").headers["Location"] == client.get("/tickets/1/").headers["Location"] == "/start/"
    for address in ("/start/", "/start/key/1xV6X5:E4yvkZwxQXFK6O2P8qm8/", "/start/key/x/"):
        page = client.get(address)
        assert page.status_code == 403
        assert "<input" not in re.sub(r'<input type="hidden"[^>]*>', "", page.content.decode())
    assert client.post("/start/", ME).status_code == 403
    assert client.get("/start/provider/").headers["Location"] == "/start/"
    assert client.post("/start/provider/", {"name": "x"}).status_code == 404
    assert not Person.objects.filter(role=Role.ADMINISTRATOR).exists()


@pytest.mark.django_db
def test_whoever_holds_the_key_becomes_the_administrator_and_is_in():
    client = stranger()
    assert client.get(path()).headers["Location"] == "/start/"
    page = client.post("/start/", ME | {"password": "12345", "again": "12345"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"password"}
    assert set(client.post("/start/", ME | {"again": "другой"}).context["form"].errors) == {"again"}
    assert client.post("/start/", ME).headers["Location"] == "/start/provider/"
    gleb = Person.objects.get(role=Role.ADMINISTRATOR)
    assert (gleb.name, gleb.email, gleb.language) == ("Глеб Титов", "gleb@desk.test", "ru")
    assert client.get("/start/provider/").status_code == 200
    assert stranger().post("/login/", {"login": gleb.email, "password": GOOD}).status_code == 302
    assert (Change.objects.get().what, Change.objects.get().by.role) == ("people", Role.ROBOT)


def test_sec_a_key_is_good_for_a_day_and_cannot_be_made_of_another(monkeypatch):
    key, now = path().split("/")[3], time.time()
    moment, _colon, signature = key.partition(":")
    later = signing.b62_encode(signing.b62_decode(moment) + 60)
    assert first_run.fits(key)
    for wrong in (
        None,
        "",
        "x",
        moment,
        f"{later}:{signature}",
        f"{moment}:{signature[:-1]}",
        f"first:{key}",
    ):
        assert not first_run.fits(wrong), wrong
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + first_run.VALID.total_seconds() - 60)
    assert first_run.fits(key)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + first_run.VALID.total_seconds() + 60)
    assert not first_run.fits(key)


@pytest.mark.django_db
def test_sec_the_door_is_closed_for_ever_once_there_is_an_administrator():
    client, late = stranger(), stranger()
    address = path()
    assert late.get(address).status_code == 302
    client.get(address)
    client.post("/start/", ME)
    assert late.post("/start/", ME | {"email": "thief@desk.test"}).status_code == 404
    assert late.get("/start/").headers["Location"].startswith("/login/")
    assert stranger().get(address).status_code == 404
    assert Person.objects.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db
def test_sec_a_dismissed_administrator_does_not_open_the_door_again(gleb):
    Person.objects.filter(pk=gleb.pk).update(is_active=False)
    with pytest.raises(NotFound):
        begin(**BEGIN)


@pytest.mark.django_db(transaction=True)
def test_sec_of_two_who_begin_at_once_one_is_the_administrator():
    def one(number: int) -> str:
        try:
            begin(**BEGIN | {"email": f"gleb{number}@desk.test"})
        except NotFound:
            return "late"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(one, range(4))) == ["in", "late", "late", "late"]
    provider.ours.forget()


@pytest.mark.django_db
def test_the_name_the_language_and_the_zone_of_the_provider_reach_those_who_have_chosen_nothing(
    office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post("/start/provider/", {"name": "Ромашка", "language": "en", "zone": "Asia/Omsk"})
    assert answer.headers["Location"] == "/start/hours/"
    assert set(WorkCalendar.objects.values_list("zone", flat=True)) == {"Asia/Omsk"}
    assert "Ромашка" in stranger().get("/login/").content.decode()
    assert hire("nina@desk.test", "Нина", Role.AGENT).language == "en"
    assert str(provider.zone_of("")) == "Asia/Omsk"
    assert str(provider.zone_of("Asia/Tokyo")) == "Asia/Tokyo"
    assert {change.what for change in Change.objects.all()} == {"provider", "calendars"}
    provider.ours.forget()


@pytest.mark.django_db
def test_hours_of_ones_own_are_kept_with_the_days_off_of_russia(office):
    own = {"hours": "own", "days": ["mon", "sat"], "begin": "10:00", "end": "19:30", "russia": "on"}
    assert office.post("/start/hours/", own).status_code == 302
    calendar = Priority.objects.get(is_default=True).calendar
    assert calendar.week == {"mon": [["10:00", "19:30"]], "sat": [["10:00", "19:30"]]}
    assert any(day.endswith("-01-01") for day in calendar.holidays)
    shown = office.get("/start/hours/").context["form"]
    assert (shown["hours"].value(), shown["days"].value()) == ("kept", ["mon", "sat"])
    assert office.post("/start/hours/", {"hours": "own"}).status_code == 422
    assert office.post("/start/hours/", {"hours": "always"}).status_code == 302
    assert Priority.objects.get(is_default=True).calendar.is_always


@pytest.mark.django_db
def test_hours_that_no_field_can_hold_and_servers_of_ones_own_stay_as_they_are(office, gleb):
    calendar = Priority.objects.get(is_default=True).calendar
    lunch = {"mon": [["09:00", "13:00"], ["14:00", "18:00"]]}
    WorkCalendar.objects.filter(pk=calendar.pk).update(week=lunch)
    page = office.get("/start/hours/")
    assert page.context["form"]["hours"].value() == "kept"
    assert "Как сейчас: пн 09:00–13:00, 14:00–18:00" in page.content.decode()
    assert office.post("/start/hours/", {"hours": "kept"}).status_code == 302
    assert WorkCalendar.objects.get(pk=calendar.pk).week == lunch
    plain = {
        "address": "help@desk.test",
        "imap_host": "localhost",
        "imap_security": "none",
        "secret": "тайна",
    }
    box, _change = save(MAILBOXES, None, plain, by=gleb)
    form = office.get("/start/mail/").context["form"]
    office.post("/start/mail/", {bound.name: bound.value() or "" for bound in form})
    now = Mailbox.objects.get(pk=box.pk)
    assert (now.imap_security, now.secret) == ("none", box.secret)


@pytest.mark.django_db
def test_a_mailbox_is_kept_checked_and_told_about_on_the_spot(office):
    page = office.post(
        "/start/mail/", {"address": "Help@desk.test", "imap_host": "", "imap_port": 993, "smtp_port": 587}
    )
    assert page.status_code == 200
    assert [step.is_well for step in page.context["checks"]] == [None, False]
    mailbox = Mailbox.objects.get()
    assert (mailbox.address, mailbox.smtp_security) == ("help@desk.test", "starttls")
    assert Provider.objects.get().next_step == "mail"
    assert office.post("/start/mail/", {"without": "yes"}).headers["Location"] == "/start/teams/"


@pytest.mark.django_db
def test_the_servers_of_a_known_provider_are_filled_in(office, monkeypatch):
    monkeypatch.setattr("okno.workspace.wizard.views.checked", lambda _mailbox, *, by: [by])
    office.post("/start/mail/", {"address": "romashka@yandex.ru", "imap_port": 993, "smtp_port": 465})
    mailbox = Mailbox.objects.get()
    assert (mailbox.imap_host, mailbox.smtp_host) == ("imap.yandex.ru", "smtp.yandex.ru")
    assert (mailbox.imap_security, mailbox.smtp_security) == ("tls", "tls")


@pytest.mark.django_db
def test_teams_are_made_renamed_and_put_away_and_letters_come_to_the_first(office, gleb):
    Mailbox.objects.create(address="help@desk.test")
    lines = {"line_1": "Диспетчеры", "line_2": "Инженеры", "line_3": "", "mine": "on"}
    assert office.post("/start/teams/", lines).status_code == 302
    assert [(team.name, team.line) for team in Team.objects.all()] == [("Диспетчеры", 1), ("Инженеры", 2)]
    assert (Mailbox.objects.get().team.name, gleb.teams.get().name) == ("Диспетчеры", "Диспетчеры")
    office.post("/start/teams/", {"line_1": "Первая", "line_2": ""})
    assert list(Team.objects.filter(is_active=True).values_list("name", flat=True)) == ["Первая"]
    assert not gleb.teams.exists()
    Team.objects.create(name="Занято", line=3, is_active=False)
    page = office.post("/start/teams/", {"line_1": "Занято"})
    assert set(page.context["form"].errors) == {"line_1"}


@pytest.mark.django_db
def test_colleagues_are_hired_into_their_teams_and_written_to(office, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:2"
    office.post("/start/teams/", {"line_1": "Первая"})
    sent = {"name_1": "Анна", "email_1": "anna@desk.test", "line_1": "1", "name_2": "Без адреса"}
    page = office.post("/start/people/", sent)
    assert set(page.context["form"].errors) == {"email_2"}
    assert not Person.objects.filter(email="anna@desk.test").exists()
    assert office.post("/start/people/", sent | {"name_2": ""}).headers["Location"] == "/start/ready/"
    assert Person.objects.get(email="anna@desk.test").teams.get().name == "Первая"
    assert [letter.to for letter in mail.outbox] == [["anna@desk.test"]]
    assert not office.get("/start/people/").context["form"].known()[0][1]
    again = office.post("/start/people/", sent | {"name_2": ""})
    assert set(again.context["form"].errors) == {"email_1"}


@pytest.mark.django_db
def test_where_no_letters_leave_a_colleague_gets_a_link_that_opens_once(office):
    page = office.post("/start/people/", {"name_1": "Анна", "email_1": "anna@desk.test"})
    anna = Person.objects.get(email="anna@desk.test")
    address = page.context["form"].known()[0][1].removeprefix("http://desk.test")
    assert address in page.content.decode()
    assert f"/login/first/{anna.pk}/" in office.get(f"/settings/people/{anna.pk}/").content.decode()
    newcomer = stranger()
    assert "anna@desk.test" in newcomer.get(address).content.decode()
    assert newcomer.post(address, {"password1": "12345", "password2": "12345"}).status_code == 422
    assert newcomer.post(address, {"password1": GOOD, "password2": GOOD}).headers["Location"] == "/"
    assert newcomer.get("/queues/mine/").status_code == 200
    for late in (stranger(), newcomer):
        assert late.get(address).status_code == late.post(address, {}).status_code == 404
    assert stranger().post("/login/", {"login": "anna@desk.test", "password": GOOD}).status_code == 302


@pytest.mark.django_db
def test_sec_a_link_for_a_first_password_opens_nothing_to_others(office, gleb):
    office.post("/start/people/", {"name_1": "Анна", "email_1": "anna@desk.test"})
    office.post("/start/people/", {"name_1": "Нина", "email_1": "nina@desk.test"})
    anna, nina = (Person.objects.get(email=f"{name}@desk.test") for name in ("anna", "nina"))
    token = password_address(anna).split("/")[-2]
    for path in (
        f"/login/first/{nina.pk}/{token}/",
        f"/login/first/{gleb.pk}/{token}/",
        f"/login/first/{anna.pk}/x-y/",
    ):
        assert stranger().post(path, {"password1": GOOD, "password2": GOOD}).status_code == 404
    office.post(f"/settings/people/{anna.pk}/retirement/")
    assert stranger().get(f"/login/first/{anna.pk}/{token}/").status_code == 404
    gleb.set_password(GOOD)
    with pytest.raises(NotHere):
        password_address(gleb)


@pytest.mark.django_db
def test_one_goes_on_where_one_was_until_one_has_enough(office, django_capture_on_commit_callbacks):
    assert office.get("/").headers["Location"] == "/queues/mine/"
    with django_capture_on_commit_callbacks(execute=True):
        office.post("/start/teams/", {"without": "yes"})
    assert office.get("/").headers["Location"] == "/start/"
    assert office.get("/start/").headers["Location"] == "/start/people/"
    assert "teams" in office.get("/start/people/").context["back"]
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post("/start/end/").headers["Location"] == "/queues/mine/"
    assert office.get("/").headers["Location"] == "/queues/mine/"


@pytest.mark.django_db
def test_a_colleague_finds_no_first_run(as_boris):
    assert as_boris.get("/start/").status_code == as_boris.get("/start/provider/").status_code == 404
    assert as_boris.post("/start/end/").status_code == 404
