"""Several workers, real commits, real kills: a letter is sent once, called back or sent, and never forgotten."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic, sleep

import pytest
import time_machine
from django.db import connection, connections

from okno.channels import deliveries, outbox
from okno.channels.mail import status_words
from okno.channels.models import Delivery, DeliveryState
from okno.core import clock
from okno.desk.actions.undo_send import undo_send
from okno.desk.models import Fact, Message
from okno.desk.refusals import TooLate
from tests.channels.fake_smtp import STALL
from tests.channels.outgoing.conftest import only

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], None]) -> None:
    """Do these at the same time, each with a database connection of its own."""
    gate = threading.Barrier(len(works))

    def do(work: Callable[[], None]) -> None:
        try:
            gate.wait(120)
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def wait_until(true: Callable[[], bool], seconds: float = 40) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it did not happen in time"
        sleep(0.05)


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own; killed at the end, if it lives."""
    command = [sys.executable, "-m", "tests.channels.outgoing.worker", connection.settings_dict["NAME"], url]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "okno.config.settings", "PYTHONPATH": "."}
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(120)


def queued(answer: Callable[..., Message], run_jobs: Callable[..., int], count: int = 1) -> list[Message]:
    made = [answer(f"Ответ {number}.", go=False) for number in range(count)]
    run_jobs(only="react")
    return made


def test_rel_20_four_workers_at_once_send_each_letter_once(smtp, answer, run_jobs):
    queued(answer, run_jobs, 12)
    together(*[lambda: outbox.send_from(0)] * 4)
    outbox.sweep(0)
    run_jobs()
    assert sorted(smtp.count().values()) == [1] * 12
    assert set(Delivery.objects.filter(purpose="reply").values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize("late", [-0.02, 0.0, 0.02])
def test_an_answer_is_called_back_or_sent_never_both(smtp, answer, boris, run_jobs, late):
    message = answer(go=False, undo_seconds=1)
    run_jobs(only="react")
    undone: list[bool] = []

    def call_back() -> None:
        sleep(max(0, (message.leaves_at - clock.now()).total_seconds() + late))
        try:
            undo_send(message, by=boris)
            undone.append(True)
        except TooLate:
            undone.append(False)

    def send() -> None:
        sleep(max(0, (message.leaves_at - clock.now()).total_seconds()))
        outbox.send_from(0)

    together(call_back, send)
    run_jobs(also_later=True)
    assert len(smtp.letters) == (0 if undone == [True] else 1)


@pytest.mark.slow
def test_rel_21_a_worker_killed_while_the_server_thinks_leaves_an_uncertain_letter(
    smtp, answer, asked, run_jobs
):
    smtp.at_data.append(STALL)
    queued(answer, run_jobs, 2)
    with worker(smtp.url) as process:
        wait_until(lambda: len(smtp.letters) == 1)
        assert Delivery.objects.filter(state=DeliveryState.SENDING).count() == 1
        outbox.sweep(0)
        assert Delivery.objects.filter(state=DeliveryState.SENDING).count() == 1, "its worker lives"
        process.send_signal(signal.SIGKILL)
        process.wait(120)

    def noticed() -> bool:
        outbox.sweep(0)
        return Delivery.objects.filter(
            state=DeliveryState.UNCERTAIN, reason=status_words.WORKER_DIED
        ).exists()

    wait_until(noticed)
    assert Fact.objects.filter(ticket=asked, kind="delivery.uncertain").count() == 1
    run_jobs()
    assert sorted(smtp.count().values()) == [1, 1], "the letter behind it has left"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert sorted(smtp.count().values()) == [1, 2]
    assert set(Delivery.objects.filter(purpose="reply").values_list("state", flat=True)) == {"sent"}


def test_two_reactions_at_once_queue_one_letter(smtp, answer):
    message = answer(go=False)
    fact = Fact.objects.get(kind="message.replied")
    together(*[lambda: deliveries.queue_reply(message, fact) and None] * 4)
    assert only().message == message


def test_rel_goal_04_letters_through_a_server_that_fails_in_six_ways(smtp, answer, run_jobs):
    """A small run of the goal: once where the answer was clear, at most one copy more where it was lost."""
    from tests.channels.fake_smtp import BREAK_OFF, TAKE

    smtp.at_rcpt.extend(["451 later", TAKE, "450 4.2.0 greylisted", TAKE, TAKE, "421 busy", TAKE, TAKE])
    smtp.at_data.extend([TAKE, "451 4.3.0 full", BREAK_OFF, TAKE, "452 later", TAKE, BREAK_OFF])
    smtp.at_mail.extend([TAKE, TAKE, BREAK_OFF, TAKE, "451 later"])
    queued(answer, run_jobs, 10)
    begin = clock.now()
    for minutes in (0, 1, 2, 4, 8, 16, 20, 30):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=True):
            outbox.sweep(0)
            run_jobs()
    rows = Delivery.objects.filter(purpose="reply")
    assert set(rows.values_list("state", flat=True)) == {"sent"}
    counts = smtp.count()
    for row in rows:
        assert counts[row.rfc_message_id] == 1 + row.lost_answers
    assert sum(counts.values()) == 12
