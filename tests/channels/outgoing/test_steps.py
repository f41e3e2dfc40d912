"""Of each step that matters the customer is told once, in the words that the desk has chosen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from okno.channels import deliveries
from okno.channels.models import Delivery, DeliveryState
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.refusals import BadInput
from okno.desk.actions.assign import take
from okno.desk.actions.close import close, confirm, reopen
from okno.desk.actions.resolve import resolve
from okno.desk.actions.set_up_loop import plan_of_the_loop, set_up_loop
from okno.desk.actions.take_next import put_back
from okno.desk.actions.wait import wait
from okno.desk.models import Fact, LoopPlan, Ticket, WaitingFor
from okno.people.actions.meet import robot
from tests.channels.fake_smtp import FakeSmtp

pytestmark = pytest.mark.django_db


def chosen(**letters: dict[str, object]) -> LoopPlan:
    plan = plan_of_the_loop().get()
    plan.letters = letters
    return set_up_loop(plan)


def purposes(ticket: Ticket, *, state: str | None = None) -> list[str]:
    rows = Delivery.objects.filter(ticket=ticket).order_by("id")
    return list((rows.filter(state=state) if state else rows).values_list("purpose", flat=True))


@pytest.fixture
def later(run_jobs):
    """Let the time for undo and the patience of «in work» pass."""

    def run() -> None:
        run_jobs()
        with time_machine.travel(clock.now() + deliveries.TAKEN_AFTER + timedelta(minutes=1)):
            run_jobs(also_later=True)

    return run


def test_that_it_is_in_work_is_told_once(smtp: FakeSmtp, asked: Ticket, boris, vera, later) -> None:
    take(asked, by=boris)
    put_back(asked, by=boris, why="Не моё.")
    take(asked, by=vera)
    later()
    assert purposes(asked, state=DeliveryState.SENT) == [Purpose.TAKEN]
    (taken,) = smtp.letters
    assert f"№ {asked.number}" in str(taken.letter["Subject"])
    assert vera.name in taken.text
    assert str(taken.letter["Auto-Submitted"]) == "auto-generated"


def test_whoever_is_answered_first_is_not_told_that_it_is_in_work(smtp, asked, boris, answer, later) -> None:
    take(asked, by=boris)
    answer(go=False)
    later()
    assert purposes(asked, state=DeliveryState.SENT) == [Purpose.REPLY]
    assert purposes(asked, state=DeliveryState.CANCELLED) == [Purpose.TAKEN]


def test_we_wait_for_the_customer_and_say_why(smtp, asked, boris, answer, later) -> None:
    answer()
    wait(asked, WaitingFor.CUSTOMER, by=boris, why="Пришлите номер кабинета.")
    later()
    letter = smtp.letters[-1]
    assert "Пришлите номер кабинета." in letter.text
    assert "Принтер гудит" in letter.text  # an answer has proved nothing, but the conversation is known there


def test_waiting_for_others_is_nothing_to_write_about(smtp, asked, boris, run_jobs) -> None:
    wait(asked, WaitingFor.THIRD_PARTY, by=boris)
    run_jobs(also_later=True)
    assert Purpose.WAITING not in purposes(asked)


def test_what_silence_has_closed_is_told_and_what_the_customer_closed_is_not(
    smtp, asked, boris, anna, later
) -> None:
    resolve(asked, by=boris)
    close(asked, by=robot(), why="Ответа не было 3 рабочих дня.")
    later()
    # The question is out of date by then.
    assert purposes(asked, state=DeliveryState.SENT) == [Purpose.CLOSED]
    assert "Ответа не было 3 рабочих дня." in smtp.letters[-1].text
    assert all(f"?stars={stars}" in smtp.letters[-1].text for stars in range(1, 6))
    reopen(asked, by=anna)
    confirm(asked, by=anna)
    later()
    assert len(smtp.letters) == 1


def test_a_ticket_that_was_taken_up_again_is_not_told_closed(smtp, asked, boris, anna, later) -> None:
    close(asked, by=boris)
    reopen(asked, by=anna)
    later()
    assert purposes(asked, state=DeliveryState.CANCELLED) == [Purpose.CLOSED]
    assert smtp.letters == []


def test_a_reaction_that_runs_twice_writes_once(asked, boris, run_jobs) -> None:
    close(asked, by=boris)
    run_jobs()
    fact = Fact.objects.get(ticket=asked, kind="ticket.closed")
    assert deliveries.queue_told(fact, "closed") is None
    assert purposes(asked) == [Purpose.CLOSED]


def test_a_letter_that_was_switched_off_does_not_leave(asked, boris, later) -> None:
    chosen(closed={"leaves": False}, solved={"leaves": False})
    resolve(asked, by=boris)
    close(asked, by=boris)
    later()
    assert purposes(asked) == []


def test_own_words_in_the_readers_language_stand_in_the_letter(smtp, asked, boris, anna, later) -> None:
    chosen(
        closed={"texts": {"ru": "Добрый день, {имя}!\nСрок: {решение до}.\nСпасибо, что вы с {компания}."}}
    )
    anna.addresses.update(verified_at=clock.now())
    close(asked, by=boris)
    later()
    assert "Добрый день, Анна!\nСпасибо, что вы с" in smtp.letters[0].text.replace("\r\n", "\n")
    anna.language = "en"
    anna.save()
    reopen(asked, by=boris)
    close(asked, by=boris)
    later()
    assert "is closed" in smtp.letters[1].text


def test_sec_28_to_an_address_that_nobody_has_proved_nothing_of_the_senders_words_goes_back(
    smtp, asked, anna, boris, later
) -> None:
    anna.addresses.update(verified_at=None)
    take(asked, by=boris)
    later()
    assert "Принтер" not in smtp.letters[0].text
    with translation.override("ru"), pytest.raises(BadInput, match="тема"):
        chosen(received={"texts": {"ru": "Вы писали: {тема}"}})


def test_sec_29_ten_automatic_letters_a_day_are_enough_for_an_address(asked, boris, anna, run_jobs) -> None:
    for _time in range(12):
        close(asked, by=boris)
        reopen(asked, by=boris)
    run_jobs()
    assert len(purposes(asked)) == 10
