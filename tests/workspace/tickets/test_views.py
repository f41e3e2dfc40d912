from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.desk.actions.assign import take
from okno.desk.actions.link import link
from okno.desk.actions.merge import merge
from okno.desk.actions.note import note
from okno.desk.actions.participate import add_participant
from okno.desk.actions.reply import reply
from okno.desk.actions.save_draft import save_draft
from okno.desk.actions.split import split
from okno.workspace.tickets.timeline import MESSAGES, conversation
from tests import make


@pytest.fixture
def ticket(anna):
    return make.ticket(by=anna, subject="Принтер гудит", text="Гудит и не печатает")


def page(client, ticket, query=""):
    answer = client.get(f"/tickets/{ticket.number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_ticket_shows_who_said_what_and_when(as_boris, boris, ticket):
    note(ticket, "Проверь тонер", by=boris)
    shown = page(as_boris, ticket)
    assert "Гудит и не печатает" in shown
    assert "Анна Белова" in shown
    assert "message--note" in shown
    assert "Проверь тонер" in shown


def test_facts_stand_between_the_messages_but_do_not_repeat_them(as_boris, boris, ticket):
    take(ticket, by=boris)
    talk = conversation(boris, ticket)
    assert [entry.kind for entry in talk.entries] == ["said", "told"]
    assert talk.entries[1].fact.kind == "ticket.taken"


def test_a_new_day_is_told(boris, anna):
    ticket = make.ticket(by=anna, at=clock.now() - timedelta(days=2))
    make.message(by=anna, ticket=ticket)
    assert [entry.kind for entry in conversation(boris, ticket).entries] == ["said", "day", "said"]


def test_a_long_conversation_shows_its_end_and_the_rest_on_request(as_boris, boris, anna, ticket):
    for number in range(MESSAGES + 2):
        make.message(by=anna, ticket=ticket, text=f"письмо {number}.")
    short = page(as_boris, ticket)
    assert "Гудит и не печатает" not in short
    assert f"письмо {MESSAGES + 1}." in short
    assert "Гудит и не печатает" in page(as_boris, ticket, "?all")


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (DeliveryState.QUEUED, "queued"),
        (DeliveryState.SENT, "sent"),
        (DeliveryState.DELIVERED, "sent"),
        (DeliveryState.UNCERTAIN, "failed"),
        (DeliveryState.FAILED, "failed"),
    ],
)
def test_what_became_of_a_letter_stands_on_the_answer(as_boris, boris, ticket, state, tone):
    answer = reply(ticket, "Сейчас приду", by=boris, undo_seconds=0)
    Delivery.objects.create(
        ticket=ticket, message=answer, purpose="reply", address="anna@romashka.test", rfc_message_id="a@b",
        state=state, reason="Ящик переполнен", not_before=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    shown = page(as_boris, ticket)
    assert f"delivery--{tone}" in shown
    assert "Ящик переполнен" in shown


def test_an_answer_that_has_not_left_can_be_called_back_by_its_author_alone(as_boris, boris, vera, ticket):
    mine = reply(ticket, "Ещё минуту", by=boris, undo_seconds=60)
    theirs = reply(ticket, "И я", by=vera, undo_seconds=60)
    shown = page(as_boris, ticket)
    assert f"/messages/{mine.pk}/undoing/" in shown
    assert f"/messages/{theirs.pk}/undoing/" not in shown


def test_a_draft_waits_in_the_composer_of_its_author_alone(as_boris, boris, vera, ticket):
    save_draft(ticket, "reply", "Уважаемая Анна", by=boris)
    save_draft(ticket, "note", "Секрет Веры", by=vera)
    shown = page(as_boris, ticket)
    assert "Уважаемая Анна</textarea>" in shown
    assert "Секрет Веры" not in shown


def test_a_merged_ticket_leads_to_the_one_that_stands(as_boris, boris, anna, ticket):
    target = make.ticket(by=anna)
    merge(ticket, target, by=boris)
    shown = page(as_boris, ticket)
    assert f"/tickets/{target.number}/" in shown
    assert "data-composer" not in shown
    undo = target.merges_in.get()
    around = as_boris.get(f"/tickets/{target.number}/around/").content.decode()
    assert f"/merger/{undo.pk}/undoing/" in around


def test_only_possible_verbs_are_offered(as_boris, boris, ticket):
    assert "/solution/" in page(as_boris, ticket)
    assert "/reopening/" not in page(as_boris, ticket)
    as_boris.post(f"/tickets/{ticket.number}/closure/")
    closed = page(as_boris, ticket)
    assert "/reopening/" in closed
    assert "/solution/" not in closed


def test_around_the_ticket_stand_people_links_and_earlier_tickets(as_boris, boris, anna, grigory, ticket):
    other = make.ticket(by=anna, subject="Прежнее дело")
    link(ticket, other, by=boris)
    add_participant(ticket, grigory, by=boris)
    around = as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    assert "Прежнее дело" in around
    assert "Григорий Чужой" in around


def test_what_was_split_off_stands_beside_the_ticket_once_with_its_way_back(as_boris, boris, anna, ticket):
    second = make.message(by=anna, ticket=ticket, text="И ещё сломался замок")
    fresh = split(ticket, [second], by=boris)
    around = as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    together, _, _earlier = around.partition("</section>")
    assert together.count(f"/tickets/{fresh.number}/") == 1
    assert "/undoing/" in together


def test_sec_14_a_linked_ticket_of_a_closed_team_is_not_named(as_boris, gleb, ticket):
    hidden = make.ticket(by=make.person(), team=make.team(is_closed=True), subject="Тайна")
    link(ticket, hidden, by=gleb)
    around = as_boris.get(f"/tickets/{ticket.number}/around/").content.decode()
    assert "Тайна" not in around
    assert str(hidden.number) not in around


def test_a_ticket_page_asks_little_however_long_it_is(as_boris, boris, vera, anna, ticket):
    take(ticket, by=boris)
    for number in range(15):
        make.message(by=anna, ticket=ticket, text=f"письмо {number}")
        reply(ticket, f"ответ {number}", by=boris if number % 2 else vera, undo_seconds=0)
        note(ticket, f"заметка {number}", by=vera)
    save_draft(ticket, "reply", "черновик", by=boris)
    page(as_boris, ticket)
    for address in ("", "around/", "history/"):
        with CaptureQueriesContext(connection) as asked:
            as_boris.get(f"/tickets/{ticket.number}/{address}")
        assert len(asked) <= 15, (address, len(asked))


def test_the_history_tells_every_fact(as_boris, boris, ticket):
    take(ticket, by=boris)
    facts = as_boris.get(f"/tickets/{ticket.number}/history/").context["facts"]
    assert [told.fact.kind for told in facts] == ["ticket.taken", "ticket.opened"]


@pytest.mark.parametrize("queue", ["mine", "nothing", "../../etc", "<b>"])
def test_any_queue_in_the_address_of_a_ticket_is_borne(as_boris, ticket, queue):
    assert as_boris.get(f"/tickets/{ticket.number}/", {"queue": queue}).status_code == 200


def test_the_place_of_the_list_is_kept_while_it_is_on_its_way(as_boris, ticket):
    shown = page(as_boris, ticket, "?queue=unassigned")
    place = shown[shown.index('id="list"') : shown.index('id="main"')]
    assert 'href="/queues/unassigned/"' in place  # by its name, which is a link where there is no JavaScript
    assert 'role="search"' in place
    assert 'class="row"' in place
