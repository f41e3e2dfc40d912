"""The bell as a page: lines, pages, reading, the counter that rides with the queues."""

import json
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.core.live import CHANNEL
from okno.desk.actions.assign import assign, take
from okno.desk.actions.merge import merge
from okno.desk.actions.note import note
from okno.notify.actions.tell import tell
from okno.notify.models import Digest, News, Wishes
from okno.workspace.bell import views
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(anna, boris, vera):
    """Vera calls Boris in so many tickets."""

    def called(count=1):
        tickets = []
        for _ in range(count):
            tickets.append(make.ticket(by=anna))
            call(tickets[-1], "@Борис, посмотри", boris, vera)
        return tickets

    return called


def call(ticket, text, boris, vera):
    """Let Vera call Boris, and the reaction run."""
    message = note(ticket, text, by=vera, mentions=[boris])
    tell(message.facts.select_related("ticket", "by", "message").get())


def lines(client, url="/notifications/"):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.context["lines"]


def test_one_line_a_ticket_with_the_latest_first(as_boris, called, boris, vera):
    first, second = called(2)
    call(first, "@Борис, ещё раз", boris, vera)
    shown = lines(as_boris)
    assert [(row.matter.ticket.number, row.unread, row.told.words) for row in shown] == [
        (first.number, 2, "@Борис, ещё раз"),
        (second.number, 1, "@Борис, посмотри"),
    ]


def test_an_empty_bell_says_what_will_be_here(as_boris):
    assert 'class="empty"' in as_boris.get("/notifications/").content.decode()


def test_pages_show_every_ticket_once(as_boris, called, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 3)
    made = {ticket.number for ticket in called(5)}
    first = as_boris.get("/notifications/")
    seen = [row.matter.ticket.number for row in first.context["lines"]]
    assert len(seen) == 3
    seen += [row.matter.ticket.number for row in lines(as_boris, first.context["more"])]
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == made


def test_the_counter_rides_with_the_queues_and_costs_no_statement(as_boris, called):
    as_boris.get("/queues/open/")
    with CaptureQueriesContext(connection) as before:
        assert as_boris.get("/queues/open/").context["news"] == []
    ticket, other = called(2)
    as_boris.get("/queues/open/")
    with CaptureQueriesContext(connection) as after:
        assert set(as_boris.get("/queues/open/").context["news"]) == {str(ticket.number), str(other.number)}
    assert len(after) <= len(before)


def test_many_lines_ask_no_more_than_few(as_boris, called):
    called(2)
    as_boris.get("/notifications/")
    with CaptureQueriesContext(connection) as few:
        lines(as_boris)
    called(6)
    with CaptureQueriesContext(connection) as many:
        lines(as_boris)
    assert len(many) == len(few) <= 8


def test_reading_one_ticket_leaves_the_others_and_reading_all_leaves_none(as_boris, called):
    ticket, other, _third = called(3)
    assert as_boris.post("/notifications/reading/", {"number": ticket.number}).status_code == 204
    assert as_boris.get("/queues/").context["news"].count(str(ticket.number)) == 0
    assert str(other.number) in as_boris.get("/queues/").context["news"]
    assert as_boris.post("/notifications/reading/").status_code == 302
    assert as_boris.get("/queues/").context["news"] == []
    assert all(row.unread == 0 for row in lines(as_boris))


def test_looking_at_a_page_reads_nothing(as_boris, called):
    (ticket,) = called()
    as_boris.get(f"/tickets/{ticket.number}/")
    as_boris.get("/notifications/")
    assert News.objects.get().read_at is None


def test_opening_the_ticket_into_which_another_was_poured_reads_both(as_boris, called, vera, anna):
    (ticket,) = called()
    other = make.ticket(by=anna)
    merge(ticket, other, by=vera)
    as_boris.post("/notifications/reading/", {"number": other.number})
    assert News.objects.get(ticket=ticket).read_at is not None


def test_sec_14_what_went_into_a_closed_team_leaves_the_bell(as_boris, called, vera):
    (ticket,) = called()
    take(ticket, by=vera)
    assign(ticket, by=vera, team=make.team("Кадры", is_closed=True), owner=vera)
    assert lines(as_boris) == []
    assert as_boris.get("/queues/").context["news"] == []


@pytest.mark.django_db(transaction=True)
def test_the_bell_of_one_person_rings_in_the_windows_of_that_person_alone(anna, boris, vera, gleb, run_jobs):
    import psycopg

    from okno.desk.access import hears, shown

    ticket = make.ticket(by=anna)
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "options"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        note(ticket, "@Борис", by=vera, mentions=[boris])
        run_jobs(only="react")
        heard = [json.loads(one.payload) for one in listener.notifies(timeout=3, stop_after=2)]
    (bell,) = [one for one in heard if "bell" in one]
    assert shown(bell) == {"bell": True}
    assert hears(boris)(bell)
    assert not hears(vera)(bell)
    assert not hears(gleb)(bell)
    assert not hears(anna)(bell)


def test_the_matrix_is_kept_as_it_was_ticked_and_the_usual_is_not_written_down(as_boris, boris):
    page = as_boris.get("/me/notifications/").context["form"]
    ticked = {name: "on" for name, field in page.fields.items() if "." in name and field.initial}
    del ticked["assigned.mail"]
    wishes = {"quiet_begins": "20:00", "quiet_ends": "08:00", "quiet_days": ["6", "7"], "digest": "daily"}
    answer = as_boris.post("/me/notifications/", ticked | wishes | {"digest_hour": "10"})
    assert answer.status_code == 302
    kept = Wishes.objects.get(person=boris)
    assert kept.matrix == {"assigned": ["bell", "messenger", "push"]}  # what is not shown stays usual
    assert (kept.quiet_begins, kept.quiet_ends, kept.quiet_days) == (time(20), time(8), [6, 7])
    assert (kept.digest, kept.digest_hour) == (Digest.DAILY, 10)
    assert kept.digest_at is not None
    form = as_boris.get("/me/notifications/").context["form"]
    assert not form.fields["assigned.mail"].initial
    assert form.fields["assigned.push"].initial


def test_wishes_that_cannot_be_kept_are_said_beside_the_field_and_nothing_changes(as_boris):
    for wrong in (
        {"quiet_begins": "20:00"},
        {"quiet_begins": "20:00", "quiet_ends": "20:00"},
        {"quiet_days": list("1234567")},
        {"digest": "hourly"},
        {"digest_hour": "24"},
        {"quiet_days": ["8"]},
    ):
        answer = as_boris.post("/me/notifications/", {"digest": "never", "digest_hour": "9"} | wrong)
        assert answer.status_code == 422, wrong
        assert "field__error" in answer.content.decode(), wrong
    assert not Wishes.objects.exists()


def test_the_worker_is_served_at_the_root_and_holds_no_word_of_anybody(client):
    answer = client.get("/service.js", HTTP_HOST="desk.test")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "importScripts" in answer.content.decode()
