from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.core import clock
from okno.desk import access
from okno.desk.actions.be_present import be_present, forget_the_gone, leave
from okno.desk.models import Presence
from okno.desk.models.presence import STAYS
from tests import make


@pytest.fixture
def ticket(anna):
    return make.ticket(by=anna)


def here(ticket):
    return f"/tickets/{ticket.number}/presence/"


def nudges(act):
    """Return how often the browsers were told."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum("pg_notify" in query["sql"] for query in asked.captured_queries)


def test_colleagues_see_who_looks_and_who_writes_but_not_themselves(as_boris, boris, vera, ticket):
    be_present(ticket, by=boris)
    be_present(ticket, by=vera, writes="reply")
    page = as_boris.get(here(ticket)).content.decode()
    assert "present--writes" in page
    assert vera.name in page
    assert boris.name not in page


def test_a_browser_says_that_it_is_there_what_it_writes_and_that_it_goes(as_boris, boris, vera, ticket):
    assert as_boris.post(here(ticket), {"writes": "note"}).status_code == 204
    assert [row.writes for row in access.others_at(vera, ticket)] == ["note"]
    assert as_boris.post(here(ticket), {"leaves": "1"}).status_code == 204
    assert not access.others_at(vera, ticket)


def test_whoever_says_nothing_for_a_while_is_gone(boris, vera, ticket):
    be_present(ticket, by=boris)
    Presence.objects.update(seen_at=clock.now() - STAYS - timedelta(seconds=1))
    assert not access.others_at(vera, ticket)


def test_browsers_are_told_of_news_alone(boris, ticket):
    assert nudges(lambda: be_present(ticket, by=boris)) == 1
    assert nudges(lambda: be_present(ticket, by=boris)) == 0
    assert nudges(lambda: be_present(ticket, by=boris, writes="reply")) == 1
    assert nudges(lambda: be_present(ticket, by=boris, writes="reply")) == 0
    assert nudges(lambda: leave(ticket, by=boris)) == 1
    assert nudges(lambda: leave(ticket, by=boris)) == 0


def test_looking_is_no_fact_and_changes_no_ticket(boris, ticket):
    facts, version = ticket.facts.count(), ticket.version
    be_present(ticket, by=boris, writes="reply")
    ticket.refresh_from_db()
    assert (ticket.facts.count(), ticket.version) == (facts, version)


@pytest.mark.parametrize("writes", ["<script>", "x" * 5000, "reply\x00"])
def test_a_strange_word_is_no_writing(as_boris, vera, ticket, writes):
    assert as_boris.post(here(ticket), {"writes": writes}).status_code == 204
    assert [row.writes for row in access.others_at(vera, ticket)] == [""]


def test_rows_of_those_long_gone_are_deleted(boris, vera, ticket):
    be_present(ticket, by=boris)
    Presence.objects.update(seen_at=clock.now() - STAYS * 11)
    be_present(ticket, by=vera)
    forget_the_gone()
    assert [row.person for row in Presence.objects.all()] == [vera]


def put(client, ticket, text, version):
    return client.put(
        f"/tickets/{ticket.number}/drafts/reply/",
        text,
        content_type="text/plain",
        headers={"Draft-Version": version},
    )


def test_rel_32_two_windows_lose_neither_text(as_boris, boris, ticket):
    first = put(as_boris, ticket, "Добрый день", "0")["Draft-Version"]
    put(as_boris, ticket, "Добрый день! Выезжаю", first)
    put(as_boris, ticket, "Совсем другое", first)
    [draft] = access.drafts_for(boris, ticket)
    assert (draft.text, draft.other_text) == ("Совсем другое", "Добрый день! Выезжаю")


def test_writing_on_after_a_lost_answer_is_no_other_text(as_boris, boris, ticket):
    put(as_boris, ticket, "Добрый день", "0")
    put(as_boris, ticket, "Добрый день! Выезжаю", "0")
    [draft] = access.drafts_for(boris, ticket)
    assert draft.other_text == ""
