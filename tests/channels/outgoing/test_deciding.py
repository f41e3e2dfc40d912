"""A person decides about a letter that did not arrive, or may not have, on the page of its ticket (REL-21)."""

from datetime import timedelta

import pytest
import time_machine

from okno.channels import outbox, told
from okno.channels.actions.send_again import NoLongerSo, send_again
from okno.channels.models import Delivery, DeliveryState
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.desk.actions.close import reopen
from okno.desk.actions.resolve import resolve
from okno.desk.models import Fact
from tests import make
from tests.cast import _logged_in
from tests.channels.fake_smtp import BREAK_OFF
from tests.channels.outgoing.conftest import only

pytestmark = pytest.mark.django_db
NO_SUCH = "550 5.1.1 <anna@romashka.test>: User unknown"


@pytest.fixture
def page(as_boris, asked):
    """The page of the ticket as Boris sees it."""

    def read() -> str:
        return as_boris.get(f"/tickets/{asked.number}/").content.decode()

    return read


def test_rel_21_a_letter_of_which_nobody_knows_is_told_and_sent_again_by_a_person(
    smtp, answer, asked, page, as_boris, boris, run_jobs
):
    smtp.at_data.extend([BREAK_OFF, BREAK_OFF])
    answer()
    assert "Система отправит его ещё раз сама" in page(), "the second try is the desk's own"
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        outbox.sweep(0)
        run_jobs()
    shown = page()
    assert "возможно, отправлено: anna@romashka.test" in shown
    assert "оно может прийти дважды" in shown
    assert told.undecided() == [asked.number]
    again = f"/deliveries/{only().pk}/repetition/"
    assert again in shown

    answered = as_boris.post(again)
    run_jobs()
    assert answered["Location"] == f"/tickets/{asked.number}/"
    assert only().state == DeliveryState.SENT
    assert list(smtp.count().values()) == [3], "the same Message-ID each time"
    fact = Fact.objects.get(ticket=asked, kind="delivery.repeated")
    assert (fact.by, fact.data["address"]) == (boris, "anna@romashka.test")
    assert again not in page()
    assert as_boris.post(again).status_code == 409, "what has arrived does not go again"
    assert told.undecided() == []


def test_rel_21_a_letter_that_may_have_arrived_is_given_up_and_not_called_unsent(
    smtp, answer, asked, page, as_boris, boris, run_jobs
):
    smtp.at_data.append(BREAK_OFF)
    answer()
    stop = f"/deliveries/{only().pk}/stop/"
    assert stop in page()
    as_boris.post(stop)
    as_boris.post(stop)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        outbox.sweep(0)
        run_jobs()
    assert (only().state, len(smtp.letters)) == (DeliveryState.CANCELLED, 1)
    assert "возможно, отправлено; повторно не отправляется" in page()
    assert Fact.objects.get(ticket=asked, kind="delivery.stopped").by == boris, "decided once"


def test_a_letter_that_did_not_arrive_says_why_and_goes_again_when_that_is_mended(
    smtp, answer, page, as_boris, run_jobs
):
    smtp.refuses["anna@romashka.test"] = NO_SUCH
    answer()
    shown = page()
    assert "Такого адреса нет." in shown
    assert "User unknown" in shown, "what the other server said is one click away"
    smtp.refuses.clear()
    as_boris.post(f"/deliveries/{only().pk}/repetition/")
    run_jobs()
    assert only().state == DeliveryState.SENT


def test_a_letter_that_is_only_late_tells_its_next_try_and_can_be_stopped(smtp, answer, page):
    smtp.refuses["anna@romashka.test"] = "451 4.7.1 greylisted"
    answer()
    shown = page()
    assert "Попыток: 1." in shown
    assert f"/deliveries/{only().pk}/stop/" in shown
    assert f"/deliveries/{only().pk}/repetition/" not in shown, "the desk tries by itself"


def test_a_letter_of_the_desk_itself_is_decided_about_below_what_is_told_of_it(
    smtp, asked, anna, boris, page, as_boris, run_jobs
):
    smtp.refuses["anna@romashka.test"] = NO_SUCH
    resolve(asked, by=boris)
    run_jobs()
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=True):
        outbox.sweep(0)
        run_jobs()
    asking = Delivery.objects.get(purpose=Purpose.ASK_SOLVED)
    assert asking.state == DeliveryState.FAILED
    assert "Вопрос, решено ли обращение. Клиент письма не получил" in page()
    assert page().count(f"/deliveries/{asking.pk}/repetition/") == 2, (
        "one form: its address and that of its fetch"
    )
    reopen(asked, by=anna)
    with pytest.raises(NoLongerSo):
        send_again(asking, by=boris)
    as_boris.post(f"/deliveries/{asking.pk}/stop/")
    assert f"/deliveries/{asking.pk}/" not in page()


def test_sec_11_letters_of_a_ticket_that_one_may_not_see_do_not_exist(smtp, answer, as_boris, boris, anna):
    smtp.refuses["anna@romashka.test"] = NO_SUCH
    closed = make.ticket(by=anna, team=make.team("Кадры", is_closed=True))
    answer(ticket=closed, by=make.administrator())
    for deed in ("repetition", "stop"):
        assert as_boris.post(f"/deliveries/{only().pk}/{deed}/").status_code == 404
    assert only().state == DeliveryState.FAILED


@pytest.mark.parametrize("purpose", [Purpose.LOGIN, Purpose.NOTICE, Purpose.SURVEY])
def test_letters_whose_words_are_gone_are_nobodys_choice(smtp, answer, as_boris, purpose):
    smtp.refuses["anna@romashka.test"] = NO_SUCH
    answer()
    Delivery.objects.update(purpose=purpose)
    assert not told.may_go_again(Delivery.objects.get())
    assert as_boris.post(f"/deliveries/{Delivery.objects.get().pk}/repetition/").status_code == 404


def test_a_letter_whose_reader_was_forgotten_goes_nowhere(smtp, answer, page):
    smtp.refuses["anna@romashka.test"] = NO_SUCH
    answer()
    Delivery.objects.update(address=f"erased-{only().pk}")
    assert f"/deliveries/{only().pk}/" not in page()


def test_administrators_see_beside_the_mailboxes_why_letters_wait(smtp, answer, gleb, settings, asked):
    office = _logged_in(gleb)
    settings.SMTP_URL = ""
    answer()
    shown = office.get("/settings/mailboxes/").content.decode()
    assert "Не уходит 1 письмо." in shown
    assert "Сервер для исходящих писем не задан" in shown
    Delivery.objects.update(state=DeliveryState.UNCERTAIN, lost_answers=2)
    assert (
        f'/tickets/{asked.number}/">№ {asked.number}' in office.get("/settings/mailboxes/").content.decode()
    )
