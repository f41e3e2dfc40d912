"""The outbox: each letter once where the answer is clear, and no letter without a trace."""

from datetime import timedelta

import pytest
import time_machine

from okno.channels import deliveries, outbox, outcomes, reports, told
from okno.channels.actions.send_again import NothingToSend, send_again
from okno.channels.actions.stop_letter import TooLateToStop, stop_letter
from okno.channels.mail import smtp as wire
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.desk.actions.undo_send import undo_send
from okno.desk.models import Fact
from okno.people.models import Address
from tests.channels.fake_smtp import BREAK_OFF, STALL
from tests.channels.outgoing.conftest import only

pytestmark = pytest.mark.django_db


def test_an_answer_leaves_once_and_the_letter_is_marked_sent(smtp, answer, run_jobs):
    message = answer()
    outbox.sweep(0)
    run_jobs()
    assert [taken.recipient for taken in smtp.letters] == ["anna@romashka.test"]
    assert only().state == DeliveryState.SENT
    assert only().rfc_message_id == message.rfc_message_id == next(iter(smtp.count()))


def test_a_reaction_that_runs_twice_queues_nothing_twice(smtp, answer):
    message = answer()
    fact = Fact.objects.get(kind="message.replied")
    assert deliveries.queue_reply(message, fact) == []
    assert Delivery.objects.filter(message=message).count() == 1


def test_a_letter_waits_for_the_time_of_undo(smtp, answer, run_jobs):
    answer(undo_seconds=10)
    assert smtp.letters == []
    assert only().state == DeliveryState.QUEUED
    with time_machine.travel(clock.now() + timedelta(seconds=11), tick=True):
        run_jobs()
    assert len(smtp.letters) == 1


def test_an_undone_answer_never_leaves(smtp, answer, boris, run_jobs):
    message = answer(undo_seconds=10)
    undo_send(message, by=boris)
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert smtp.letters == []
    assert only().state == DeliveryState.CANCELLED


def test_an_answer_undone_before_its_reaction_ran_gets_no_letter(smtp, answer, boris, run_jobs):
    message = answer(undo_seconds=10, go=False)
    undo_send(message, by=boris)
    run_jobs(also_later=True)
    assert not Delivery.objects.exists()


def test_the_claim_itself_looks_whether_the_answer_was_called_back(smtp, answer, boris):
    message = answer(undo_seconds=10)
    undo_send(message, by=boris)  # its reaction has not run
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        assert outbox.claim(only().pk) is None
    assert only().state == DeliveryState.CANCELLED


def test_rel_22_twenty_clicks_are_one_letter(smtp, answer, run_jobs):
    for _ in range(20):
        answer(key="one composer", go=False)
    run_jobs()
    assert len(smtp.letters) == 1


@pytest.mark.parametrize("said", ["451 4.3.0 try later", "450 4.2.0 greylisted", "421 4.7.0 too busy"])
def test_a_refusal_for_now_is_tried_again_with_the_same_id(smtp, answer, run_jobs, said):
    smtp.at_rcpt.append(said)
    answer()
    waiting = only()
    assert (waiting.state, waiting.attempts, smtp.letters) == (DeliveryState.QUEUED, 1, [])
    assert waiting.diagnostic.startswith(said[:3])
    assert waiting.reason
    with time_machine.travel(clock.now() + timedelta(seconds=31), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert only().state == DeliveryState.SENT
    assert list(smtp.count().values()) == [1]


def test_the_waits_double_and_end_after_two_days():
    waits = [outcomes.wait_after(attempt) for attempt in range(1, outcomes.ATTEMPTS_AT_MOST + 1)]
    assert waits[:4] == [
        timedelta(seconds=30),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=4),
    ]
    assert timedelta(days=1.5) < sum(waits, timedelta()) < timedelta(days=2.5)


def test_the_last_attempt_fails_and_the_ticket_tells(smtp, answer, asked, run_jobs):
    smtp.refuses["anna@romashka.test"] = "451 4.7.1 greylisted"
    answer()
    Delivery.objects.update(attempts=outcomes.ATTEMPTS_AT_MOST - 1, not_before=clock.now())
    outbox.sweep(0)
    run_jobs()
    assert only().state == DeliveryState.FAILED
    assert Fact.objects.filter(ticket=asked, kind="delivery.failed").count() == 1


def test_an_address_that_does_not_exist_fails_at_once_with_human_words(smtp, answer, asked, anna):
    smtp.refuses["anna@romashka.test"] = "550 5.1.1 <anna@romashka.test>: User unknown"
    message = answer()
    letter = Delivery.objects.get(message=message)
    assert letter.state == DeliveryState.FAILED
    assert told.may_go_again(letter)
    assert only().reason == "There is no such address."
    fact = Fact.objects.get(ticket=asked, kind="delivery.failed")
    assert fact.by.is_robot
    assert fact.data["address"] == "anna@romashka.test"
    assert Address.objects.get(person=anna).broken_since is not None


def test_one_bad_letter_does_not_stop_those_behind_it(smtp, answer, asked, monkeypatch, run_jobs):
    first = answer("Первый.", go=False)
    run_jobs(only="react")
    answer("Второй.", go=False)
    Delivery.objects.filter(message=first).update(address="a bad\r\naddress@x")
    run_jobs()
    assert [taken.text.splitlines()[0] for taken in smtp.letters] == ["Второй."]
    bad = Delivery.objects.get(message=first)
    assert (bad.state, bad.reason) == (DeliveryState.FAILED, status_words.UNSAFE)


def test_a_fault_of_our_own_puts_the_letter_off_and_logs_no_text(smtp, answer, monkeypatch, caplog):
    from okno.channels.mail import letters

    def broken(_message):
        raise RuntimeError("the store of files is away")

    monkeypatch.setattr(letters, "enclosed", broken)
    answer("Секрет: 12345")
    assert (only().state, only().reason) == (DeliveryState.QUEUED, status_words.OWN_FAULT)
    assert "12345" not in caplog.text


def test_rel_21_a_connection_that_breaks_after_the_letter_is_uncertain_and_tried_once_more(
    smtp, answer, asked, run_jobs
):
    smtp.at_data.append(BREAK_OFF)
    answer()
    assert (only().state, only().reason) == (DeliveryState.UNCERTAIN, status_words.ANSWER_LOST)
    assert Fact.objects.filter(ticket=asked, kind="delivery.uncertain").count() == 1
    outbox.sweep(0)
    run_jobs()
    assert only().state == DeliveryState.UNCERTAIN, "a quarter of an hour has not passed"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert only().state == DeliveryState.SENT
    assert list(smtp.count().values()) == [2], "the same Message-ID, twice at most"


def test_rel_21_a_second_lost_answer_waits_for_a_person(smtp, answer, boris, run_jobs):
    smtp.at_data.extend([BREAK_OFF, BREAK_OFF])
    answer()
    for minutes in (16, 40, 600):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
            outbox.sweep(0)
            run_jobs()
    assert only().state == DeliveryState.UNCERTAIN
    assert len(smtp.letters) == 2
    send_again(only(), by=boris)
    run_jobs()
    assert only().state == DeliveryState.SENT
    assert list(smtp.count().values()) == [3]


def test_rel_21_an_answer_that_comes_too_late_is_uncertain(smtp, answer, monkeypatch):
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.2)
    smtp.late_seconds = 0.6
    smtp.at_data.append(STALL)
    answer()
    assert only().state == DeliveryState.UNCERTAIN
    assert len(smtp.letters) == 1


def test_rel_21_a_clear_answer_is_one_letter(smtp, answer, run_jobs):
    for text in ("Раз.", "Два.", "Три."):
        answer(text, go=False)
    run_jobs()
    outbox.sweep(0)
    run_jobs()
    assert sorted(smtp.count().values()) == [1, 1, 1]


def test_rel_20_a_letter_of_a_dead_worker_is_uncertain_not_sent_again(smtp, answer, run_jobs):
    answer(undo_seconds=5)
    with time_machine.travel(clock.now() + timedelta(seconds=6), tick=True):
        claimed = outbox.claim(only().pk)
        outbox._let_go(claimed.pk)  # what the database does when the worker's connection is gone
        outbox.sweep(0)
        run_jobs()
    assert (only().state, only().reason) == (DeliveryState.UNCERTAIN, status_words.WORKER_DIED)
    assert smtp.letters == []


def test_a_worker_that_was_only_slow_settles_its_letter_all_the_same(smtp, answer):
    answer(undo_seconds=5)
    with time_machine.travel(clock.now() + timedelta(seconds=6), tick=True):
        claimed = outbox.claim(only().pk)
        outbox._let_go(claimed.pk)
        outbox.sweep(0)
        outcomes.sent(claimed)
    assert only().state == DeliveryState.SENT


def test_a_relay_that_is_away_puts_all_its_letters_off_with_one_try(smtp, answer, settings, run_jobs):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    for text in ("Раз.", "Два.", "Три."):
        answer(text, go=False)
    run_jobs()
    rows = Delivery.objects.filter(purpose="reply")
    assert {(row.state, row.reason) for row in rows} == {("queued", status_words.RELAY_AWAY)}
    assert all(row.not_before > clock.now() for row in rows)


def test_without_a_relay_letters_wait_with_a_reason_and_count_no_attempt(smtp, answer, settings, run_jobs):
    settings.SMTP_URL = ""
    answer()
    assert (only().state, only().attempts, only().reason) == ("queued", 0, status_words.NO_RELAY)
    ((reason, count, since),) = told.troubles()
    assert (bool(reason), count, since) == (True, 1, only().created_at)
    settings.SMTP_URL = smtp.url
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert only().state == DeliveryState.SENT


def test_many_letters_share_one_connection_that_is_renewed_in_time(smtp, answer, monkeypatch, run_jobs):
    monkeypatch.setattr(outbox, "LETTERS_AT_MOST", 8)
    monkeypatch.setattr(wire, "LETTERS_AT_MOST", 8)
    for number in range(11):
        answer(f"Ответ {number}.", go=False)
    run_jobs(only="react")
    run_jobs()
    assert sorted(smtp.count().values()) == [1] * 11
    assert smtp.connections == 2


def test_a_server_that_closed_between_two_letters_costs_nothing(smtp, answer, run_jobs):
    answer("Раз.", go=False)
    answer("Два.", go=False)
    run_jobs(only="react")
    smtp.at_mail.extend(["250 OK", BREAK_OFF])
    run_jobs()
    assert sorted(smtp.count().values()) == [1, 1]
    assert set(Delivery.objects.filter(purpose="reply").values_list("state", "attempts")) == {("sent", 1)}


def test_a_colleague_may_give_a_letter_up(smtp, answer, boris, run_jobs):
    smtp.refuses["anna@romashka.test"] = "451 4.7.1 greylisted"
    answer()
    stop_letter(only(), by=boris)
    stop_letter(only(), by=boris)
    assert only().state == DeliveryState.CANCELLED
    smtp.refuses.clear()
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert smtp.letters == []


def test_a_letter_that_has_left_cannot_be_given_up(smtp, answer, boris):
    answer()
    with pytest.raises(TooLateToStop):
        stop_letter(only(), by=boris)
    with pytest.raises(NothingToSend):
        send_again(only(), by=boris)


def test_a_bounce_marks_the_letter_and_the_address_once(smtp, answer, asked, anna):
    message = answer()
    for _ in range(2):
        reports.settle(f"<{message.rfc_message_id}>", status="5.2.2", diagnostic="552 5.2.2 mailbox full")
    assert (only().state, only().reason) == (DeliveryState.FAILED, "The mailbox is full.")
    assert Fact.objects.filter(ticket=asked, kind="delivery.failed").count() == 1
    assert Address.objects.get(person=anna).broken_since is None, "a full mailbox is emptied one day"


def test_a_receipt_marks_the_letter_delivered_and_a_delay_only_tells(smtp, answer):
    message = answer()
    reports.settle(message.rfc_message_id, status="4.4.1")
    assert (only().state, bool(only().reason)) == (DeliveryState.SENT, True)
    reports.settle(message.rfc_message_id, status="2.0.0")
    assert only().state == DeliveryState.DELIVERED


def test_a_bounce_without_an_id_means_the_last_letter_to_the_address(smtp, answer):
    answer()
    assert reports.settle(address="Anna@Romashka.test", status="5.1.1") == only()
    assert reports.settle(address="nobody@romashka.test", status="5.1.1") is None
