"""Who may come in: every address of the workspace against everybody (SEC-11, SEC-14)."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from okno.desk.actions.assign import assign
from okno.desk.actions.note import note
from okno.workspace import urls
from tests import make

# One leads everybody to the own beginning; the address of a picture is itself the right to see it; a browser fetches the
# worker of its notifications before anybody has come in, and it says nothing of the desk.
FREE = {"home", "picture", "service_worker", "feed_calendar"}  # a calendar program knows no login
CANARY = "канарейка-в-клетке"
# The rooms themselves; settings and search bring addresses of their own, which the generated matrix walks.
OWN = {
    pattern.name: pattern
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and pattern.name not in FREE
}
NAMES = list(OWN)
ABOUT_TICKETS = [
    name for name, pattern in OWN.items() if str(pattern.pattern).startswith(("tickets/", "messages/"))
]


def everything(patterns):
    """Return all addresses, those of included lists too."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from everything(pattern.url_patterns)


def address(name, *, ticket, person):
    """Return the address of a view, its places filled with things that exist."""
    pattern = OWN[name]
    route = str(pattern.pattern)
    about_message = route.startswith("messages/")
    known = {
        "number": ticket.number,
        "clock": ticket.clocks.earliest("pk").pk,
        "pk": ticket.messages.first().pk if about_message else person.pk,
        "kind": "reply",
        "slug": "open",
        "figure": "in_hand",
        "other": ticket.number,
        "ending": "csv",
    }
    return reverse(f"workspace:{name}", kwargs={key: known[key] for key in pattern.pattern.converters})


def test_every_address_is_behind_the_door():
    assert len(NAMES) > 45
    for pattern in everything(urls.urlpatterns):
        if pattern.name not in FREE:
            assert hasattr(pattern.callback, "__wrapped__"), pattern.name


def test_sec_11_a_customer_finds_no_room_of_the_workspace(as_anna, anna):
    ticket = make.ticket(by=anna)
    for name in NAMES:
        url = address(name, ticket=ticket, person=anna)
        for ask in (as_anna.get, as_anna.post, as_anna.put):
            assert ask(url).status_code in {404, 405}, url


def test_sec_11_a_stranger_is_led_to_the_login_and_changes_nothing(anna, boris):
    ticket = make.ticket(by=anna)
    stranger = Client(HTTP_HOST="desk.test")
    for name in NAMES:
        url = address(name, ticket=ticket, person=anna)
        answer = stranger.get(url)
        to_login = answer.status_code == 302 and answer["Location"].startswith("/login/")
        assert to_login or answer.status_code == 405, url
        assert stranger.post(url).status_code in {404, 405}, url


def test_sec_14_the_ticket_of_a_closed_team_does_not_exist_for_others(as_boris, anna):
    ticket = make.ticket(by=anna, team=make.team(is_closed=True), subject=CANARY, text=CANARY)
    for name in ABOUT_TICKETS:
        url = address(name, ticket=ticket, person=anna)
        for ask in (as_boris.get, as_boris.post, as_boris.put):
            answer = ask(url)
            assert answer.status_code in {404, 405}, url
            assert CANARY not in answer.content.decode(), url


def test_sec_14_no_list_and_no_counter_tells_of_the_ticket_of_a_closed_team(as_boris, boris, anna):
    team = make.team(is_closed=True)
    ticket = make.ticket(by=anna, team=team, subject=CANARY, text=CANARY)
    other = make.ticket(by=anna, subject="Обычное")
    rooms = ("queues/open/", "queues/unassigned/", f"people/{anna.pk}/", f"tickets/{other.number}/around/")
    for room in rooms:
        assert CANARY not in as_boris.get(f"/{room}").content.decode(), room
    assert not as_boris.get(f"/search/?q={CANARY}").context["rows"]
    assert as_boris.get(f"/search/?q={ticket.number}").status_code == 200


def test_a_member_of_the_closed_team_works_as_usual(as_boris, boris, anna):
    team = make.team(is_closed=True)
    team.memberships.create(person=boris)
    ticket = make.ticket(by=anna, team=team, subject=CANARY)
    assert CANARY in as_boris.get("/queues/open/").content.decode()
    assert as_boris.get(f"/tickets/{ticket.number}/").status_code == 200


def test_everybody_is_led_to_the_own_beginning(as_boris, as_anna, settings):
    assert as_boris.get("/")["Location"] == "/queues/mine/"
    assert as_anna.get("/")["Location"] == "/my/"
    assert Client(HTTP_HOST="desk.test").get("/")["Location"] == "/help/", (
        "whoever has a problem finds the field"
    )
    settings.PORTAL_HOST = (
        "help.desk.test"  # customers have an address of their own: who comes here works here
    )
    assert Client(HTTP_HOST="desk.test").get("/")["Location"].startswith("/login/")


def test_sec_02_every_page_carries_the_policy(as_boris, anna):
    ticket = make.ticket(by=anna)
    for name in set(NAMES) - {"letter", "raw", "attachment"}:
        policy = as_boris.get(address(name, ticket=ticket, person=anna))["Content-Security-Policy"]
        for wanted in ("script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert wanted in policy, name
        assert "unsafe" not in policy, name


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "\u202eevil"]
)
def test_sec_06_names_and_subjects_of_strangers_stay_text(as_boris, boris, hostile):
    stranger = make.person(hostile)
    ticket = make.ticket(by=stranger, subject=hostile, text=hostile)
    note(ticket, hostile, by=boris)
    assign(ticket, owner=boris, by=boris)
    for url in (
        f"/tickets/{ticket.number}/",
        f"/tickets/{ticket.number}/history/",
        "/queues/open/",
        f"/people/{stranger.pk}/",
    ):
        page = as_boris.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">14<" not in page


def test_a_wrong_method_is_told_so(as_boris, anna):
    ticket = make.ticket(by=anna)
    assert as_boris.get(f"/tickets/{ticket.number}/closure/").status_code == 405
    assert as_boris.delete(f"/tickets/{ticket.number}/").status_code == 405


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "9223372036854775808"])
def test_any_number_in_an_address_is_answered_calmly(as_boris, number):
    for room in ("tickets/{}/", "messages/{}/letter/", "attachments/{}/", "people/{}/", "quarantine/{}/"):
        assert as_boris.get("/" + room.format(number)).status_code == 404, room


def test_the_addresses_of_the_room_resolve():
    assert get_resolver().resolve("/tickets/1/").view_name == "workspace:ticket"
