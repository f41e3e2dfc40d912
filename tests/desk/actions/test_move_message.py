"""«Не туда»: the other ticket is as if the message had come there, and this one as if it had not."""

from datetime import timedelta

import pytest
import time_machine

from okno.catalog.models import Priority
from okno.core import clock
from okno.desk.actions.close import close
from okno.desk.actions.hear import FOLLOW_UP_AFTER
from okno.desk.actions.merge import merge
from okno.desk.actions.move_message import move_message
from okno.desk.actions.move_out import move_out
from okno.desk.actions.note import note
from okno.desk.actions.reply import Then, reply
from okno.desk.actions.resolve import resolve
from okno.desk.actions.split import undo_split
from okno.desk.actions.wait import resume, wait
from okno.desk.audit import Audit, audit
from okno.desk.models import Closure, Message, Split, State, Ticket
from okno.desk.refusals import LastMessage, TicketIsMerged
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    with time_machine.travel("2026-11-20T10:00Z", tick=False) as moment:
        yield moment


@pytest.fixture
def wrong(anna, now):
    return make.ticket(by=anna, text="Гудит принтер")


@pytest.fixture
def right(anna, now):
    return make.ticket(by=anna, text="Сломался стул")


@pytest.fixture
def stray(anna, wrong, right, now):
    """A question about the chair that came to the printer, seven minutes ago."""
    now.shift(timedelta(hours=1))
    message = make.message(by=anna, ticket=wrong, text="Когда почините стул?")
    now.shift(timedelta(minutes=7))
    return message


def fresh(*rows):
    for row in rows:
        row.refresh_from_db()


def clocks_of(ticket: Ticket):
    return {
        (one.metric, one.started_at): (one.due_at, one.stopped_at, one.cancelled_at, one.pauses)
        for one in ticket.clocks.all()
    }


def agrees() -> bool:
    return audit() == Audit(agree=Ticket.objects.count())


def test_a_message_that_came_to_the_wrong_ticket_is_moved_once(stray, wrong, right, boris):
    for _ in range(2):
        assert move_message(stray, right, by=boris, why="Это про стул") == right
    fresh(stray, wrong, right)
    assert stray.ticket == right
    assert (wrong.last_words, right.last_words) == ("Гудит принтер", "Когда почините стул?")
    assert right.facts.filter(kind="message.moved", why="Это про стул").count() == 1
    assert agrees()


@pytest.mark.parametrize("over", [resolve, close])
def test_it_takes_a_finished_ticket_up_again_from_the_moment_at_which_it_came(stray, right, boris, now, over):
    over(right, by=boris)
    ended = clock.now()
    now.shift(timedelta(hours=2))
    move_message(stray, right, by=boris)
    fresh(right)
    assert (right.state, right.resolved_at, right.closed_at) == (State.OPEN, None, None)
    assert Closure.objects.get(ticket=right).reopened_by == boris
    resolution = right.clocks.get(metric="resolution")
    assert resolution.stopped_at is None
    # The customer had written before: nothing is given away.
    assert resolution.pauses[-1]["to"] == ended.isoformat()
    assert agrees()


def test_it_wakes_a_ticket_that_waits(stray, right, boris, now):
    wait(right, "customer", by=boris)
    now.shift(timedelta(hours=2))
    move_message(stray, right, by=boris)
    fresh(right)
    assert (right.state, right.waiting_for) == (State.OPEN, "")
    assert right.clocks.get(metric="resolution").due_at is not None
    assert agrees()


def test_thanks_and_notes_wake_nothing(wrong, right, anna, boris):
    resolve(right, by=boris)
    thanks = make.message(by=anna, ticket=wrong, text="Спасибо!")
    inside = note(wrong, "Проверить стул", by=boris)
    for message in (thanks, inside):
        move_message(message, right, by=boris)
    fresh(right)
    assert right.state == State.RESOLVED
    assert agrees()


def test_a_question_waits_for_the_next_reply_there_and_no_more_here(stray, wrong, right, anna, boris, now):
    Priority.objects.update(next_reply_minutes=60)
    one, other = make.ticket(by=anna), make.ticket(by=anna)
    for ticket in (one, other):
        reply(ticket, "Смотрим", by=boris)
    now.shift(timedelta(hours=1))
    message = make.message(by=anna, ticket=one, text="А стул?")
    assert one.clocks.filter(metric="next_reply").exists()
    now.shift(timedelta(minutes=40))
    move_message(message, other, by=boris)
    assert not one.clocks.filter(metric="next_reply").exists()
    assert other.clocks.get(metric="next_reply").started_at == message.at
    assert agrees()


def test_the_ticket_that_it_woke_sleeps_again(wrong, right, anna, boris, now):
    wait(wrong, "planned", by=boris, until=clock.now() + timedelta(days=2))
    before = clocks_of(wrong)
    fresh(wrong)
    until = wrong.waiting_until
    now.shift(timedelta(hours=1))
    message = make.message(by=anna, ticket=wrong, text="Когда почините стул?")
    move_message(message, right, by=boris)
    fresh(wrong)
    assert (wrong.state, wrong.waiting_for, wrong.waiting_until) == (State.WAITING, "planned", until)
    assert clocks_of(wrong) == before
    assert agrees()


def test_the_offer_that_it_refused_by_mistake_stands_again(wrong, right, anna, boris, now):
    resolve(wrong, by=boris)
    before = clocks_of(wrong)
    now.shift(timedelta(hours=1))
    move_message(make.message(by=anna, ticket=wrong, text="Когда почините стул?"), right, by=boris)
    fresh(wrong)
    assert wrong.state == State.RESOLVED
    assert wrong.resolved_at is not None
    assert Closure.objects.get(ticket=wrong).reopened_at is None
    assert clocks_of(wrong) == before


@pytest.mark.parametrize("since", ["question", "decision"])
def test_a_ticket_that_went_on_since_stays_awake(wrong, right, anna, boris, now, since):
    wait(wrong, "customer", by=boris)
    now.shift(timedelta(hours=1))
    message = make.message(by=anna, ticket=wrong, text="Когда почините стул?")
    if since == "question":
        make.message(by=anna, ticket=wrong, text="А принтер всё гудит")
    else:
        wait(wrong, "third_party", by=boris)
        resume(wrong, by=boris)
    move_message(message, right, by=boris)
    fresh(wrong)
    assert wrong.state == State.OPEN
    assert agrees()


def test_moving_back_undoes_it(stray, wrong, right, boris, now):
    wait(right, "customer", by=boris)
    before = clocks_of(wrong), clocks_of(right)
    move_message(stray, right, by=boris)
    fresh(stray)
    now.shift(timedelta(minutes=3))
    move_message(stray, wrong, by=boris)
    fresh(stray, wrong, right)
    assert stray.ticket == wrong
    assert (wrong.state, right.state, right.waiting_for) == (State.NEW, State.WAITING, "customer")
    assert (clocks_of(wrong), clocks_of(right)) == before
    assert agrees()


def test_the_only_message_leaves_no_empty_ticket(wrong, right, boris):
    with pytest.raises(LastMessage):
        move_message(wrong.messages.get(), right, by=boris)
    with pytest.raises(LastMessage):
        move_out(wrong.messages.get(), wrong, by=boris)
    assert wrong.messages.count() == 1


def test_a_merged_ticket_takes_nothing_in(stray, right, anna, boris):
    merge(right, make.ticket(by=anna), by=boris)
    with pytest.raises(TicketIsMerged):
        move_message(stray, right, by=boris)


def test_a_ticket_that_was_closed_long_ago_is_followed_by_a_new_one(anna, wrong, right, boris, now):
    team = make.team("Мебель")
    Ticket.objects.filter(pk=right.pk).update(team=team)
    close(right, by=boris)
    now.shift(FOLLOW_UP_AFTER + timedelta(days=1))
    stray = make.message(by=anna, ticket=wrong, text="Стул опять сломан")
    there = move_message(stray, right, by=boris)
    assert (there.follow_up_of, there.team, there.requester) == (right, team, anna)
    fresh(right)
    assert right.state == State.CLOSED
    assert agrees()


def test_into_a_new_ticket_whose_promises_start_when_the_message_came(stray, wrong, anna, boris):
    there = move_out(stray, wrong, by=boris)
    assert (there.requester, there.created_at) == (anna, stray.at)
    assert there.clocks.get(metric="resolution").started_at == stray.at
    assert move_out(Message.objects.get(pk=stray.pk), wrong, by=boris) == there  # pressed twice
    assert Split.objects.count() == 1
    assert agrees()


@pytest.mark.parametrize("way", ["undo", "back"])
def test_a_new_ticket_that_began_by_a_move_goes_back_whole(wrong, right, anna, boris, now, way):
    wait(wrong, "customer", by=boris)
    now.shift(timedelta(hours=1))
    message = make.message(by=anna, ticket=wrong, text="Когда почините стул?")
    before = clocks_of(wrong)
    there = move_out(message, wrong, by=boris)
    fresh(wrong, message)
    assert wrong.state == State.WAITING
    if way == "undo":
        undo_split(Split.objects.get(target=there), by=boris)
    else:
        move_message(message, wrong, by=boris)
    fresh(wrong, there)
    assert (wrong.state, there.merged_into) == (State.OPEN, wrong)
    assert clocks_of(wrong) == before
    assert agrees()


def test_an_answer_written_without_having_seen_it_is_stopped(stray, right, vera, boris):
    from okno.desk.refusals import OutdatedReply

    fresh(right)
    seen = right.version
    move_message(stray, right, by=boris)
    with pytest.raises(OutdatedReply):
        reply(right, "Всё готово", by=vera, then=Then.RESOLVE, seen_version=seen)
