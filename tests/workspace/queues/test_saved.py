import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.close import close
from okno.desk.models import SavedView, Ticket
from okno.people.models import Role
from okno.setup.actions.undo import undo
from okno.setup.file import export
from okno.setup.models import Change
from tests import make

pytestmark = pytest.mark.django_db


def kept(client, name="Печать", query="принтер", **more):
    """Keep a view by its form; returns it."""
    answer = client.post(
        "/queues/views/", {"name": name, "query": query, "icon": "star", "order": "due", **more}
    )
    assert answer.status_code == 302, answer.content.decode()
    return SavedView.objects.get(pk=int(re.search(r"view-(\d+)/$", answer["Location"]).group(1)))


def counts(client):
    """Return the counters of the views by name."""
    return {told.queue.name: told.words for told in client.get("/queues/").context["views"]}


def numbers(client, view):
    """Return the tickets of a view."""
    return {row.number for row in client.get(f"/queues/{view.slug}/").context["rows"]}


def logged_in(person):
    """Return a browser of this person."""
    client = Client(HTTP_HOST="desk.test")
    client.force_login(person, backend="okno.login.backends.ByMailAddress")
    return client


def test_a_kept_search_is_a_queue_with_a_counter(as_boris, boris, anna):
    mine, over, nobodys = (make.ticket(by=anna, subject=f"Сканер {n}") for n in range(3))
    take(mine, by=boris)
    close(over, by=boris)
    view = kept(as_boris, "Ничьи", "статус:открыт кому:никто")
    own = kept(as_boris, "Мои открытые", "статус:открыт кому:я")
    assert numbers(as_boris, view) == {nobodys.number}
    assert numbers(as_boris, own) == {mine.number}
    assert counts(as_boris) == {"Ничьи": "1", "Мои открытые": "1"}
    page = as_boris.get(f"/queues/{view.slug}/").content.decode()
    assert f'href="/queues/{view.slug}/" aria-current="page"' in page
    assert f"/tickets/{nobodys.number}/?queue={view.slug}" in page
    ticket = as_boris.get(f"/tickets/{nobodys.number}/?queue={view.slug}").content.decode()
    assert f'hx-get="/queues/{view.slug}/"' in ticket


@pytest.mark.parametrize(
    ("order", "expected"), [("newest", "cba"), ("oldest", "abc"), ("changed", "acb"), ("due", "bac")]
)
def test_a_view_has_an_order_of_its_own_from_page_to_page(as_boris, anna, monkeypatch, order, expected):
    monkeypatch.setattr("okno.workspace.queues.views.PAGE", 1)
    now = clock.now()
    moments = {"a": (1, 9, 5), "b": (2, 6, 4), "c": (3, 8, 7)}  # created, changed, due
    for name, (created, changed, due) in moments.items():
        ticket = make.ticket(by=anna, subject=name)
        hours = {"created_at": created, "changed_at": changed, "next_due_at": due}
        Ticket.objects.filter(pk=ticket.pk).update(
            **{column: now + timedelta(hours=hour) for column, hour in hours.items()}
        )
    address, found = f"/queues/{kept(as_boris, query='статус:открыт', order=order).slug}/", ""
    while address:
        page = as_boris.get(address).context
        found += "".join(row.subject for row in page["rows"])
        address = page.get("more")
    assert found == expected


def test_a_view_is_opened_as_a_search_whose_address_is_for_everybody(as_boris, anna):
    make.ticket(by=anna)
    view = kept(as_boris, query="статус:открыт -вид:идея")
    page = as_boris.get(f"/queues/{view.slug}/").content.decode()
    address = re.search(r'href="(/search/\?q=[^"]+)"', page).group(1)
    assert len(as_boris.get(address).context["rows"]) == 1


def test_the_counters_of_all_views_are_one_statement_more(as_boris, anna):
    def asked():
        as_boris.get("/queues/")  # names are looked up once a minute
        with CaptureQueriesContext(connection) as statements:
            as_boris.get("/queues/")
        return len(statements)

    kept(as_boris, "Первый", "статус:открыт")
    one = asked()
    for n in range(5):
        kept(as_boris, f"Вид {n}", f"кому:никто тег:{n}")
    assert asked() == one


def test_sec_14_a_view_shows_nobody_more_than_he_may_see(as_boris, boris, anna):
    hidden = make.ticket(by=anna, subject="Оклад", team=make.team(is_closed=True))
    view = kept(as_boris, "Все", "статус:открыт")
    assert hidden.number not in numbers(as_boris, view)
    assert counts(as_boris) == {"Все": ""}


def test_a_lead_shares_a_view_with_the_team_and_only_leads_change_it(as_boris, boris, anna):
    team = make.team()
    lead = make.agent("Лидия Ветрова", role=Role.LEAD, teams=(team,))
    team.memberships.create(person=boris)
    view = kept(logged_in(lead), "Общий", "статус:открыт", team=team.pk)
    assert "Общий" in counts(as_boris)
    assert as_boris.get(f"/queues/{view.slug}/").status_code == 200
    assert as_boris.post(f"/queues/views/{view.pk}/removal/").status_code == 403
    assert as_boris.get(f"/queues/views/{view.pk}/").status_code == 403
    stranger = logged_in(make.agent("Иной"))
    assert stranger.get(f"/queues/{view.slug}/").status_code == 404
    assert stranger.post(f"/queues/views/{view.pk}/removal/").status_code == 404


def test_a_view_of_a_team_has_a_history_and_rests_in_the_archive(as_boris, boris, gleb):
    team = make.team()
    lead = make.agent("Лидия Ветрова", role=Role.LEAD, teams=(team,))
    team.memberships.create(person=boris)
    browser = logged_in(lead)
    view = kept(browser, "Общий", "статус:открыт", team=team.pk, columns=["number", "due"])
    form = {"name": "Общий", "query": "принтер", "icon": "star", "order": "due", "team": team.pk}
    assert browser.post(f"/queues/views/{view.pk}/", form).status_code == 302
    again = {"name": "Общий", "query": "сканер", "icon": "star", "order": "due", "team": team.pk}
    assert browser.post("/queues/views/", again).status_code == 422, "a team has one of a name"
    browser.post(f"/queues/views/{view.pk}/removal/")
    assert "Общий" not in counts(as_boris)
    changes = list(Change.objects.filter(what="views").order_by("pk"))
    assert [sorted(one.after) for one in changes[1:]] == [["columns", "query"], ["is_active"]]
    assert {one.by for one in changes} == {lead}
    for change in reversed(changes[1:]):
        undo(change, by=gleb)
    view.refresh_from_db()
    assert (view.query, view.columns) == ("статус:открыт", ["subject", "number", "due"])
    assert "Общий" in counts(as_boris)
    assert logged_in(gleb).get(f"/settings/views/{view.pk}/").status_code == 200


def test_sec_14_a_view_of_ones_own_is_no_setting(as_boris, boris, gleb):
    own = kept(as_boris, "Личный")
    assert not Change.objects.filter(what="views").exists()
    assert "Личный" not in export()
    assert logged_in(gleb).get(f"/settings/views/{own.pk}/").status_code == 404


def test_an_agent_shares_with_nobody(as_boris, boris):
    team = make.team()
    team.memberships.create(person=boris)
    assert kept(as_boris, team=team.pk).team is None


def test_views_change_places_are_changed_and_removed(as_boris):
    first, second = kept(as_boris, "Первый"), kept(as_boris, "Второй")
    as_boris.post(f"/queues/views/{second.pk}/place/", {"step": "up"})
    as_boris.post(f"/queues/views/{second.pk}/place/", {"step": "up"})
    assert list(counts(as_boris)) == ["Второй", "Первый"]
    as_boris.post(
        f"/queues/views/{first.pk}/", {"name": "Новый", "query": "сканер", "icon": "flag", "order": "due"}
    )
    assert list(counts(as_boris)) == ["Второй", "Новый"]
    as_boris.post(f"/queues/views/{second.pk}/removal/")
    assert list(counts(as_boris)) == ["Новый"]


@pytest.mark.parametrize("query", ["", "   ", "-", "статус:"])
def test_a_search_for_nothing_is_not_kept(as_boris, query):
    assert (
        as_boris.post("/queues/views/", {"name": "Пусто", "query": query, "icon": "star"}).status_code == 422
    )
    assert not SavedView.objects.exists()


def test_twenty_views_are_the_most(as_boris):
    for n in range(20):
        kept(as_boris, f"Вид {n}")
    answer = as_boris.post("/queues/views/", {"name": "Лишний", "query": "сканер", "icon": "star"})
    assert answer.status_code == 422


@pytest.mark.parametrize("slug", ["view-0", "view-x", "view-", "view-99999999999999999999", "view--1"])
def test_a_view_that_does_not_exist_is_not_found(as_boris, slug):
    assert as_boris.get(f"/queues/{slug}/").status_code == 404
