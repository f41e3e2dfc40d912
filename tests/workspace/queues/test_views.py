import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.resolve import resolve
from okno.desk.actions.wait import wait
from okno.workspace.queues.views import PAGE
from tests import make


def numbers(client, url):
    """Return the tickets of a list in their order."""
    answer = client.get(url)
    assert answer.status_code == 200
    return [row.number for row in answer.context["rows"]]


def test_each_queue_holds_its_tickets(as_boris, boris, anna):
    team = make.team()
    team.memberships.create(person=boris)
    mine, nobodys, waiting, solved = (make.ticket(by=anna) for _ in range(4))
    teams = make.ticket(by=anna, team=team)
    take(mine, by=boris)
    take(waiting, by=boris)
    wait(waiting, "customer", by=boris)
    resolve(solved, by=boris)
    assert set(numbers(as_boris, "/queues/mine/")) == {mine.number, waiting.number}
    assert set(numbers(as_boris, "/queues/unassigned/")) == {nobodys.number, teams.number}
    assert numbers(as_boris, "/queues/team/") == [teams.number]
    assert numbers(as_boris, "/queues/waiting/") == [waiting.number]
    assert numbers(as_boris, "/queues/resolved/") == [solved.number]
    assert len(numbers(as_boris, "/queues/open/")) == 4
    assert numbers(as_boris, "/queues/closed/") == []


def test_the_nearest_promise_stands_first(as_boris, anna):
    noons = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (16, 18, 17)]  # of one working week
    late, fresh, older = (make.ticket(by=anna, at=noon) for noon in noons)
    assert numbers(as_boris, "/queues/unassigned/") == [late.number, older.number, fresh.number]


@pytest.mark.parametrize("slug", ["unassigned", "open"])
def test_pages_of_fifty_show_every_ticket_once(as_boris, anna, slug):
    made = {make.ticket(by=anna).number for _ in range(PAGE + 3)}
    first = as_boris.get(f"/queues/{slug}/")
    seen = [row.number for row in first.context["rows"]]
    assert len(seen) == PAGE
    second = as_boris.get(first.context["more"])
    seen += [row.number for row in second.context["rows"]]
    assert "more" not in second.context
    assert len(seen) == len(set(seen)) == PAGE + 3
    assert set(seen) == made


@pytest.mark.parametrize("place", ["x", "eyJhIjoxfQ:1:2", "%00", "'; drop table"])
def test_a_broken_address_of_a_page_is_refused_in_words(as_boris, place):
    answer = as_boris.get("/queues/open/", {"after": place})
    assert answer.status_code == 422
    assert "Traceback" not in answer.content.decode()


def test_a_queue_that_does_not_exist_is_not_found(as_boris):
    assert as_boris.get("/queues/nothing/").status_code == 404


def test_an_empty_queue_says_what_to_do(as_boris):
    page = as_boris.get("/queues/mine/").content.decode()
    assert "/queues/unassigned/" in page
    assert 'class="empty"' in page


@pytest.mark.parametrize("path", ["/queues/unassigned/", "/search/?q=status:open", "/notifications/"])
def test_a_list_that_fetches_itself_asks_for_no_counters(as_boris, anna, path):
    make.ticket(by=anna)
    headers = {"HX-Request": "true", "HX-Target": "section#list"}
    with CaptureQueriesContext(connection) as asked:
        drawn = as_boris.get(path, headers=headers).content.decode()
    assert '<section id="list"' in drawn
    assert not [one["sql"] for one in asked if "bounded" in one["sql"]], "the statement of all counters"


def test_counters_are_bounded_and_tell_of_missed_promises(as_boris, boris, anna):
    late = make.ticket(by=anna, at=clock.now() - timedelta(days=9))
    take(late, by=boris)
    queues = {told.queue.slug: told for told in as_boris.get("/queues/").context["queues"]}
    assert queues["mine"].words == "1"
    assert queues["mine"].is_late
    assert queues["unassigned"].words == ""
    assert not queues["unassigned"].is_late


def test_a_counter_counts_no_further_than_a_hundred(as_boris, anna):
    for _ in range(101):
        make.ticket(by=anna)
    queues = {told.queue.slug: told for told in as_boris.get("/queues/").context["queues"]}
    assert queues["open"].words == "99+"


def test_a_list_of_fifty_asks_little(as_boris, boris, anna):
    for number in range(PAGE + 1):
        ticket = make.ticket(by=make.person(organisation=make.organisation()) if number % 5 == 0 else anna)
        if number % 2:
            take(ticket, by=boris)
    as_boris.get("/queues/open/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = as_boris.get("/queues/open/")
    assert len(answer.context["rows"]) == PAGE
    assert len(asked) <= 8


def test_the_state_of_the_wait_shows_a_standing_clock(as_boris, boris, anna):
    ticket = make.ticket(by=anna)
    take(ticket, by=boris)
    wait(ticket, "third_party", by=boris)
    assert f'id="row-{ticket.number}"' in as_boris.get("/queues/waiting/").content.decode()


def test_a_fetch_of_the_main_part_alone_does_not_count_the_queues(as_boris, anna):
    ticket = make.ticket(by=anna)
    with CaptureQueriesContext(connection) as whole:
        as_boris.get(f"/tickets/{ticket.number}/")
    with CaptureQueriesContext(connection) as part:
        answer = as_boris.get(
            f"/tickets/{ticket.number}/", headers={"HX-Request": "true", "HX-Target": "main#main"}
        )
    assert 'id="main"' in answer.content.decode()
    assert len(part) < len(whole)


@pytest.mark.parametrize("url", ["/queues/waiting/", "/people/"])
def test_the_left_side_still_marks_the_room_after_it_was_fetched_anew(as_boris, url):
    page = as_boris.get(url).content.decode()
    fetch = re.search(r'id="queues"[^>]* hx-get="([^"]+)"', page).group(1)
    again = as_boris.get(fetch).content.decode()
    for drawn in (page, again):
        assert re.findall(r'href="([^"]+)" aria-current="page"', drawn) == [url]
    assert fetch in again


def test_the_left_side_marks_nothing_for_a_room_that_is_none(as_boris):
    page = as_boris.get("/queues/", {"here": '"><img src=x>'}).content.decode()
    assert 'aria-current="page"' not in page
    assert "<img src=x" not in page
