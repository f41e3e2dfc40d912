"""Letters about news: two minutes later, not of what is read, in threads, as one after quiet hours, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from okno.channels.models import Delivery, DeliveryState, InboundState
from okno.core import clock
from okno.desk.actions.assign import assign, take
from okno.desk.actions.note import note
from okno.desk.models import Fact, Message, Ticket
from okno.notify.actions import write
from okno.notify.actions.choose import choose
from okno.notify.actions.read import read
from okno.notify.actions.write import write_digests, write_what_is_due
from okno.notify.models import Digest, News, Wishes
from tests import make
from tests.channels import letters
from tests.channels.fake_smtp import FakeSmtp

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday, noon in Moscow


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def leave(noon, smtp, run_jobs):
    """Let so many minutes pass and the letters leave; returns those for colleagues that left meanwhile."""

    def leave(minutes: float = 3) -> list[FakeSmtp]:
        before = len(smtp.letters)
        noon.shift(timedelta(minutes=minutes))
        write_what_is_due()
        run_jobs(only="outbox.send_from")
        return [one for one in smtp.letters[before:] if one.recipient.endswith("@desk.test")]

    return leave


def test_a_letter_comes_after_two_minutes_and_says_what_happened(mine, writes, leave):
    writes(mine, "Он снова гудит.\nИ дымит.")
    assert leave(1) == []
    (one,) = leave(1.5)
    assert one.recipient == "boris@desk.test"
    assert one.letter["Subject"] == f"№ {mine.number} · Принтер гудит"
    assert "Анна Белова пишет" in one.text
    assert "Он снова гудит.\nИ дымит." in one.text
    assert f"http://desk.test/tickets/{mine.number}/" in one.text
    assert one.letter["Auto-Submitted"] == "auto-generated"
    assert one.letter["X-Loop"]
    assert str(mine.number) in one.letter["Reply-To"], "an answer goes to the customer"
    assert leave(60) == []


def test_what_is_read_within_two_minutes_needs_no_letter(mine, writes, leave, boris):
    writes(mine)
    read(by=boris, number=mine.number)
    assert leave() == []


def test_letters_of_one_ticket_hang_on_each_other(mine, writes, leave):
    writes(mine)
    (first,) = leave()
    writes(mine, "Ещё раз.")
    (second,) = leave()
    assert second.letter["In-Reply-To"] == first.letter["Message-ID"]
    assert second.letter["References"] == first.letter["Message-ID"]
    assert second.letter["Message-ID"] != first.letter["Message-ID"]


def test_several_news_of_a_ticket_are_one_letter(mine, writes, leave):
    writes(mine, "Раз.")
    writes(mine, "Два.")
    (one,) = leave()
    assert one.text.index("Раз.") < one.text.index("Два.")


def test_sec_34_an_answer_to_a_letter_about_a_note_reaches_no_customer(anna, boris, vera, leave, run_jobs):
    box = letters.mailbox(trusted_authserv_id="mx.desk.test", acknowledges=False)
    ticket = make.ticket(by=anna, our_address="support@desk.test")
    note(ticket, "@Борис, он врёт", by=vera, mentions=[boris])
    run_jobs(only="react")
    (one,) = leave()
    assert one.letter["Reply-To"] is None
    answer = letters.raw(
        "Точно врёт.",
        by="Борис <boris@desk.test>",
        in_reply_to=one.letter["Message-ID"],
        Authentication_Results="mx.desk.test; dmarc=pass header.from=desk.test",
    )
    came = letters.came(answer, box)
    assert came.ticket != ticket
    assert not Message.objects.filter(ticket=ticket, text__contains="врёт").exclude(kind="note").exists()


def test_sec_25_an_answer_of_a_proved_colleague_goes_to_the_customer_and_an_absent_ones_machine_says_nothing(
    mine, writes, leave
):
    box = letters.mailbox(trusted_authserv_id="mx.desk.test", acknowledges=False)
    Ticket.objects.filter(pk=mine.pk).update(our_address=box.address)
    writes(mine)
    (one,) = leave()
    proof = {"Authentication_Results": "mx.desk.test; dmarc=pass header.from=desk.test"}
    to = one.letter["Reply-To"].addresses[0].addr_spec
    away = letters.raw(
        "Я в отпуске.", by="Борис <boris@desk.test>", to=to, Auto_Submitted="auto-replied", **proof
    )
    came = letters.came(away, box)
    assert came.state == InboundState.IGNORED
    assert came.decisions[-1]["code"] == "colleague_away"
    assert not Message.objects.filter(text__contains="в отпуске").exists()
    letters.came(letters.raw("Меняю картридж.", by="Борис <boris@desk.test>", to=to, **proof), box)
    assert Message.objects.get(text__contains="Меняю картридж").kind == "reply"


def test_after_quiet_hours_everything_comes_as_one_and_a_single_matter_stays_itself(
    anna, boris, mine, writes, leave, noon
):
    choose(by=boris, matrix={}, quiet_begins=time(12), quiet_ends=time(15))
    other = make.ticket(by=anna, subject="Монитор мигает")
    take(other, by=boris)
    writes(mine)
    writes(other)
    assert leave(60) == []
    (one,) = leave(125)
    assert one.letter["Subject"] == "Новости в 2 обращениях"
    assert "Монитор мигает" in one.text
    assert "Принтер гудит" in one.text
    assert one.letter["Reply-To"] is None
    assert leave(60) == []


def test_more_than_three_matters_come_as_one(anna, boris, writes, leave, run_jobs):
    for _ in range(4):
        ticket = make.ticket(by=anna)
        take(ticket, by=boris)
        writes(ticket)
    (one,) = leave()
    assert one.letter["Subject"] == "Новости в 4 обращениях"


def test_news_that_cannot_be_told_hold_up_nobody_elses(mine, writes, leave, boris, vera):
    """Here: of a kind that this version of the desk does not know."""
    writes(mine)
    [row] = News.objects.filter(person=boris, kind="customer_wrote")
    row.pk, row.person, row.kind, row.told_at = None, vera, "of_tomorrow", row.told_at - timedelta(minutes=1)
    row.mail_at -= timedelta(minutes=1)
    row.save()
    (one,) = leave()
    assert one.recipient == "boris@desk.test"


def test_three_matters_are_three_letters(anna, boris, writes, leave):
    for _ in range(3):
        ticket = make.ticket(by=anna)
        take(ticket, by=boris)
        writes(ticket)
    assert len(leave()) == 3


def test_a_storm_is_held_back_and_comes_as_one(mine, writes, leave, monkeypatch):
    monkeypatch.setattr(write, "LETTERS_AN_HOUR", 2)
    for number in range(2):
        writes(mine, f"Раз {number}.")
        assert len(leave()) == 1
    writes(mine, "Ещё.")
    writes(mine, "И ещё.")
    assert leave() == []
    (one,) = leave(60)
    assert "И ещё." in one.text


def test_whoever_lost_the_right_or_the_wish_meanwhile_gets_no_letter(anna, boris, vera, mine, writes, leave):
    writes(mine)
    choose(by=boris, matrix={"customer_wrote": ["bell"]})
    assert leave() == []
    choose(by=boris, matrix={})
    writes(mine)
    assign(mine, by=vera, owner=vera, team=make.team("Кадры", is_closed=True))
    assert leave() == []
    assert not News.objects.filter(person=boris).exclude(mail_at=None).exists()


def test_rel_20_two_sweeps_and_a_run_that_breaks_off_write_nothing_twice(
    mine, writes, leave, noon, run_jobs, smtp, monkeypatch
):
    writes(mine)
    noon.shift(timedelta(minutes=3))
    queue = write.sealed_letters.queue_notice

    def dies(*given, **named):
        queue(*given, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(write.sealed_letters, "queue_notice", dies)
    with pytest.raises(KeyboardInterrupt):
        write_what_is_due()
    monkeypatch.undo()
    assert not Delivery.objects.filter(purpose="notice").exists(), "both or neither"
    assert len(leave(0)) == 1
    assert leave(0) == []


def test_a_letter_that_does_not_arrive_is_told_to_nobody(mine, writes, leave, smtp):
    smtp.refuses["boris@desk.test"] = "550 5.1.1 no such user"
    writes(mine)
    leave()
    delivery = Delivery.objects.get(purpose="notice")
    assert delivery.state == DeliveryState.FAILED
    assert not Fact.objects.filter(kind="delivery.failed").exists(), "or it would never end"


def test_the_digest_tells_of_what_nobody_read_and_no_letter_told_once_a_day(
    anna, boris, mine, writes, leave, noon, run_jobs, smtp
):
    choose(by=boris, matrix={"customer_wrote": ["bell"]}, digest=Digest.DAILY, digest_hour=18)
    writes(mine)
    assert leave() == []
    assert write_digests() == 0
    noon.move_to(NOON.replace(hour=15, minute=1))
    assert write_digests() == 1
    assert write_digests() == 0
    run_jobs(only="outbox.send_from")
    (one,) = [letter for letter in smtp.letters if letter.recipient == "boris@desk.test"]
    assert one.letter["Subject"] == "1 обращение ждёт прочтения"
    assert Wishes.objects.get(person=boris).digest_at == NOON.replace(hour=15) + timedelta(days=1)
    noon.shift(timedelta(days=1))
    assert write_digests() == 0, "the letter has told of it"


def test_where_no_letter_can_leave_none_waits_for_the_day_when_one_can(mine, writes, leave, settings):
    settings.SMTP_URL = ""
    writes(mine)
    leave()
    assert not Delivery.objects.filter(purpose="notice").exists()
    assert News.objects.get(kind="customer_wrote").mailed_at is None


def test_letters_speak_the_readers_language(boris, mine, writes, leave):
    boris.language = "en"
    boris.save()
    writes(mine)
    (one,) = leave()
    assert "Анна Белова writes" in one.text
    assert clock.now() > NOON
