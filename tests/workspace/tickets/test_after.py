import json
import re
from datetime import timedelta

import pytest

from okno.core import clock
from okno.desk.models import Draft, Presence
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(anna):
    """Three tickets in the order of the list of unassigned ones: the most urgent first."""
    now = clock.now()
    return [make.ticket(by=anna, at=now - timedelta(days=days)) for days in (30, 20, 10)]


def answered(client, ticket, then, queue="unassigned"):
    """Answer with this choice of what comes after; returns the answer of the desk."""
    client.cookies["okno_after"] = then
    return client.post(f"/tickets/{ticket.number}/replies/", {"text": "Смотрим.", "queue": queue})


def test_without_a_choice_one_stays(as_boris, three):
    assert answered(as_boris, three[0], "")["Location"] == f"/tickets/{three[0].number}/"
    assert answered(as_boris, three[0], "elsewhere")["Location"] == f"/tickets/{three[0].number}/"


def test_the_next_of_the_list_comes_and_after_the_last_the_first(as_boris, three):
    first, second, third = three
    assert answered(as_boris, third, "next")["Location"] == f"/tickets/{first.number}/?queue=unassigned"
    assert answered(as_boris, second, "next")["Location"] == f"/tickets/{third.number}/?queue=unassigned"


def test_where_nothing_is_left_the_list_comes(as_boris, anna):
    assert answered(as_boris, make.ticket(by=anna), "next")["Location"] == "/queues/unassigned/"


def test_the_list_comes(as_boris, three):
    assert answered(as_boris, three[0], "list", "open")["Location"] == "/queues/open/"


@pytest.mark.parametrize("queue", ["", "nothing", "view-1", "//evil.test/"])
def test_a_list_that_does_not_exist_leads_nowhere(as_boris, three, queue):
    assert answered(as_boris, three[0], "list", queue)["Location"] == f"/tickets/{three[0].number}/"


def test_undo_is_within_reach_on_the_page_that_comes(as_boris, boris, three):
    page = as_boris.get(answered(as_boris, three[0], "next")["Location"]).content.decode()
    undo = re.search(r'class="toast.*?hx-post="(/messages/\d+/undoing/)"', page, re.DOTALL).group(1)
    assert as_boris.post(undo)["Location"] == f"/tickets/{three[0].number}/"
    assert Draft.objects.get(person=boris).text == "Смотрим."


def test_the_choice_is_marked_in_the_menu(as_boris, three):
    as_boris.cookies["okno_after"] = "next"
    page = as_boris.get(f"/tickets/{three[0].number}/").content.decode()
    assert 'data-after="next" aria-checked="true"' in page
    assert 'data-after="stay" aria-checked="false"' in page


def test_a_page_that_fetches_stays_and_is_told_where_to_go_on(as_boris, three):
    as_boris.cookies["okno_after"] = "next"
    asked = {"text": "Смотрим.", "queue": "unassigned"}
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/tickets/{three[0].number}/"}
    answer = as_boris.post(f"/tickets/{three[0].number}/replies/", asked, headers=here)
    assert json.loads(answer["HX-Trigger"]) == {
        "desk:lead": {"to": f"/tickets/{three[1].number}/?queue=unassigned"}
    }
    assert answer["HX-Reswap"] == "none"
    assert "/undoing/" in answer.content.decode()  # the toast comes at once


def test_a_region_that_refetches_itself_takes_no_word_from_the_page_that_is_being_opened(as_boris, three):
    answered(as_boris, three[0], "next")
    as_boris.get("/queues/?here=unassigned", headers={"HX-Request": "true", "Desk-Refetch": "yes"})
    assert "/undoing/" in as_boris.get("/queues/unassigned/").content.decode()


def test_a_ticket_that_is_brought_ahead_takes_no_word_from_the_page_before_it(as_boris, boris, three):
    as_boris.get(answered(as_boris, three[0], "next")["Location"], headers={"Desk-Ahead": "yes"})
    assert "/undoing/" in as_boris.get("/queues/unassigned/").content.decode()
    assert not Presence.objects.exists()  # nor does anybody look at it yet
