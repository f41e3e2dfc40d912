"""Agreements with teams on their page: added, changed, kept in history, carried by the file."""

import json

import pytest

from okno.contracts.models import Agreement
from okno.core.refusals import Refusal
from okno.people.models import Person
from okno.setup.actions.save import save
from okno.setup.file import export
from okno.setup.models import Change
from okno.setup.setups import AGREEMENTS, CALENDARS, TEAMS
from okno.setup.shape import Unfit
from okno.sla.models import WorkCalendar
from tests import make

pytestmark = pytest.mark.django_db


def plain(**fields: object) -> dict:
    return {"name": "OLA", "team": "Сеть", "calendar": "Круглосуточно", "minutes": {"critical": 30}, **fields}


def test_an_administrator_agrees_with_a_partner_on_the_page(gleb: Person, client) -> None:
    client.force_login(gleb, backend="okno.login.backends.ByMailAddress")
    team, partner = make.team("Сеть", line=3), make.organisation("ООО «Связьмонтаж»")
    save(TEAMS, team, {"partner": partner.name}, by=gleb)
    page = client.get("/settings/agreements/new/", headers={"host": "desk.test"}).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    always = WorkCalendar.objects.get(is_always=True)
    asked = {
        "seen": seen,
        "name": "Договор 12",
        "team": team.pk,
        "calendar": always.pk,
        "minutes-critical": "30",
    }
    assert client.post("/settings/agreements/new/", asked, headers={"host": "desk.test"}).status_code == 302
    deal = Agreement.objects.get()
    assert (deal.team, deal.minutes) == (team, {"critical": 30})
    shown = client.get("/settings/agreements/", headers={"host": "desk.test"}).content.decode()
    assert "Критический 30" in shown
    assert Change.objects.filter(what="agreements").exists()
    assert json.loads(export())["settings"]["agreements"] == [plain(name="Договор 12") | {"is_active": True}]


def test_what_cannot_be_is_refused_in_words(gleb: Person) -> None:
    make.team("Сеть")
    make.team("Связь")
    made, _change = save(AGREEMENTS, None, plain(), by=gleb)
    wrong = (
        plain(name="Второе"),
        plain(team="Связь"),
        plain(name="Третье", team="Связь", minutes={"critical": 0}),
        plain(name="Третье", team="Связь", minutes={"critical": True}),
        plain(name="Третье", team="Связь", minutes={"nowhere": 5}),
    )
    for one in wrong:
        with pytest.raises(Unfit):
            save(AGREEMENTS, None, one, by=gleb)
    with pytest.raises(Refusal):
        save(AGREEMENTS, made, {"team": "Связь"}, by=gleb)
    with pytest.raises(Refusal):
        save(CALENDARS, made.calendar, {"is_active": False}, by=gleb)
