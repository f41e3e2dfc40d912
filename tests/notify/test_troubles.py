"""Administrators hear of troubles of the desk's mail, each once until it is over, by the ways of their choice (REL-03)."""

import json
from datetime import time, timedelta

import pytest

from okno.channels import guard
from okno.channels.actions.set_up_mailbox import set_up_mailbox
from okno.channels.mail import status_words
from okno.channels.models import Delivery, Inbound, InboundState, Mailbox
from okno.channels.models.delivery import Purpose
from okno.core import clock
from okno.core.sealed import unseal
from okno.notify.actions.alarm import alarm_what_is_due
from okno.notify.actions.choose import choose
from okno.notify.actions.notice_troubles import notice_troubles
from okno.notify.kinds import KINDS
from okno.notify.models import Browser, Chat, ChatLine, Notice, Push
from okno.people.models import Person
from tests.cast import _logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def box():
    return Mailbox.objects.create(
        address="support@desk.test",
        imap_host="mail.desk.test",
        last_success_at=clock.now(),
        last_error="The mail server cannot be reached.",
    )


@pytest.fixture
def office(gleb):
    return _logged_in(gleb)


def after(minutes: float):
    return clock.moved_to(clock.now() + timedelta(minutes=minutes))


def bell(office) -> str:
    return office.get("/notifications/").content.decode()


def waiting(count=1, *, reason=status_words.LOGIN_REFUSED, **fields):
    now = clock.now()
    return [
        Delivery.objects.create(
            purpose=Purpose.REPLY, address="anna@romashka.test", rfc_message_id=f"{reason[:9]}{number}@desk.test",
            not_before=now, created_at=now, reason=reason, **fields,
        )
        for number in range(count)
    ]  # fmt: skip


def confirmed(count: int, *, seconds: float) -> None:
    now = clock.now()
    for number in range(count):
        at = now - timedelta(seconds=seconds * number / count)
        Delivery.objects.create(
            purpose=Purpose.ACKNOWLEDGE, address=f"r{number}@x.test", rfc_message_id=f"ack{number}@desk.test",
            not_before=at, created_at=at, state="sent",
        )  # fmt: skip


def quarantined(key: str, **fields) -> Inbound:
    return Inbound.objects.create(
        external_id=key, sha256="0" * 64, size=6, raw=b"broken", received_at=clock.now(), handled_at=clock.now(),
        state=InboundState.QUARANTINED, reason="Reading this letter takes too long.", **fields,
    )  # fmt: skip


def test_rel_03_a_silent_mailbox_is_said_after_five_minutes_and_rings_once_after_fifteen(
    box, office, gleb, boris
):
    with after(4):
        assert "нет успешного опроса" not in office.get("/settings/mailboxes/").content.decode()
    with after(6):
        notice_troubles()
        said = office.get("/settings/mailboxes/").content.decode()
        assert "нет успешного опроса с" in said
        assert "Почтовый сервер недоступен." in said
        assert not Notice.objects.exists(), "no alarm yet"
    with after(16):
        notice_troubles()
        notice_troubles()
        assert [one.person for one in Notice.objects.all()] == [gleb]
        assert "support@desk.test: нет успешного опроса с" in bell(office)
        assert "Письма не приходят" not in bell(_logged_in(boris)), "for administrators"
        office.post("/notifications/reading/")
    with after(40):
        notice_troubles()
        assert Notice.objects.count() == 1, "once for one silence, also after it was read"
        Mailbox.objects.update(last_success_at=clock.now())
        notice_troubles()
        assert Notice.objects.get().over_at is not None
    with after(60):
        notice_troubles()
        assert Notice.objects.count() == 2, "a second silence is a second trouble"


def test_rel_03_a_mailbox_that_is_read_again_takes_its_news_away_by_itself(box, office):
    with after(16):
        notice_troubles()
        Mailbox.objects.update(last_success_at=clock.now())
        notice_troubles()
        assert "Письма не приходят" not in bell(office)
        assert office.get("/notifications/").context["news"] == []


def test_rel_03_a_mailbox_that_was_just_opened_or_brought_back_has_the_same_time(box):
    box.is_active = False
    set_up_mailbox(box)
    with after(60):
        notice_troubles()
        assert not Notice.objects.exists(), "nobody reads it"
        box.is_active = True
        set_up_mailbox(box)
        notice_troubles()
        assert not Notice.objects.exists(), "it has only just been brought back"
    with after(80):
        notice_troubles()
        assert Notice.objects.count() == 0, "there is no administrator; nothing breaks"


def test_a_mailbox_to_which_letters_are_brought_is_never_silent(box, gleb):
    Mailbox.objects.update(imap_host="")
    with after(60):
        notice_troubles()
    assert not Notice.objects.exists()


def test_letters_that_no_server_of_ours_takes_ring_once_and_those_of_one_recipient_do_not(gleb, office):
    waiting(3)
    waiting(reason="The mailbox is full.")
    with after(14):
        notice_troubles()
        assert not Notice.objects.exists()
    with after(16):
        notice_troubles()
        Delivery.objects.filter(rfc_message_id__endswith="0@desk.test").update(state="cancelled")
        notice_troubles()
        assert Notice.objects.count() == 1, "an older one that is given up makes no new trouble of it"
        shown = bell(office)
        assert "Письма не уходят" in shown
        assert Notice.objects.get().mail_at is None, "no letter tells that no letter leaves"
        assert "Почтовый сервер не принял наше имя и пароль." in shown


def test_sec_29_the_breaker_of_a_storm_is_told(gleb, office):
    confirmed(guard.ACKNOWLEDGEMENTS_A_MINUTE - 1, seconds=50)
    notice_troubles()
    assert not Notice.objects.exists()
    confirmed_one = Delivery.objects.first()
    confirmed_one.pk, confirmed_one.rfc_message_id, confirmed_one.address = (
        None,
        "one@desk.test",
        "one@x.test",
    )
    confirmed_one.save()
    notice_troubles()
    assert "Лавина автоматических писем" in bell(office)
    assert "Лавина автоматических писем" in office.get("/settings/mailboxes/").content.decode()
    with after(9):
        notice_troubles()
        assert Notice.objects.get().over_at is None, "the next gust is the same storm"
    with after(12):
        notice_troubles()
        assert Notice.objects.get().over_at is not None


def test_a_letter_in_quarantine_is_told_and_the_next_one_when_the_first_was_read(gleb, office):
    quarantined("one")
    notice_troubles()
    quarantined("two")
    notice_troubles()
    assert Notice.objects.count() == 1, "two letters, one word"
    assert 'href="/quarantine/"' in bell(office)
    assert "Ждут человека: 2 письма." in bell(office)
    office.post("/notifications/reading/")
    notice_troubles()
    assert not Notice.objects.filter(read_at=None).exists(), "of both one has read"
    with after(1):
        quarantined("three")
        notice_troubles()
    assert Notice.objects.filter(over_at=None).count() == 1
    assert "Ждут человека: 3 письма." in bell(office)
    Inbound.objects.update(state=InboundState.IGNORED)
    notice_troubles()
    assert not Notice.objects.filter(over_at=None).exists()


def test_an_alarm_goes_by_letter_where_nobody_reads_it_within_two_minutes(gleb, smtp, run_jobs, settings):
    quarantined("one")
    notice_troubles()
    run_jobs()
    assert smtp.letters == []
    with after(3):
        alarm_what_is_due()
        alarm_what_is_due()
        run_jobs()
    (letter,) = smtp.to("gleb@desk.test")
    assert letter.letter["Subject"] == "Письмо в карантине"
    assert f"{settings.BASE_URL}/quarantine/" in letter.text
    assert "Reading this letter" not in letter.text, "in the reader's language"


def test_what_was_read_is_not_written(gleb, office, smtp, run_jobs):
    quarantined("one")
    notice_troubles()
    office.post("/notifications/reading/")
    with after(3):
        alarm_what_is_due()
        run_jobs()
    assert smtp.letters == []


def test_who_does_not_wish_to_hear_of_it_hears_nothing_and_is_not_asked_again(gleb, office):
    choose(by=gleb, matrix={"desk_trouble": []})
    quarantined("one")
    notice_troubles()
    notice_troubles()
    told = Notice.objects.get()
    assert (told.in_bell, told.push_at, told.mail_at) == (False, None, None)
    assert "Письмо в карантине" not in bell(office)


def test_only_administrators_choose_how_they_hear_of_the_desk_itself(office, as_boris):
    title = str(KINDS["desk_trouble"].title)
    assert "desk_trouble.mail" in office.get("/me/notifications/").content.decode()
    assert "desk_trouble" not in as_boris.get("/me/notifications/").content.decode()
    assert title


def test_an_alarm_goes_at_once_to_the_screen_and_into_the_messenger(gleb, run_jobs):
    now = clock.now()
    Chat.objects.create(person=gleb, chat=7, called="Глеб", joined_at=now)
    keys = {"session_key": "s", "public_key": "p", "secret": "q"}
    Browser.objects.create(person=gleb, endpoint="https://push.test/1", named_at=now, **keys)
    quarantined("one", subject="Тайна Ромашки", sender="anna@romashka.test")
    notice_troubles()
    with clock.moved_to(now + timedelta(seconds=6)):
        alarm_what_is_due()
        alarm_what_is_due()
    pushed = json.loads(unseal(Push.objects.get().sealed))
    said = unseal(ChatLine.objects.get().sealed)
    assert (pushed["title"], pushed["url"]) == ("Письмо в карантине", "/quarantine/")
    assert "Ждёт человека: 1 письмо." in pushed["body"]
    assert said.splitlines()[0] == "Письмо в карантине"
    assert said.splitlines()[-1].endswith("/quarantine/")
    assert "Ромашк" not in said + pushed["body"], "no customer's word goes to a foreign server"


def test_quiet_hours_hold_an_alarm_back_and_one_who_is_no_administrator_any_more_hears_none(gleb, run_jobs):
    Chat.objects.create(person=gleb, chat=7, called="Глеб", joined_at=clock.now())
    choose(by=gleb, matrix={}, quiet_begins=time(0, 0), quiet_ends=time(23, 59))
    quarantined("one")
    notice_troubles()
    with after(1):
        alarm_what_is_due()
    assert not ChatLine.objects.exists()
    Person.objects.filter(pk=gleb.pk).update(role="agent")
    with after(48 * 60):
        alarm_what_is_due()
    assert not ChatLine.objects.exists()
